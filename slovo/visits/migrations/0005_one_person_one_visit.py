import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

ROWS_AT_ONCE = 1_000


def engage(apps, _editor):
    """Whoever is named by what is booked is with that visitor. Two who were booked with one person at one time stand as
    they are: the first one has them."""
    Taken, Engaged = apps.get_model('visits', 'Taken'), apps.get_model('visits', 'Engaged')
    ahead = Taken.objects.filter(visit__ends_at__gt=timezone.now(), resource__staff__isnull=False)
    pieces = ahead.order_by('visit_id', 'quantum').values_list('resource__staff_id', 'quantum', 'visit_id')
    rows = [Engaged(staff_id=staff_id, quantum=quantum, visit_id=visit_id) for staff_id, quantum, visit_id in pieces]
    Engaged.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0004_indexes_of_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Engaged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantum', models.BigIntegerField()),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='engaged', to='visits.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'quantum'), name='one_visitor_at_a_time')],
            },
        ),
        migrations.RunPython(engage, migrations.RunPython.noop),
    ]
