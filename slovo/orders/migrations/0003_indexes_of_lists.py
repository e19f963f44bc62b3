from django.db import migrations, models

from slovo.core.migrating import AddIndexWhileInUse
from slovo.core.planner import tell_planner
from slovo.orders.indexes import ORDERS, RESERVATIONS


def tell(apps, _editor):
    tell_planner(apps.get_model('orders', 'Order'), ORDERS)
    tell_planner(apps.get_model('orders', 'Reservation'), RESERVATIONS)


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the indexes are made while everything goes on

    dependencies = [
        ('orders', '0002_imports'),
    ]

    operations = [
        AddIndexWhileInUse('reservation', models.Index(name='reservation_state', fields=['brand', 'state', 'made_at', 'id'])),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
