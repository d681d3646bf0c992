"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import lms.first_tables
import lms.sealing.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('lists', '0001_lists'), ('lists', '0002_sealed_queries')]

    initial = True

    dependencies = [
        ('jobs', '0002_initial'),
        ('people', '0003_sealed_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='SavedFilter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('list_key', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=40, verbose_name='name')),
                        ('query', lms.sealing.fields.SealedTextField(blank=True)),
                        ('place', models.PositiveSmallIntegerField()),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'saved filter',
                        'verbose_name_plural': 'saved filters',
                        'ordering': ['place'],
                        'constraints': [models.UniqueConstraint(fields=('person', 'list_key', 'place'), name='saved_filter_place'), models.UniqueConstraint(fields=('person', 'list_key', 'name'), name='saved_filter_name'), models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 20)), name='saved_filter_limit')],
                    },
                ),
                migrations.CreateModel(
                    name='ScheduledReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('list_key', models.CharField(max_length=60)),
                        ('of_id', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('query', lms.sealing.fields.SealedTextField(blank=True)),
                        ('form', models.CharField(choices=[('xlsx', 'Workbook (Excel, WPS)'), ('csv', 'Comma-separated values')], default='xlsx', max_length=4, verbose_name='format')),
                        ('every', models.CharField(choices=[('week', 'Every week'), ('month', 'Every month')], default='week', max_length=5, verbose_name='how often')),
                        ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='weekday')),
                        ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='day of the month')),
                        ('hour', models.PositiveSmallIntegerField(default=8, verbose_name='hour')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                        ('since', models.DateTimeField()),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('paused_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_by', models.CharField(blank=True, choices=[('person', 'Ended by you'), ('time', 'Its last day is over'), ('right', 'You no longer have the right to this list')], max_length=6)),
                    ],
                    options={
                        'verbose_name': 'scheduled report',
                        'verbose_name_plural': 'scheduled reports',
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('ended_at', None), ('paused_at', None)), fields=['person'], name='schedule_running')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('day', None), ('every', 'week'), ('weekday__gte', 0), ('weekday__lte', 6)), models.Q(('day__gte', 1), ('day__lte', 31), ('every', 'month'), ('weekday', None)), _connector='OR'), name='schedule_has_its_day'), models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='schedule_hour')],
                    },
                ),
                migrations.CreateModel(
                    name='ScheduledRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='lists.scheduledreport')),
                        ('period', models.DateField()),
                        ('started_at', models.DateTimeField()),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                        ('rows', models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'run of a report',
                        'verbose_name_plural': 'runs of reports',
                        'ordering': ['-period'],
                        'constraints': [models.UniqueConstraint(fields=('schedule', 'period'), name='schedule_runs_once_a_period')],
                    },
                ),
            ],
        ),
    ]
