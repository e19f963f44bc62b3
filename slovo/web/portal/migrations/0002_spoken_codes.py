import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_signing_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddColumn(
            model_name="signincode",
            name="spoken_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
