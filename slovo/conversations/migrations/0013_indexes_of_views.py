from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('conversations', '0012_lists_without_what_is_merged'),
    ]

    operations = [
        AddIndexWhileInUse(
            model_name='conversation',
            index=models.Index(fields=['brand', 'opened_at', 'id'], name='conversation_opened'),
        ),
        AddIndexWhileInUse(
            model_name='conversation',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['brand', 'channel', 'language'], name='conversation_kind'),
        ),
    ]
