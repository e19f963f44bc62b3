from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.requests.indexes import CHOICES, EXTRAS


def tell(apps, _editor):
    tell_planner(apps.get_model('requests', 'Choice'), CHOICES)
    tell_planner(apps.get_model('requests', 'Extra'), EXTRAS)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('requests', '0002_extras_of_drafts'),
    ]

    operations = [
        AddIndexWhileInUse('extra', models.Index(name='extra_newest', fields=['brand', 'id'])),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
