from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("channels", "0002_letters_not_given"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="outbound", name="outbound_waiting"),
        AddIndexWhileInUse(
            model_name="outbound",
            index=models.Index(
                name="outbound_at_the_door",
                fields=["mailbox", "queued_at"],
                condition=models.Q(sent_at=None, ended_at=None),
            ),
        ),
    ]
