import django.db.models.deletion
from django.db import migrations, models

from slovo.core.migrating import AddColumn


class Migration(migrations.Migration):
    """Each open promise has a forecast: until when it stands, of which team, and what is done meanwhile."""

    dependencies = [
        ('people', '0005_away'),
        ('promises', '0023_broken_stays_broken'),
    ]

    operations = [
        AddColumn('promiseforecast', 'again_at', models.DateTimeField(null=True)),
        AddColumn('promiseforecast', 'meanwhile', models.PositiveIntegerField(null=True)),
        AddColumn('promiseforecast', 'team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
    ]
