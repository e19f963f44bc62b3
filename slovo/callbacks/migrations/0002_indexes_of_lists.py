from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.callbacks.indexes import OF_A_MILLION


def tell(apps, _editor):
    tell_planner(apps.get_model('callbacks', 'Callback'), OF_A_MILLION)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('callbacks', '0001_initial'),
    ]

    operations = [
        AddIndexWhileInUse('callback', models.Index(name='callback_to_make', fields=['brand', 'next_call_at', 'id'], condition=Q(ended_at=None))),
        AddIndexWhileInUse('callback', models.Index(name='callback_number', fields=['brand', 'phone'])),
        AddIndexWhileInUse('callback', models.Index(name='callback_state', fields=['brand', 'state', 'id'])),
        migrations.RemoveIndex('callback', 'callback_next'),
        migrations.RemoveIndex('callback', 'callback_phone'),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
