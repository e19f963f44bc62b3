from django.db import migrations

from slovo.promises.guard import lift_guard, stand_guard


class Migration(migrations.Migration):
    dependencies = [
        ('promises', '0004_rules_of_the_ledger'),
    ]

    operations = [
        migrations.RunPython(lambda _apps, _editor: stand_guard(), lambda _apps, _editor: lift_guard()),
    ]
