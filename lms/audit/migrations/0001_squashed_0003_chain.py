"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import django.utils.timezone
import lms.audit.guards
import lms.audit.models.entry
import lms.first_tables
from django.conf import settings
from django.db import migrations, models


def begin(apps, schema_editor):
    """There are no lines yet: the first one is marked."""
    apps.get_model("audit", "AuditChain").objects.create(pk=1, digest="0" * 64, unmarked=0)


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_initial'), ('audit', '0003_chain')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                        ('verb', models.CharField(db_index=True, max_length=60, verbose_name='what')),
                        ('target_type', models.CharField(blank=True, max_length=60)),
                        ('target_id', models.CharField(blank=True, max_length=64)),
                        ('organisation_path', models.CharField(blank=True, db_index=True, max_length=120)),
                        ('detail', models.JSONField(blank=True, default=dict)),
                        ('address', models.GenericIPAddressField(blank=True, null=True)),
                        ('key', models.CharField(default=lms.audit.models.entry.new_key, editable=False, max_length=16)),
                        ('mark', models.CharField(default='', editable=False, max_length=64)),
                    ],
                    options={
                        'verbose_name': 'audit entry',
                        'verbose_name_plural': 'audit entries',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_target')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditSeal',
                    fields=[
                        ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('entry', models.BigIntegerField(unique=True)),
                        ('content', models.CharField(max_length=64)),
                        ('genuine', models.BooleanField()),
                        ('digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'ordering': ['position'],
                    },
                ),
                migrations.CreateModel(
                    name='AuditChain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.BigIntegerField(default=0)),
                        ('digest', models.CharField(max_length=64)),
                        ('unmarked', models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='AuditCheckpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.BigIntegerField(unique=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('entries', models.PositiveIntegerField()),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                    ],
                    options={
                        'ordering': ['position'],
                    },
                ),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(lms.audit.guards.install, lms.audit.guards.remove),
    ]
