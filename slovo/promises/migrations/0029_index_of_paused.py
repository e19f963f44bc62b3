from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.promises.indexes import OF_A_MILLION


def tell(apps, _editor):
    tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ('promises', '0028_what_was_told_stays'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index(name='promise_paused', fields=['brand', 'id'], condition=models.Q(('done_at', None), ('released_at', None), ('due_at', None)))),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
