"""The facts by which completion is judged, for any number of people in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cohorts.enums import ATTENDED, AttendanceStatus
from cohorts.models import AttendanceMark, Enrolment, Programme
from cohorts.rules.completion import Facts, Requirements, Verdict, completion, thaw
from courses.models import Attempt, HourEntry, LessonProgress, SyllabusLesson


@dataclass(frozen=True)
class Standing:
    """An enrolment with its verdict; ``frozen`` when it was kept at closing, ``facts`` is None then."""

    enrolment: Enrolment
    verdict: Verdict
    facts: Facts | None
    frozen: bool


def requirements_of(cohort):
    """What the cohort's programme asks for; without one, the attendance that a programme asks for unless it says else."""
    programme = cohort.programme
    if programme is None:
        return Requirements(attendance_percent=Programme._meta.get_field("attendance_percent").default)
    exam = programme.exam
    return Requirements(
        attendance_percent=programme.attendance_percent, lessons=bool(cohort.syllabuses.exists()), exam=exam is not None,
        exam_percent=exam.pass_percent if exam else 0, minutes=programme.required_minutes,
    )


def standings(cohort, enrolments):
    """Return a :class:`Standing` for each of ``enrolments`` (rows of ``cohort`` with their person), in their order.

    A verdict frozen at closing stands; the others are judged by what is on record now. At most nine queries.
    """
    enrolments = list(enrolments)
    living = [row for row in enrolments if not row.verdict]
    facts = facts_of(cohort, living)
    requirements = requirements_of(cohort) if living else None
    found = []
    for row in enrolments:
        if row.verdict:
            found.append(Standing(row, thaw(row.verdict), None, True))
        else:
            found.append(Standing(row, completion(facts[row.pk], requirements), facts[row.pk], False))
    return found


def facts_of(cohort, enrolments):
    """Return ``{enrolment id: Facts}``; six queries, one of sessions and five of what each person has."""
    if not enrolments:
        return {}
    people = {row.person_id for row in enrolments}
    sessions = list(cohort.sessions.filter(cancelled_at=None).values_list("pk", "closed_at"))
    closed = [pk for pk, closed_at in sessions if closed_at is not None]
    marks = _marks(closed, [row.pk for row in enrolments])
    items = list(
        SyllabusLesson.objects.filter(syllabus__cohorts=cohort)
        .values_list("lesson_id", "required", "lesson__retired_at").order_by()
    )
    lessons = {lesson for lesson, required, retired_at in items}
    owed = {lesson for lesson, required, retired_at in items if required and retired_at is None}
    retired = len({lesson for lesson, required, retired_at in items if required and retired_at is not None})
    done = dict(
        LessonProgress.objects.done().filter(lesson__in=owed, person__in=people).values("person_id")
        .annotate(count=Count("pk")).values_list("person_id", "count").order_by()
    )
    exam_id = cohort.programme.exam_id if cohort.programme else None
    best = Attempt.objects.filter(exam_id=exam_id, person__in=people).best() if exam_id else {}
    minutes = _minutes([pk for pk, closed_at in sessions], lessons, people)
    return {
        row.pk: Facts(
            sessions_closed=len(closed), sessions_open=len(sessions) - len(closed), attended=marks[row.pk][0],
            excused=marks[row.pk][1], lessons_required=len(owed), lessons_done=done.get(row.person_id, 0),
            lessons_retired=retired, exam_best=best.get(row.person_id, {}).get("percent"),
            exam_passed=best.get(row.person_id, {}).get("passed", False), minutes=minutes.get(row.person_id, 0),
        )
        for row in enrolments
    }


def _marks(sessions, enrolments):
    """Map each enrolment to how many of ``sessions`` it attended, and was excused from."""
    found = defaultdict(lambda: (0, 0))
    rows = (
        AttendanceMark.objects.current().filter(session__in=sessions, enrolment__in=enrolments).values("enrolment_id")
        .annotate(
            attended=Count("pk", filter=Q(status__in=ATTENDED)),
            excused=Count("pk", filter=Q(status=AttendanceStatus.EXCUSED)),
        ).order_by()
    )
    for row in rows:
        found[row["enrolment_id"]] = (row["attended"], row["excused"])
    return found


def _minutes(sessions, lessons, people):
    """Map each person to the minutes that stand in the ledger from these sessions and lessons."""
    earned = Q(pk__in=[])
    for pk in sessions:
        earned |= Q(source_root__startswith=f"session:{pk}:")
    for pk in lessons:
        earned |= Q(source_root__startswith=f"lesson:{pk}:")
    standing = HourEntry.objects.filter(earned, person__in=people, reverses=None, reversed_by=None)
    return dict(
        standing.values("person_id").annotate(total=Sum("minutes")).values_list("person_id", "total").order_by()
    )
