from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.promises.indexes import OF_A_MILLION

BROKEN, RELEASED = Q(broken_at__isnull=False), Q(released_at__isnull=False)


def tell(apps, _editor):
    tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('promises', '0031_said_done'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index(name='promise_broken_kinds', fields=['brand', 'kind', 'broken_at'], condition=BROKEN)),
        AddIndexWhileInUse('promise', models.Index(name='promise_broken_owners', fields=['owner', 'broken_at'], condition=BROKEN & Q(owner__isnull=False))),
        AddIndexWhileInUse('promise', models.Index(name='promise_broken_teams', fields=['team', 'broken_at'], condition=BROKEN & Q(team__isnull=False))),
        AddIndexWhileInUse('promise', models.Index(name='promise_released_kinds', fields=['brand', 'kind', 'released_at'], condition=RELEASED)),
        AddIndexWhileInUse('promise', models.Index(name='promise_released_owners', fields=['owner', 'released_at'], condition=RELEASED & Q(owner__isnull=False))),
        AddIndexWhileInUse('promise', models.Index(name='promise_released_teams', fields=['team', 'released_at'], condition=RELEASED & Q(team__isnull=False))),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
