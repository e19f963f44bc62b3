from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def make_portraits(apps: Any, _editor: Any) -> None:
    """Until now a portrait was a word on the map."""
    expectation, portrait = apps.get_model("standards", "Expectation"), apps.get_model("customers", "Portrait")
    for row in expectation.objects.exclude(portrait_name="").order_by("pk"):
        row.portrait, _new = portrait.objects.get_or_create(
            brand_id=row.brand_id,
            folded=row.portrait_name.casefold(),
            defaults={"name": row.portrait_name, "made_at": timezone.now()},
        )
        row.save(update_fields=["portrait"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_portraits"), ("standards", "0002_expectations")]

    operations = [
        migrations.RemoveConstraint(model_name="expectation", name="one_expectation_a_portrait"),
        migrations.RenameField(model_name="expectation", old_name="portrait", new_name="portrait_name"),
        migrations.AlterModelOptions(name="expectation", options={"ordering": ["portrait_id", "-weight", "what"]}),
        migrations.AddField(
            model_name="expectation",
            name="portrait",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="expectations",
                to="customers.portrait",
            ),
        ),
        migrations.RunPython(make_portraits, migrations.RunPython.noop),
    ]
