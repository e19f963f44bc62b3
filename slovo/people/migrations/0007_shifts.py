from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_photos"),
    ]

    operations = [
        migrations.AddField("staff", "shift_hours", models.JSONField(null=True)),
        migrations.AddField("staff", "shift_ends_at", models.DateTimeField(null=True)),
        migrations.AddField("staff", "off_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "staff",
            models.Index(
                name="staff_shift_ends",
                fields=["shift_ends_at"],
                condition=models.Q(shift_ends_at__isnull=False, left_at=None),
            ),
        ),
    ]
