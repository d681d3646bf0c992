"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import django.utils.timezone
import lms.first_tables
import lms.storage
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('hand_outs', '0001_initial'), ('hand_outs', '0002_second_person')]

    initial = True

    dependencies = [
        ('approvals', '0001_initial'),
        ('jobs', '0002_initial'),
        ('notices', '0002_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='HandOut',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('title', models.CharField(max_length=200, verbose_name='what')),
                        ('params', models.JSONField(default=dict)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='data of')),
                        ('purpose', models.CharField(max_length=100, verbose_name='purpose')),
                        ('recipient', models.CharField(max_length=60, verbose_name='recipient')),
                        ('state', models.CharField(choices=[('approved', 'Being made'), ('ready', 'Ready'), ('expired', 'Expired')], default='approved', max_length=10, verbose_name='state')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_outs', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('file', models.FileField(blank=True, max_length=200, storage=lms.storage.private_storage, upload_to='hand_outs/%Y/%m')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('file_sha256', models.CharField(blank=True, max_length=64)),
                        ('figures', models.JSONField(blank=True, default=dict)),
                        ('made_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'file handed out',
                        'verbose_name_plural': 'files handed out',
                        'ordering': ['-asked_at', '-pk'],
                        'indexes': [models.Index(fields=['state', 'expires_at'], name='hand_out_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='hand_out_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='hand_out_ready_with_file')],
                    },
                ),
            ],
        ),
    ]
