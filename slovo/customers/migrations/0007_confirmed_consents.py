import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from slovo.core.guarding import lift, stand
from slovo.core.migrating import AddColumn
from slovo.customers.consent_models import GUARD_OF_LETTERS


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_erased"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddColumn(model_name="consent", name="confirms", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="ConsentLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="customers.consent"
                    ),
                ),
            ],
        ),
        migrations.RunPython(
            lambda _apps, _editor: stand(GUARD_OF_LETTERS), lambda _apps, _editor: lift(GUARD_OF_LETTERS)
        ),
    ]
