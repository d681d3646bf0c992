"""All tables of the app at once, for an empty database; an installation that is there goes on by the files this replaces."""

import cms.fields
import django.core.validators
import django.db.models.deletion
import lms.first_tables
import modelcluster.fields
import modelsearch.index
import taggit.managers
import uuid
import wagtail.fields
import wagtail.models.media
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('cms', '0001_initial'), ('cms', '0002_initial'), ('cms', '0003_readers')]

    initial = True

    dependencies = [
        ('courses', '0011_readers'),
        ('people', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
        # Wagtail's own steps come before our tables: each takes the longer, the more models there are.
        ('wagtailadmin', '0006_formstate'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailforms', '0005_alter_formsubmission_form_data'),
        ('wagtailmedia', '0005_alter_media_options'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lms.first_tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='ArticlePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('body', cms.fields.ContentField(blank=True, verbose_name='content')),
                    ],
                    options={
                        'verbose_name': 'article',
                        'verbose_name_plural': 'articles',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='CataloguePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'catalogue page',
                        'verbose_name_plural': 'catalogue pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='CategoryPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.category', verbose_name='category')),
                        ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                    ],
                    options={
                        'verbose_name': 'category page',
                        'verbose_name_plural': 'category pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='Lecturer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('title', models.CharField(blank=True, help_text='For example: associate professor, branch secretary.', max_length=120, verbose_name="lecturer's title")),
                        ('organisation', models.CharField(blank=True, max_length=120, verbose_name='where they work')),
                        ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photo')),
                        ('biography', models.TextField(blank=True, help_text='Three or four lines: what they know and have done.', max_length=500, verbose_name='short biography')),
                        ('school', models.ForeignKey(blank=True, help_text="Its editors may change this card. Nobody chosen: the district's editors only.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='card kept by')),
                    ],
                    options={
                        'verbose_name': 'lecturer',
                        'verbose_name_plural': 'lecturers',
                        'ordering': ['name'],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name='CoursePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('objectives', wagtail.fields.RichTextField(blank=True, help_text='What someone can do after this course. Three or four points are enough.', verbose_name='objectives')),
                        ('positions', cms.fields.PositionsField(blank=True, default=list, help_text='Tick none when it is for every position.', verbose_name='for positions')),
                        ('theme', models.CharField(blank=True, help_text='One or two words by which courses are found together.', max_length=40, verbose_name='theme')),
                        ('cover', models.ForeignKey(blank=True, help_text='Shown in lists, twice as wide as it is high. It is decoration: no words in it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='cover picture')),
                        ('hours', models.DecimalField(blank=True, decimal_places=1, help_text='One learning hour is 45 minutes. Leave it empty to count the minutes of the required lessons.', max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.1')), django.core.validators.MaxValueValidator(500)], verbose_name='learning hours')),
                        ('self_enrolment', models.BooleanField(default=False, help_text='Trainees may put themselves down for this course.', verbose_name='self-enrolment')),
                        ('exam', models.ForeignKey(blank=True, help_text='Shown on the page of the course to those who may sit it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.exam', verbose_name='exam')),
                        ('categories', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Tick none when the course is for everyone.', related_name='+', to='people.category', verbose_name='for categories')),
                    ],
                    options={
                        'verbose_name': 'course page',
                        'verbose_name_plural': 'course pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='CourseLecturer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                        ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_lecturers', to='cms.coursepage')),
                        ('lecturer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.lecturer', verbose_name='lecturer')),
                    ],
                    options={
                        'ordering': ['sort_order'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CoursePrerequisite',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                        ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_prerequisites', to='cms.coursepage')),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prerequisite_of', to='cms.coursepage', verbose_name='course')),
                    ],
                    options={
                        'ordering': ['sort_order'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CourseMaterial',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                        ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_materials', to='cms.coursepage')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtaildocs.document', verbose_name='file')),
                        ('title', models.CharField(blank=True, help_text='Empty: the name of the file.', max_length=120, verbose_name='title')),
                    ],
                    options={
                        'ordering': ['sort_order'],
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='LessonPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('body', cms.fields.ContentField(blank=True, verbose_name='content')),
                        ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long the lesson is meant to take. At most so many minutes are credited for it.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='minutes')),
                        ('required', models.BooleanField(default=True, help_text='Untick for further reading that nobody owes.', verbose_name='required')),
                    ],
                    options={
                        'verbose_name': 'lesson page',
                        'verbose_name_plural': 'lesson pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='HomePage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'home page',
                        'verbose_name_plural': 'home pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='MediaFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                        ('title', models.CharField(max_length=255, verbose_name='title')),
                        ('file', models.FileField(upload_to='media', verbose_name='file')),
                        ('type', models.CharField(choices=[('audio', 'Audio file'), ('video', 'Video file')], max_length=255)),
                        ('duration', models.FloatField(blank=True, default=0, help_text='Duration in seconds', validators=[django.core.validators.MinValueValidator(0)], verbose_name='duration')),
                        ('width', models.PositiveIntegerField(blank=True, null=True, verbose_name='width')),
                        ('height', models.PositiveIntegerField(blank=True, null=True, verbose_name='height')),
                        ('thumbnail', models.FileField(blank=True, upload_to='media_thumbnails', verbose_name='thumbnail')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                        ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
                        ('captions', models.FileField(blank=True, help_text='A file of the kind .vtt with the words spoken, for whoever cannot hear them.', upload_to='media_captions', validators=[django.core.validators.FileExtensionValidator(['vtt'])], verbose_name='captions')),
                        ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                    ],
                    options={
                        'verbose_name': 'film or sound',
                        'verbose_name_plural': 'films and sound',
                        'abstract': False,
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name='MicroLessonIndexPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'page of all micro-lessons',
                        'verbose_name_plural': 'pages of all micro-lessons',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='MicroLessonPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('body', cms.fields.ContentField(blank=True, verbose_name='content')),
                        ('minutes', models.PositiveSmallIntegerField(default=5, help_text='How long it is meant to take: at most 15 minutes.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(15)], verbose_name='minutes')),
                    ],
                    options={
                        'verbose_name': 'micro-lesson page',
                        'verbose_name_plural': 'micro-lesson pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='SchoolIndexPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                    ],
                    options={
                        'verbose_name': 'page of all schools',
                        'verbose_name_plural': 'pages of all schools',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='SchoolPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('school', models.ForeignKey(help_text='The sub-district, town or bureau whose school this is. Its content editors may edit all below.', limit_choices_to={'kind__in': ['district', 'affiliated']}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='school of')),
                        ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                    ],
                    options={
                        'verbose_name': 'school page',
                        'verbose_name_plural': 'school pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='SeriesPage',
                    fields=[
                        ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                        ('summary', models.CharField(blank=True, help_text='One or two sentences. They stand under the title and in every list.', max_length=300, verbose_name='summary')),
                        ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                    ],
                    options={
                        'verbose_name': 'series page',
                        'verbose_name_plural': 'series pages',
                    },
                    bases=('wagtailcore.page',),
                ),
                migrations.CreateModel(
                    name='ScormLessonPage',
                    fields=[
                        ('lessonpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.lessonpage')),
                        ('package', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.scormpackage', verbose_name='SCORM package')),
                    ],
                    options={
                        'verbose_name': 'SCORM lesson page',
                        'verbose_name_plural': 'SCORM lesson pages',
                    },
                    bases=('cms.lessonpage',),
                ),
                migrations.CreateModel(
                    name='ApprovalTask',
                    fields=[
                        ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                        ('level', models.CharField(choices=[('school', "the school's administrator"), ('district', 'the district')], default='school', max_length=8, verbose_name='approved by')),
                    ],
                    options={
                        'verbose_name': 'approval by school or district',
                        'verbose_name_plural': 'approvals by school or district',
                    },
                    bases=('wagtailcore.task',),
                ),
            ],
        ),
    ]
