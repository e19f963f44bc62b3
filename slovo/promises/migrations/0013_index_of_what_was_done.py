from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddIndexWhileInUse


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the index is made while everything goes on

    dependencies = [
        ('promises', '0012_forecasts'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index(name='promise_done', fields=['brand', 'kind', 'done_at'], condition=Q(done_at__isnull=False))),
    ]
