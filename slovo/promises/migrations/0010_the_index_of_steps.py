from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.promises.indexes import OF_A_MILLION


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ('promises', '0009_ladders'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index(name='promise_steps', fields=['next_step_at', 'id'], condition=Q(next_step_at__isnull=False))),
        migrations.RunPython(
            lambda apps, _editor: tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION),
            migrations.RunPython.noop,
        ),
    ]
