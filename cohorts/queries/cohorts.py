"""Lists of cohorts and programmes as the desk shows them."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import ClassSession, Cohort, Enrolment, Programme
from cohorts.rules.schedule import Phase, phase_of
from courses.models import Lesson, SyllabusLesson

SOON = timedelta(days=14)


def in_phase(cohorts, phase, today):
    """Keep the cohorts that ``cohorts.rules.schedule.phase_of`` says are in ``phase`` on the date ``today``."""
    match phase:
        case Phase.CANCELLED:
            return cohorts.exclude(cancelled_at=None)
        case Phase.CLOSED:
            return cohorts.filter(cancelled_at=None).exclude(closed_at=None)
        case Phase.PLANNED:
            return cohorts.active().filter(starts_on__gt=today)
        case Phase.RUNNING:
            return cohorts.active().filter(starts_on__lte=today, ends_on__gte=today)
        case Phase.ENDED:
            return cohorts.active().filter(ends_on__lt=today)
    return cohorts


def listed(cohorts):
    """Fetch what a row of a list names, the latest first."""
    return cohorts.select_related("organiser", "programme", "class_teacher").order_by("-starts_on", "-pk")


def dressed(rows):
    """Return the cohorts of one page as a list, each with its ``phase``, its ``seats`` taken and who is ``waiting``.

    Counted for these rows only, in one query: a district holds thousands of cohorts, a page fifty.
    """
    now, rows = timezone.localtime(), list(rows)
    counts = Enrolment.objects.filter(cohort__in=rows).order_by().values_list("cohort_id").annotate(
        seats=Count("pk", filter=Q(state__in=SEATED)), waiting=Count("pk", filter=Q(state=EnrolmentState.WAITLISTED))
    )
    found = {cohort_id: (seats, waiting) for cohort_id, seats, waiting in counts}
    for row in rows:
        row.phase = phase_of(row, now=now)
        row.seats, row.waiting = found.get(row.pk, (0, 0))
    return rows


def cohorts_of(user, *, phase="", text="", soon=False):
    """Cohorts that ``user`` sees, narrowed; ``soon`` keeps those that begin within two weeks, today included."""
    today = timezone.localdate()
    found = in_phase(Cohort.objects.visible_to(user), phase, today)
    if soon:
        found = found.active().filter(starts_on__gte=today, starts_on__lt=today + SOON)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(organiser__name__icontains=text))
    return found


def newer_lessons(cohort):
    """Return the required lessons that the programme's courses have today and the cohort's syllabuses do not. Two queries."""
    if cohort.programme_id is None:
        return []
    pinned = set(
        SyllabusLesson.objects.filter(syllabus__cohorts=cohort, required=True).values_list("lesson_id", flat=True)
    )
    today = Lesson.objects.active().filter(course__programmes=cohort.programme_id, required=True)
    return [lesson for lesson in today.select_related("course").order_by("course", "order", "pk") if lesson.pk not in pinned]


def sessions_of(cohort):
    """The meetings of a cohort in order of time, with how many were there and are on the list."""
    return ClassSession.objects.filter(cohort=cohort).select_related("venue", "trainer")


def programmes_of(user, *, year=None):
    """Programmes that the user may see, with the number of cohorts that were not cancelled."""
    found = Programme.objects.visible_to(user).select_related("organisation").prefetch_related("categories")
    if year:
        found = found.filter(year=year)
    cohort_count = Count("cohorts", filter=Q(cohorts__cancelled_at=None), distinct=True)
    return found.annotate(cohort_count=cohort_count).order_by("-year", "title", "pk")
