from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("channels", "0011_inbound_emptied"),
    ]

    operations = [
        AddIndexWhileInUse(
            model_name="outbound",
            index=models.Index(
                name="outbound_of_customer", fields=["customer"], condition=models.Q(customer__isnull=False)
            ),
        ),
    ]
