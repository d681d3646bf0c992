"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import django.utils.timezone
import lms.first_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_initial'), ('notices', '0002_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(max_length=40)),
                        ('params', models.JSONField(blank=True, default=dict)),
                        ('url', models.CharField(blank=True, max_length=1600)),
                        ('source', models.CharField(max_length=120, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'verbose_name_plural': 'notices',
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(fields=['person', '-created_at'], name='notice_of_person'), models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_unread')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.notice')),
                        ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=8, verbose_name='by')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=8, verbose_name='state')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('error', models.CharField(blank=True, max_length=200, verbose_name='error')),
                    ],
                    options={
                        'verbose_name': 'delivery',
                        'verbose_name_plural': 'deliveries',
                        'ordering': ['pk'],
                        'indexes': [models.Index(fields=['state', 'created_at'], name='delivery_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('notice', 'channel'), name='delivered_once_a_channel')],
                    },
                ),
            ],
        ),
    ]
