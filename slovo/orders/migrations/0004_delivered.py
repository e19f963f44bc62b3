from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_indexes_of_lists'),
    ]

    operations = [
        AddColumn('orderline', 'delivered_at', models.DateTimeField(null=True)),
    ]
