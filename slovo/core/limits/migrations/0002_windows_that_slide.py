from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        ('limits', '0001_initial'),
    ]

    operations = [
        AddColumn('counter', 'previous', models.BigIntegerField(db_default=0)),
    ]
