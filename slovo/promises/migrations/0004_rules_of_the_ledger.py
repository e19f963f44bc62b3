import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import slovo.core.ids
from slovo.core.migrating import AddCheckWhileInUse, AddIndexWhileInUse, InOneCopy

OWED = Q(('done_at', None), ('released_at', None))


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL rules and indexes are made while everything goes on

    dependencies = [
        ('brands', '0001_initial'),
        ('people', '0003_staff_integration_at_token'),
        ('promises', '0003_the_full_ledger'),
    ]

    operations = [
        InOneCopy(
            'promise',
            [
                migrations.AlterField('promise', 'public_id', models.UUIDField(default=slovo.core.ids.new_id, editable=False, null=True)),
                migrations.AlterField('promise', 'kind', models.CharField(max_length=20)),
                migrations.AlterField('promise', 'minutes', models.PositiveIntegerField(null=True)),
                migrations.AlterField('promise', 'owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to=settings.AUTH_USER_MODEL)),
                migrations.AlterField('promise', 'team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.team')),
                migrations.AlterField('promise', 'calendar', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.workingcalendar')),
                AddCheckWhileInUse('promise', models.CheckConstraint(name='promise_release_says_how', condition=~Q(release_reason='customer') | ~Q(release_how=''))),
                AddCheckWhileInUse('promise', models.CheckConstraint(name='promise_in_words', condition=Q(kind='answer') | ~Q(what=''))),
                AddCheckWhileInUse('promise', models.CheckConstraint(name='promise_minutes_or_moment', condition=Q(minutes__isnull=False) | (~Q(zone='') & Q(paused_at=None)))),
                AddCheckWhileInUse('promise', models.CheckConstraint(name='promise_news_since', condition=Q(now='', next='') | Q(news_at__isnull=False))),
                migrations.AddConstraint('promise', models.UniqueConstraint(name='promise_public_id', fields=['public_id'], condition=Q(public_id__isnull=False))),
                AddIndexWhileInUse('promise', models.Index(name='promise_due', fields=['brand', 'due_at', 'id'], condition=OWED)),
                AddIndexWhileInUse('promise', models.Index(name='promise_owners', fields=['owner', 'due_at', 'id'], condition=OWED & Q(owner__isnull=False))),
                AddIndexWhileInUse('promise', models.Index(name='promise_teams', fields=['team', 'due_at', 'id'], condition=OWED & Q(team__isnull=False))),
                AddIndexWhileInUse('promise', models.Index(name='promise_kinds', fields=['brand', 'kind', 'due_at', 'id'], condition=OWED & ~Q(kind='answer'))),
                AddIndexWhileInUse('promise', models.Index(name='promise_changed', fields=['brand', 'due_at', 'id'], condition=OWED & (Q(moved_at__isnull=False) | Q(expected_at__isnull=False)))),
                AddIndexWhileInUse('promise', models.Index(name='promise_released', fields=['brand', 'released_at'], condition=Q(released_at__isnull=False))),
            ],
        ),
    ]
