"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import certificates.models.certificate
import django.db.models.deletion
import django.utils.timezone
import lms.first_tables
import lms.storage
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('certificates', '0001_initial'), ('certificates', '0002_initial'), ('certificates', '0003_templates'), ('certificates', '0004_issue'), ('certificates', '0005_issue_numbers')]

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='NumberSequence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('pattern', models.CharField(max_length=60, verbose_name='pattern')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
                    ],
                    options={
                        'verbose_name': 'number sequence',
                        'verbose_name_plural': 'number sequences',
                        'ordering': ['-year', 'pattern'],
                        'constraints': [models.UniqueConstraint(fields=('pattern', 'year'), name='sequence_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NumberPattern',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_patterns', to='people.organisation', verbose_name='organisation')),
                        ('text', models.CharField(max_length=60, unique=True, verbose_name='pattern')),
                        ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ],
                    options={
                        'verbose_name': 'number pattern',
                        'verbose_name_plural': 'number patterns',
                        'ordering': ['organisation__path', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateTemplate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificate_templates', to='people.organisation', verbose_name='organisation')),
                        ('kind', models.CharField(choices=[('completion', 'Certificate of completion'), ('excellent', 'Excellent trainee'), ('teaching', 'Certificate of teaching'), ('attendance', 'Certificate of attendance'), ('series', 'Certificate of a course series')], default='completion', max_length=12, verbose_name='kind')),
                        ('title', models.CharField(max_length=80, verbose_name='name')),
                        ('standard', models.BooleanField(default=False, verbose_name='taken unless another is chosen')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'certificate template',
                        'verbose_name_plural': 'certificate templates',
                        'ordering': ['kind', 'title', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('standard', True)), fields=('organisation', 'kind'), name='template_standard_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TemplateVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='certificates.certificatetemplate')),
                        ('number', models.PositiveIntegerField(verbose_name='version')),
                        ('layout', models.JSONField(verbose_name='layout')),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'version of a template',
                        'verbose_name_plural': 'versions of templates',
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('template', 'number'), name='template_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('completion', 'Certificate of completion'), ('excellent', 'Excellent trainee'), ('teaching', 'Certificate of teaching'), ('attendance', 'Certificate of attendance'), ('series', 'Certificate of a course series')], default='completion', max_length=12, verbose_name='kind')),
                        ('source', models.CharField(max_length=80)),
                        ('current', models.BooleanField(default=True)),
                        ('number', models.CharField(max_length=60, unique=True, verbose_name='number')),
                        ('sequence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='certificates.numbersequence')),
                        ('running', models.PositiveIntegerField(null=True)),
                        ('code', models.CharField(default=certificates.models.certificate.new_code, editable=False, max_length=30, unique=True)),
                        ('facts', models.JSONField(default=dict)),
                        ('template_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='certificates.templateversion')),
                        ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pdf', models.FileField(blank=True, max_length=200, storage=lms.storage.private_storage, upload_to='certificates/%Y')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                        ('superseded_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='certificates.certificate')),
                        ('voided', models.BooleanField(default=False)),
                        ('review_since', models.DateTimeField(blank=True, null=True)),
                        ('review_reason', models.CharField(blank=True, max_length=200, verbose_name='to be reviewed because')),
                    ],
                    options={
                        'verbose_name': 'certificate',
                        'verbose_name_plural': 'certificates',
                        'ordering': ['-issued_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('current', True)), fields=('source',), name='certificate_once'), models.UniqueConstraint(fields=('sequence', 'running'), name='number_once'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', False), models.Q(('current', True), ('superseded_by', None), ('voided', False)), _connector='OR'), name='certificate_ended')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='certificates.certificate')),
                        ('token', models.CharField(default=certificates.models.certificate.new_code, editable=False, max_length=30, unique=True)),
                        ('with_name', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('certificate',), name='certificate_shared_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateImage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificate_images', to='people.organisation', verbose_name='organisation')),
                        ('role', models.CharField(choices=[('background', 'Background'), ('border', 'Border'), ('logo', 'Emblem'), ('seal', 'Seal'), ('signature', 'Signature')], max_length=12, verbose_name='what it is')),
                        ('title', models.CharField(max_length=80, verbose_name='name')),
                        ('sha256', models.CharField(db_index=True, editable=False, max_length=64)),
                        ('file', models.FileField(max_length=200, storage=lms.storage.private_storage, upload_to='certificates/pictures')),
                        ('width', models.PositiveIntegerField(verbose_name='width')),
                        ('height', models.PositiveIntegerField(verbose_name='height')),
                        ('brought_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'picture for certificates',
                        'verbose_name_plural': 'pictures for certificates',
                        'ordering': ['role', 'title', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'role', 'sha256'), name='certificate_image_once')],
                    },
                ),
            ],
        ),
    ]
