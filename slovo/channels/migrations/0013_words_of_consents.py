"""What a chat asks its visitors to agree to is kept by version: of what it asks now with its words; of what was agreed
to before, of which nobody kept the words, that there was such a version."""

import django.db.models.deletion
from django.db import migrations, models


def keep_the_words(apps, schema_editor):
    words = apps.get_model("channels", "ConsentWords")
    agreed = apps.get_model("channels", "Consent").objects.order_by()
    known = {
        (chat.pk, purpose, asked["version"]): asked["words"]
        for chat in apps.get_model("channels", "Chat").objects.all()
        for purpose, asked in chat.consents.items()
    }
    for which in agreed.values_list("visitor__chat_id", "purpose", "version").distinct():
        known.setdefault(which, {})
    words.objects.bulk_create(
        words(chat_id=chat_id, purpose=purpose, version=version, words=said)
        for (chat_id, purpose, version), said in known.items()
    )


class Migration(migrations.Migration):
    dependencies = [("channels", "0012_outbound_of_customer")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="language",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.CreateModel(
            name="ConsentWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField()),
                ("words", models.JSONField()),
                (
                    "chat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consent_words",
                        to="channels.chat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("chat", "purpose", "version"), name="one_wording_a_version")
                ],
            },
        ),
        migrations.RunPython(keep_the_words, migrations.RunPython.noop),
    ]
