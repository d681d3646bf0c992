"""What the editor's form of a SCORM lesson sends."""

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests import scorm_samples as samples


def fields(file=None, **more):
    return nested_form_data({
        "title": "走访", "slug": "zoufang", "summary": "", "minutes": "20", "required": "on", "body": streamfield([]),
        "seo_title": "", "search_description": "", "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        **({"upload": file} if file else {}), **more,
    })


def upload(files):
    return SimpleUploadedFile("course.zip", samples.archive(files).getvalue(), "application/zip")
