"""What earns points, read from the records: each fact with its person, day and a name of its own. A query for each source."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F
from django.utils import timezone

from cohorts.enums import ATTENDED, EnrolmentState, FilingState, PointSource
from cohorts.models import AttendanceMark, ClassSession, Enrolment, ExcellentTrainee, FilingVersion
from courses.models import Attempt, LessonProgress


@dataclass(frozen=True, slots=True)
class Fact:
    source: str
    person_id: int
    on_date: date
    root: str
    title: str


def _begin(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _sessions(since):
    rows = AttendanceMark.objects.current().filter(
        status__in=ATTENDED, session__closed_at__isnull=False, session__starts_at__gte=_begin(since))
    for session, person, at, title in rows.values_list(
            "session_id", "enrolment__person_id", "session__starts_at", "session__title").order_by("pk"):
        yield person, timezone.localdate(at), f"session:{session}:person:{person}", title


def _cohorts(since):
    rows = Enrolment.objects.filter(state=EnrolmentState.COMPLETED, cohort__ends_on__gte=since)
    for cohort, person, day, title in rows.values_list(
            "cohort_id", "person_id", "cohort__ends_on", "cohort__title").order_by("pk"):
        yield person, day, f"cohort:{cohort}:person:{person}", title


def _lessons(since):
    rows = LessonProgress.objects.done().filter(completed_at__gte=_begin(since))
    for lesson, person, at, title in rows.values_list("lesson_id", "person_id", "completed_at", "lesson__title").order_by("pk"):
        yield person, timezone.localdate(at), f"lesson:{lesson}:person:{person}", title


def _exams(since):
    """An exam is passed once, whatever is tried afterwards; only results that were told."""
    rows = Attempt.objects.filter(passed=True, told_at__isnull=False, submitted_at__gte=_begin(since))
    seen = set()
    for exam, person, at, title in rows.values_list(
            "exam_id", "person_id", "submitted_at", "exam__title").order_by("submitted_at", "pk"):
        if (exam, person) not in seen:
            seen.add((exam, person))
            yield person, timezone.localdate(at), f"exam:{exam}:person:{person}", title


def _teaching(since):
    rows = ClassSession.objects.filter(closed_at__isnull=False, trainer__isnull=False, starts_at__gte=_begin(since))
    for session, person, at, title in rows.values_list("pk", "trainer_id", "starts_at", "title").order_by("pk"):
        yield person, timezone.localdate(at), f"teaching:{session}:person:{person}", title


def _excellent(since):
    rows = ExcellentTrainee.objects.named().filter(decided_at__gte=_begin(since))
    for pk, person, at, title in rows.values_list(
            "enrolment_id", "enrolment__person_id", "decided_at", "enrolment__cohort__title").order_by("pk"):
        yield person, timezone.localdate(at), f"excellent:{pk}", title


def _filings(since):
    """Whoever handed in the version that was filed first, where that was in time."""
    rows = FilingVersion.objects.filter(
        state=FilingState.FILED, submitted_by__isnull=False, filing__handed_in_on__gte=since,
        filing__handed_in_on__lte=F("filing__call__due_on"),
    )
    seen = set()
    for filing, person, day, title in rows.values_list(
            "filing_id", "submitted_by_id", "filing__handed_in_on", "filing__call__title").order_by("filing_id", "number"):
        if filing not in seen:
            seen.add(filing)
            yield person, day, f"filing:{filing}", title


READERS = {
    PointSource.SESSION: _sessions, PointSource.COHORT: _cohorts, PointSource.LESSON: _lessons, PointSource.EXAM: _exams,
    PointSource.TEACHING: _teaching, PointSource.EXCELLENT: _excellent, PointSource.FILING: _filings,
}


def facts(source, since):
    """Yield the :class:`Fact` of ``source`` dated ``since`` or later."""
    for person, day, root, title in READERS[source](since):
        yield Fact(source, person, day, root, title)
