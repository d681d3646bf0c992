"""What a lesson's page knows of the reader: where they are in the course, what is done, what was credited."""

from django.utils import timezone

from courses.actions.learning import open_lesson
from courses.models import Lesson
from courses.queries import credited_minutes, lessons_of, states
from courses.rules.progress import progress_of


def open_page(request, key):
    """Return the context of a lesson's page, and remember that whoever is signed in has it open.

    ``lesson`` is None for a page that was never published (a preview). ``number`` counts from 1; ``credited`` are the
    minutes that stand in the ledger, None while it is not done.
    """
    lesson = Lesson.objects.active().select_related("course").filter(key=key).first()
    context = {"lesson": lesson, "course": None, "credited": None, "done": False}
    if lesson is None:
        return context
    person = request.user if request.user.is_authenticated else None
    if person is not None and not getattr(request, "is_preview", False):
        progress = open_lesson(person=person, lesson=lesson, now=timezone.now())
        context["done"] = progress.completed_at is not None
        if context["done"]:
            context["credited"] = credited_minutes(person, lesson)
    if lesson.course is None or lesson.course.retired_at is not None:
        return context
    lessons = lessons_of(lesson.course, person)
    order = [each.pk for each in lessons]
    here = order.index(lesson.pk)
    return context | {
        "course": lesson.course,
        "lessons": lessons,
        "progress": progress_of(states(lessons)),
        "number": here + 1,
        "previous": lessons[here - 1] if here else None,
        "next": lessons[here + 1] if here + 1 < len(lessons) else None,
    }
