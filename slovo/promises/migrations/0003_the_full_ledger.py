import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from slovo.core.migrating import AddColumn


def words(length: int) -> models.CharField:
    return models.CharField(blank=True, db_default='', default='', max_length=length)


class Migration(migrations.Migration):
    """Columns that no row there is need be touched for, and the tables beside. A promise made before keeps the id by
    which it was known outside (`shown_id`), and knows nothing of its first deadline."""

    dependencies = [
        ('brands', '0001_initial'),
        ('promises', '0002_broken_index'),
    ]

    operations = [
        *(
            AddColumn('promise', name, field)
            for name, field in (
                ('public_id', models.UUIDField(editable=False, null=True)),
                ('what', words(300)),
                ('now', words(200)),
                ('next', words(200)),
                ('news_at', models.DateTimeField(null=True)),
                ('zone', words(60)),
                ('first_due_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(null=True)),
                ('expected_at', models.DateTimeField(null=True)),
                ('release_how', words(12)),
                ('release_words', words(500)),
            )
        ),
        migrations.CreateModel(
            name='PromiseMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='promises.promise')),
                ('due_was', models.DateTimeField()),
                ('due_now', models.DateTimeField()),
                ('zone', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField()),
                ('by_kind', models.CharField(max_length=12)),
                ('by_id', models.CharField(blank=True, max_length=60)),
                ('notice_sent_at', models.DateTimeField(null=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('consent', models.CharField(choices=[('asked', 'asked'), ('given', 'given'), ('refused', 'refused'), ('not_needed', 'not_needed')], max_length=10)),
                ('consented_at', models.DateTimeField(null=True)),
                ('consent_how', models.CharField(blank=True, max_length=12)),
                ('place', models.PositiveSmallIntegerField(null=True)),
                ('places_max', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [
                    models.CheckConstraint(name='move_to_the_future', condition=Q(('due_now__gt', F('made_at')))),
                    models.CheckConstraint(name='move_for_a_reason', condition=Q(('reason', ''), _negated=True)),
                    models.CheckConstraint(name='move_in_a_zone', condition=Q(('zone', ''), _negated=True)),
                    models.CheckConstraint(
                        name='move_later_needs_consent',
                        condition=Q(consent='not_needed', due_now__lt=F('due_was'))
                        | (~Q(consent='not_needed') & Q(due_now__gt=F('due_was'))),
                    ),
                    models.CheckConstraint(
                        name='move_consent_at_its_moment',
                        condition=Q(consented_at=None, consent__in=['asked', 'not_needed'])
                        | Q(consented_at__isnull=False, notice_sent_at__isnull=False, consent__in=['given', 'refused']),
                    ),
                    models.CheckConstraint(
                        name='move_as_the_rule_allows',
                        condition=Q(consent='not_needed', place=None)
                        | Q(consent='given')
                        | Q(place__gte=1, place__lte=F('places_max'))
                        | Q(taken_back_at__isnull=False),
                    ),
                    models.CheckConstraint(
                        name='move_told_or_taken_back', condition=Q(notice_sent_at=None) | Q(taken_back_at=None)
                    ),
                    models.UniqueConstraint(
                        name='one_move_a_place_without_consent',
                        fields=['promise', 'place'],
                        condition=Q(consent__in=('asked', 'refused'), taken_back_at=None),
                    ),
                    models.UniqueConstraint(
                        name='one_move_not_told', fields=['promise'], condition=Q(notice_sent_at=None, taken_back_at=None)
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name='PromiseKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promise_kinds', to='brands.brand')),
                ('slug', models.SlugField(db_index=False, max_length=20)),
                ('names', models.JSONField(default=dict)),
                ('moves_without_consent_max', models.PositiveSmallIntegerField(default=1)),
                ('silence_minutes', models.PositiveIntegerField(null=True)),
                ('archived_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [
                    models.UniqueConstraint(fields=('brand', 'slug'), name='one_promise_kind_a_slug'),
                    models.CheckConstraint(
                        name='silence_has_a_length', condition=Q(silence_minutes=None) | Q(silence_minutes__gt=0)
                    ),
                ],
            },
        ),
    ]
