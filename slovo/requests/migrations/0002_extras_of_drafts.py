import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from slovo.core.migrating import AddCheckWhileInUse, AddColumn, InOneCopy


class Migration(migrations.Migration):
    atomic = False  # on PostgreSQL the rule is made sure of while everything goes on

    dependencies = [
        ('requests', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddColumn('extra', 'drafted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        AddColumn('extra', 'taken_back_at', models.DateTimeField(null=True)),
        InOneCopy('extra', [AddCheckWhileInUse('extra', models.CheckConstraint(condition=Q(taken_back_at=None) | Q(announced_at=None, drafted_by__isnull=False), name='extra_taken_back_untold'))]),
    ]
