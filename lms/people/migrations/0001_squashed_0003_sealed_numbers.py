"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import django.db.models.deletion
import django.utils.timezone
import lms.first_tables
import lms.people.models.person
import lms.sealing.fields
import lms.storage
import uuid
from django.conf import settings
from django.db import migrations, models

from lms.sealing import keys


def make_keys(apps, schema_editor):
    """Nothing is encrypted yet, so nothing asks for keys of before."""
    keys.make()


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_sign_in'), ('people', '0003_sealed_numbers')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Category',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                        ('emphasis', models.CharField(blank=True, max_length=120, verbose_name='emphasis')),
                        ('aliases', models.JSONField(blank=True, default=list, verbose_name='other spellings in rosters')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ],
                    options={
                        'verbose_name': 'category',
                        'verbose_name_plural': 'categories',
                        'ordering': ['order', 'code'],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.organisation', verbose_name='superior')),
                        ('path', models.CharField(editable=False, max_length=120, null=True, unique=True)),
                        ('depth', models.PositiveSmallIntegerField(default=0, editable=False)),
                        ('kind', models.CharField(choices=[('district', 'District'), ('affiliated', 'Directly affiliated organisation'), ('general_branch', 'General branch'), ('branch', 'Branch')], max_length=20, verbose_name='kind')),
                        ('affiliated_kind', models.CharField(blank=True, choices=[('subdistrict', 'Sub-district or town'), ('commission', 'Commission, bureau or group')], max_length=20, verbose_name='sort')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_key', models.CharField(blank=True, db_index=True, editable=False, max_length=300)),
                        ('initials', models.CharField(blank=True, db_index=True, editable=False, max_length=120)),
                        ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='people.category', verbose_name='category')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'organisation',
                        'verbose_name_plural': 'organisations',
                        'ordering': ['path'],
                        'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='organisation_name_once_under_its_superior'), models.UniqueConstraint(condition=models.Q(('kind', 'district')), fields=('kind',), name='organisation_one_district')],
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(default=lms.people.models.person.new_username, max_length=60, unique=True, verbose_name='user name')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('name_key', models.CharField(blank=True, db_index=True, editable=False, max_length=200)),
                        ('initials', models.CharField(blank=True, db_index=True, editable=False, max_length=30)),
                        ('gender', models.CharField(blank=True, choices=[('m', 'Male'), ('f', 'Female')], max_length=1, verbose_name='gender')),
                        ('born', models.CharField(blank=True, max_length=10, verbose_name='born')),
                        ('education', models.CharField(blank=True, max_length=30, verbose_name='education')),
                        ('phone', lms.sealing.fields.SealedNumberField(blank=True, max_length=255, null=True, verbose_name='telephone')),
                        ('staff_no', models.CharField(blank=True, max_length=30, null=True, unique=True, verbose_name='staff number')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('text_size', models.CharField(blank=True, choices=[('large', 'Large'), ('larger', 'Very large')], max_length=8, verbose_name='text size')),
                        ('theme', models.CharField(blank=True, choices=[('standard', 'Standard colours'), ('contrast', 'High contrast')], max_length=8, verbose_name='colours')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('is_demo', models.BooleanField(default=False, editable=False)),
                        ('must_set_password', models.BooleanField(default=False, editable=False)),
                        ('code_expires_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'person',
                        'verbose_name_plural': 'people',
                        'ordering': ['name_key', 'pk'],
                        'indexes': [models.Index(lms.sealing.fields.TailHash('phone'), name='person_phone_tail')],
                        'constraints': [models.UniqueConstraint(lms.sealing.fields.WholeHash('phone'), name='person_phone_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.organisation')),
                        ('position', models.CharField(choices=[('secretary', 'Secretary'), ('deputy', 'Deputy secretary'), ('committee', 'Committee member'), ('reserve', 'Reserve cadre'), ('member', 'Member')], max_length=12, verbose_name='position')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='since')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'appointment',
                        'verbose_name_plural': 'appointments',
                        'ordering': ['organisation__path', 'position', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('ends_on', None)), fields=['organisation', 'position'], name='appointment_post')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person', 'organisation', 'position'), name='appointment_held_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportBatch',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_batches', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_batches', to='people.organisation')),
                        ('file', models.FileField(blank=True, max_length=200, storage=lms.storage.private_storage, upload_to='rosters/%Y/%m')),
                        ('error_file', models.FileField(blank=True, max_length=200, storage=lms.storage.private_storage, upload_to='rosters/%Y/%m')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('state', models.CharField(choices=[('reading', 'Being read'), ('mapping', 'Columns to confirm'), ('checking', 'Being checked'), ('ready', 'Ready to import'), ('applying', 'Being imported'), ('applied', 'Imported'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='reading', max_length=12, verbose_name='state')),
                        ('job_id', models.UUIDField(editable=False, null=True)),
                        ('layouts', lms.sealing.fields.SealedJSONField(blank=True, default=list)),
                        ('skipped', models.JSONField(blank=True, default=list)),
                        ('read', models.PositiveIntegerField(default=0)),
                        ('created', models.PositiveIntegerField(default=0)),
                        ('updated', models.PositiveIntegerField(default=0)),
                        ('unchanged', models.PositiveIntegerField(default=0)),
                        ('refused', models.PositiveIntegerField(default=0)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('message', models.TextField(blank=True)),
                        ('effects', lms.sealing.fields.SealedJSONField(blank=True, default=dict)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('applied_at', models.DateTimeField(null=True)),
                        ('undone_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'roster import',
                        'verbose_name_plural': 'roster imports',
                        'ordering': ['-created_at'],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='people.importbatch')),
                        ('position', models.PositiveIntegerField()),
                        ('sheet', models.CharField(max_length=100)),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(max_length=8)),
                        ('shown', lms.sealing.fields.SealedJSONField(default=dict)),
                        ('problems', lms.sealing.fields.SealedJSONField(default=list)),
                        ('differences', lms.sealing.fields.SealedJSONField(default=list)),
                    ],
                    options={
                        'verbose_name': 'roster row',
                        'verbose_name_plural': 'roster rows',
                        'ordering': ['position'],
                        'indexes': [models.Index(fields=['batch', 'state', 'position'], name='import_row_state')],
                        'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='import_row_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HeadingMemory',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('heading', models.CharField(max_length=120, unique=True, verbose_name='heading')),
                        ('field', models.CharField(max_length=20, verbose_name='meaning')),
                        ('remembered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('remembered_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'verbose_name': 'remembered heading',
                        'verbose_name_plural': 'remembered headings',
                        'ordering': ['heading'],
                    },
                ),
                migrations.CreateModel(
                    name='PastPassword',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_passwords', to=settings.AUTH_USER_MODEL)),
                        ('password', models.CharField(max_length=128)),
                        ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-replaced_at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                        ('role', models.CharField(choices=[('liaison', 'Liaison'), ('trainer', 'Trainer'), ('school', 'School administrator'), ('subdistrict', 'Sub-district administrator'), ('district', 'District administrator'), ('editor', 'Content editor'), ('auditor', 'Auditor')], max_length=12, verbose_name='role')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='people.organisation', verbose_name='organisation and all below it')),
                        ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                        ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'role grant',
                        'verbose_name_plural': 'role grants',
                        'ordering': ['role', 'organisation__path', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person', 'role', 'organisation'), name='role_granted_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SecondFactor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
                        ('secret', models.CharField(max_length=300)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('last_step', models.BigIntegerField(default=0)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('paused_until', models.DateTimeField(blank=True, null=True)),
                        ('trust', models.CharField(max_length=32)),
                    ],
                ),
                migrations.CreateModel(
                    name='RecoveryCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.CharField(max_length=64)),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='recovery_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SignInSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_sessions', to=settings.AUTH_USER_MODEL)),
                        ('session_key', models.CharField(max_length=40, unique=True)),
                        ('system', models.CharField(blank=True, max_length=30)),
                        ('browser', models.CharField(blank=True, max_length=30)),
                        ('address', models.GenericIPAddressField(blank=True, null=True)),
                        ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-seen_at', '-pk'],
                    },
                ),
            ],
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
    ]
