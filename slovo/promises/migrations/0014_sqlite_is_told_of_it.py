from django.db import migrations

from slovo.core.planner import tell_planner
from slovo.promises.indexes import OF_A_MILLION


class Migration(migrations.Migration):
    dependencies = [
        ('promises', '0013_index_of_what_was_done'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: tell_planner(apps.get_model('promises', 'Promise'), OF_A_MILLION),
            migrations.RunPython.noop,
        ),
    ]
