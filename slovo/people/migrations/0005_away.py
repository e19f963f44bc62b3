from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0004_single_keys'),
    ]

    operations = [
        migrations.AddField('staff', 'away_until', models.DateTimeField(null=True)),
    ]
