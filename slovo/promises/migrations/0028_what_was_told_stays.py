from django.db import migrations

from slovo.promises.guard import stand_guard


class Migration(migrations.Migration):
    """The guard stands anew: what customers were told and what they chose stays, and nothing of it is emptied."""

    dependencies = [
        ('promises', '0027_nobody_came'),
    ]

    operations = [
        migrations.RunPython(lambda _apps, _editor: stand_guard(), migrations.RunPython.noop),
    ]
