from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.recovery.indexes import COMPENSATIONS


def tell(apps, _editor):
    tell_planner(apps.get_model('recovery', 'Compensation'), COMPENSATIONS)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('recovery', '0002_low_marks'),
    ]

    operations = [
        AddIndexWhileInUse('compensation', models.Index(name='compensation_state', fields=['brand', 'state', 'id'])),
        migrations.RemoveIndex('compensation', 'compensation_waiting'),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
