from django.db import migrations, models
from django.db.models import Q

from slovo.core.constraints import exchange

NAME = "message_has_its_author"
COMES = Q(direction="in", customer__isnull=False, staff=None)
GOES = Q(direction="out", outbound__isnull=False, customer=None)
BY_A_PERSON = Q(direction="note", staff__isnull=False, customer=None)
BY_ANYBODY = Q(Q(staff__isnull=False) | Q(automatic=True), direction="note", customer=None)
OLD = models.CheckConstraint(name=NAME, condition=COMES | GOES | BY_A_PERSON)
NEW = models.CheckConstraint(name=NAME, condition=COMES | GOES | BY_ANYBODY)


class Migration(migrations.Migration):
    """A note may be a rule's, too. The messages are not written anew."""

    dependencies = [
        ("conversations", "0018_desk_chats"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="message", name=NAME),
                migrations.AddConstraint(model_name="message", constraint=NEW),
            ],
            database_operations=[
                migrations.RunPython(
                    lambda apps, editor: exchange(editor, apps.get_model("conversations", "Message"), OLD, NEW),
                    lambda apps, editor: exchange(editor, apps.get_model("conversations", "Message"), NEW, OLD),
                ),
            ],
        ),
    ]
