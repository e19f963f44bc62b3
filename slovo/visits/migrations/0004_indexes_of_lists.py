from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.visits.indexes import OF_A_MILLION


def tell(apps, _editor):
    tell_planner(apps.get_model('visits', 'Visit'), OF_A_MILLION)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('visits', '0003_booking_page'),
    ]

    operations = [
        AddIndexWhileInUse('visit', models.Index(name='visit_newest', fields=['brand', 'id'])),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
