from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_portraits"),
    ]

    operations = [
        AddColumn(model_name="customer", name="erased_at", field=models.DateTimeField(null=True)),
    ]
