import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brands', '0002_staff_shown'),
        ('requests', '0003_indexes_of_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('request_type', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='form_draft', serialize=False, to='requests.requesttype')),
                ('fields', models.JSONField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('fields', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='form_versions', to='requests.requesttype')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('request_type', 'number'), name='one_form_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=2)),
                ('at', models.DateTimeField()),
                ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brands.brand')),
                ('request_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='requests.requesttype')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='requests.formversion')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['about'], name='submission_about'),
                    models.Index(fields=['brand', 'id'], name='submission_newest'),
                    models.Index(fields=['request_type', 'id'], name='submission_of_type'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=30)),
                ('kind', models.CharField(max_length=8)),
                ('label', models.TextField()),
                ('value', models.JSONField()),
                ('words', models.TextField()),
                ('folded', models.CharField(max_length=120)),
                ('submission', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='requests.submission')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'position'), name='one_answer_a_position')],
                'indexes': [models.Index(fields=['key', 'folded'], name='answer_found')],
            },
        ),
    ]
