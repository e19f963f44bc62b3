from django.db import migrations

from slovo.promises.guard import stand_guard


class Migration(migrations.Migration):
    """The guard stands anew: what is released after its deadline is broken first."""

    dependencies = [
        ('promises', '0024_forecasts_of_all'),
    ]

    operations = [
        migrations.RunPython(lambda _apps, _editor: stand_guard(), migrations.RunPython.noop),
    ]
