from django.db import migrations

from slovo.promises.guard import stand_guard


class Migration(migrations.Migration):
    """The guard stands anew: only what is kept by a letter's leaving may turn out to have been kept in time."""

    dependencies = [
        ('promises', '0022_unwritten_notices'),
    ]

    operations = [
        migrations.RunPython(lambda _apps, _editor: stand_guard(), migrations.RunPython.noop),
    ]
