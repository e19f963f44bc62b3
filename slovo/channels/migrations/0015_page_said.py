from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0014_address_blocks'),
    ]

    operations = [
        AddColumn('visitor', 'page_said', models.JSONField(null=True)),
    ]
