"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import lms.first_tables
import lms.storage
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('jobs', '0001_initial'), ('jobs', '0002_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=60)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to=settings.AUTH_USER_MODEL)),
                        ('params', models.JSONField(blank=True, default=dict)),
                        ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Work done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12, verbose_name='state')),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveIntegerField(default=0)),
                        ('message', models.CharField(blank=True, max_length=200)),
                        ('error', models.TextField(blank=True)),
                        ('result', models.JSONField(blank=True, default=dict)),
                        ('result_file', models.FileField(blank=True, max_length=200, storage=lms.storage.private_storage, upload_to='jobs/%Y/%m')),
                        ('result_name', models.CharField(blank=True, max_length=200)),
                        ('back_url', models.CharField(blank=True, max_length=300)),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('claim', models.UUIDField(editable=False, null=True)),
                        ('cancel_requested', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('started_at', models.DateTimeField(null=True)),
                        ('heartbeat_at', models.DateTimeField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'job',
                        'verbose_name_plural': 'jobs',
                        'ordering': ['-created_at'],
                        'indexes': [models.Index(fields=['state', 'heartbeat_at'], name='job_state')],
                    },
                ),
            ],
        ),
    ]
