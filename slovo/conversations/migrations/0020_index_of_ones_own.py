from django.db import migrations, models

from slovo.conversations.indexes import OF_A_MILLION
from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner

OWN = models.Index(
    name="conversation_own",
    fields=["assignee", "queue_position", "id", "brand", "snoozed_until", "closed_at", "root"],
    condition=models.Q(closed_at=None, root=None),
)


def tell(apps, _editor):
    tell_planner(apps.get_model("conversations", "Conversation"), OF_A_MILLION)


class Migration(migrations.Migration):
    """What is one's own is counted in the index alone."""

    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ("conversations", "0019_notes_of_rules"),
    ]

    operations = [
        AddIndexWhileInUse("conversation", OWN),
        migrations.RemoveIndex("conversation", "conversation_assignee"),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
