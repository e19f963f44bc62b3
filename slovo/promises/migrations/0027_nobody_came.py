from django.db import migrations

from slovo.promises.guard import stand_guard


class Migration(migrations.Migration):
    """The guard stands anew: a visit to which the customer did not come was not broken by whoever waited."""

    dependencies = [
        ('promises', '0026_news_is_told'),
    ]

    operations = [
        migrations.RunPython(lambda _apps, _editor: stand_guard(), migrations.RunPython.noop),
    ]
