from django.db import migrations

from slovo.conversations.indexes import OF_A_MILLION
from slovo.core.planner import tell_planner


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0013_indexes_of_views"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: tell_planner(apps.get_model("conversations", "Conversation"), OF_A_MILLION),
            migrations.RunPython.noop,
        ),
    ]
