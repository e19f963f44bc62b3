from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from slovo.core.migrating import AddIndexWhileInUse

SETTLED_AT = Coalesce('broken_at', 'done_at', 'released_at')


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL indexes are made while everything goes on

    dependencies = [
        ('promises', '0006_sqlite_is_told_of_the_indexes'),
    ]

    operations = [
        AddIndexWhileInUse('promise', models.Index('brand', SETTLED_AT, name='promise_settled', condition=Q(IsNull(SETTLED_AT, False)))),
        AddIndexWhileInUse('promisemove', models.Index(name='move_told', fields=['notice_sent_at'], condition=Q(notice_sent_at__isnull=False))),
    ]
