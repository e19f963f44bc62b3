from django.db import migrations, models

from slovo.core.migrating import AddColumn, AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.promises.indexes import OF_A_MILLION


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ('promises', '0020_indexes_of_lists'),
    ]

    operations = [
        AddColumn(model_name='promise', name='check_ins', field=models.JSONField(null=True)),
        AddColumn(model_name='promise', name='asked_at', field=models.DateTimeField(null=True)),
        AddIndexWhileInUse(
            'promise',
            models.Index(
                name='promise_asked',
                fields=['brand', 'due_at', 'id'],
                condition=models.Q(('done_at', None), ('released_at', None), ('asked_at__isnull', False)),
            ),
        ),
        migrations.RunPython(
            lambda apps, _editor: tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION),
            migrations.RunPython.noop,
        ),
    ]
