import django.db.models.deletion
import slovo.core.ids
import slovo.core.secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0001_initial'),
        ('channels', '0004_purpose'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Chat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=slovo.core.ids.new_id, editable=False, unique=True)),
                ('origins', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('colour', models.CharField(blank=True, max_length=7)),
                ('words', models.JSONField(default=dict)),
                ('consents', models.JSONField(default=dict)),
                ('contact', models.CharField(default='asked', max_length=8)),
                ('request_type', models.CharField(blank=True, max_length=80)),
                ('chats_max', models.PositiveIntegerField(default=4)),
                ('long_wait_minutes', models.PositiveIntegerField(default=5)),
                ('secret', slovo.core.secrets.EncryptedField(blank=True)),
                ('open_since', models.DateTimeField(null=True)),
                ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='chat', to='brands.brand')),
            ],
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='away', max_length=10)),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='duty', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Visitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=slovo.core.ids.new_id, editable=False, unique=True)),
                ('person', models.CharField(blank=True, max_length=200)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('contact_kind', models.CharField(blank=True, max_length=12)),
                ('contact', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(blank=True, max_length=2)),
                ('page', models.CharField(blank=True, max_length=500)),
                ('page_title', models.CharField(blank=True, max_length=200)),
                ('page_at', models.DateTimeField(null=True)),
                ('thread', models.PositiveIntegerField(default=1)),
                ('spoke_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('identified_at', models.DateTimeField(null=True)),
                ('blocked_at', models.DateTimeField(null=True)),
                ('became', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.visitor')),
                ('blocked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visitors', to='channels.chat')),
            ],
            options={'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('person', ''), _negated=True), ('became', None)), fields=('chat', 'person'), name='one_visitor_a_person')]},
        ),
        migrations.CreateModel(
            name='VisitorKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='channels.visitor')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=12)),
                ('version', models.PositiveIntegerField()),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='channels.visitor')),
            ],
            options={'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('visitor', 'purpose'), name='one_consent_a_purpose')]},
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=slovo.core.ids.new_id, editable=False, unique=True)),
                ('ours', models.BooleanField()),
                ('client_id', models.UUIDField(null=True)),
                ('author', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('delivered_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('inbound', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='channels.inbound')),
                ('visitor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='channels.visitor')),
                ('outbound', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='channels.outbound')),
            ],
            options={'indexes': [models.Index(fields=['visitor', 'id'], name='line_of_visitor')], 'constraints': [models.UniqueConstraint(condition=models.Q(('client_id', None), _negated=True), fields=('visitor', 'client_id'), name='one_line_a_client_id'), models.CheckConstraint(condition=models.Q(models.Q(('client_id', None), ('ours', True), ('outbound__isnull', False)), models.Q(('client_id__isnull', False), ('inbound__isnull', False), ('ours', False)), _connector='OR'), name='line_came_through_a_door')]},
        ),
        migrations.CreateModel(
            name='LineFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=slovo.core.ids.new_id, editable=False, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('type', models.CharField(max_length=120)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='channels.line')),
            ],
        ),
    ]
