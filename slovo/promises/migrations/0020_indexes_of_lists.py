from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.promises.indexes import LINKS_OF_A_MILLION, OF_A_MILLION


def tell(apps, _editor):
    tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION)
    tell_planner(apps.get_model('promises', 'StatusLink'), LINKS_OF_A_MILLION)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('promises', '0019_ratings'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index(name='promise_done_owners', fields=['owner', 'done_at'], condition=Q(done_at__isnull=False, owner__isnull=False))),
        AddIndexWhileInUse('promise', models.Index(name='promise_done_teams', fields=['team', 'done_at'], condition=Q(done_at__isnull=False, team__isnull=False))),
        AddIndexWhileInUse('statuslink', models.Index(name='link_newest', fields=['brand', 'id'])),
        AddIndexWhileInUse('statuslink', models.Index(name='link_revoked', fields=['brand', 'id'], condition=Q(revoked_at__isnull=False))),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
