"""What a course's page says beside its lessons: who teaches it, what to take along, which exam ends it."""

from django.db.models import Prefetch
from wagtail.images import get_image_model

from courses.models import Exam

PORTRAIT = "fill-160x160|format-webp"


def facts(page, user, found):
    """Return ``lecturers`` and ``materials`` of the course ``page`` in their order, and its ``exam`` for ``user``.

    The exam that the page names is shown to those who may sit it; without one, that of the course (``found``).
    """
    photos = get_image_model().objects.prefetch_renditions(PORTRAIT)
    # The lists of a page that is not saved, as in a preview, stand in memory and hold nothing that could be prefetched.
    lecturers, materials = page.course_lecturers.all(), page.course_materials.all()
    if hasattr(lecturers, "select_related"):
        lecturers = lecturers.select_related("lecturer").prefetch_related(Prefetch("lecturer__photo", queryset=photos))
        materials = materials.select_related("document")
    return {
        "lecturers": [each.lecturer for each in lecturers],
        "materials": list(materials),
        "exam": _exam(page, user, found.get("course")) or found.get("exam"),
    }


def _exam(page, user, course):
    if page.exam_id is None or not page.exam.is_open:
        return None
    everyones = course is not None and page.exam.course_id == course.pk
    return page.exam if everyones or Exam.objects.open_to(user).filter(pk=page.exam_id).exists() else None
