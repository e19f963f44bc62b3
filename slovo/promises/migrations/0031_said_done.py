from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0030_at_risk_once'),
    ]

    operations = [
        AddColumn('promise', 'said_done_at', models.DateTimeField(null=True)),
        AddColumn('promise', 'called_off_at', models.DateTimeField(null=True)),
    ]
