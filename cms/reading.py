"""What a lesson's page knows of the reader: where they are in the course, what is done, what they keep and ask."""

from uuid import uuid4

from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses.actions.learning import open_lesson
from courses.models import Bookmark, Lesson, Note
from courses.queries import lessons_of, observed_minutes, states
from courses.queries.lesson_questions import questions_on
from courses.queries.watching import lesson_watched
from courses.rules.progress import progress_of


def open_page(request, key):
    """Return the context of a lesson's page, and remember that whoever is signed in has it open.

    ``lesson`` is None for a page that was never published (a preview). ``number`` counts from 1; ``credited`` are the
    minutes that stand in the ledger, None while it is not done. ``watched`` is what was watched of its films and recordings.
    """
    marked = Bookmark.objects.visible_to(request.user).filter(lesson=OuterRef("pk"))
    rows = Lesson.objects.active().select_related("course__school").annotate(bookmarked=Exists(marked))
    lesson = rows.filter(key=key).first()
    context = {"lesson": lesson, "course": None, "credited": None, "done": False}
    if lesson is None:
        return context
    person = request.user if request.user.is_authenticated else None
    if person is not None and not getattr(request, "is_preview", False):
        progress = open_lesson(person=person, lesson=lesson, now=timezone.now())
        context["done"] = progress.completed_at is not None
        if context["done"]:
            context["credited"] = observed_minutes(person, lesson)
    context |= _kept(request, lesson, person)
    context["watched"] = lesson_watched(person, lesson)
    if lesson.course is None or lesson.course.retired_at is not None:
        return context
    lessons = lessons_of(lesson.course, person)
    lessons = [each for each in lessons if each.pk == lesson.pk or each.started or each.is_listed_for(person)]
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


def _kept(request, lesson, person):
    """The reader's notes and the questions on the lesson; the page may be kept to be read without a network.

    ``act`` is the number of “finished” pressed on this copy of the page: sent twice, it counts once.
    """
    request.keeps_offline = not getattr(request, "is_preview", False)
    return {
        "notes": list(Note.objects.visible_to(person).filter(lesson=lesson)) if person else [],
        "questions": questions_on(lesson, request.user),
        "act": uuid4(),
    }
