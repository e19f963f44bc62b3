from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ('promises', '0021_check_ins'),
    ]

    operations = [
        AddIndexWhileInUse(
            'customernotice',
            models.Index(
                name='notice_unwritten', fields=['customer'], condition=models.Q(said_at=None, dropped_at=None)
            ),
        ),
    ]
