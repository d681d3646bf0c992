"""The facts by which completion is judged, for any number of people in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cohorts.enums import AttendanceStatus, EnrolmentState, MakeUpState
from cohorts.models import AttendanceMark, Enrolment, MakeUp, Programme
from cohorts.queries.policy import policies
from cohorts.queries.results import demand_for, with_finals
from cohorts.queries.transfers import former_enrolments
from cohorts.rules.attendance import (
    EARNING,
    Attendance,
    Sitting,
    Taught,
    attendance_units,
    counts_as,
    half_day,
    same_sessions,
    unit_key,
)
from cohorts.rules.completion import (
    Facts,
    Requirements,
    Verdict,
    completion,
    thaw,
    thaw_facts,
    thaw_requirements,
)
from cohorts.rules.policy import Book
from courses.models import HourEntry, LessonProgress, SyllabusLesson
from courses.queries.exams import results_of

MARK = ("enrolment_id", "session_id", "status", "late_minutes")


@dataclass(frozen=True)
class Standing:
    """An enrolment with its verdict, and the facts and requirements it was judged by; ``frozen`` when kept at closing.

    ``attendance`` is None unless it was judged just now.
    """

    enrolment: Enrolment
    verdict: Verdict
    facts: Facts
    requirements: Requirements
    frozen: bool = False
    attendance: Attendance | None = None


def requirements_of(cohort, book: Book | None = None):
    """What the cohort's programme asks for; without one, the attendance that a programme asks for unless it says else.

    How much leave is allowed say the rules of attendance of its first day (``book``; without it one query more).
    """
    programme, most = cohort.programme, (book or policies()).on(cohort.starts_on).leave_most_percent
    if programme is None:
        default = Programme._meta.get_field("attendance_percent").default
        return Requirements(attendance_percent=default, leave_most_percent=most)
    exam, demand = programme.exam, demand_for(cohort)
    return Requirements(
        attendance_percent=programme.attendance_percent, lessons=bool(cohort.syllabuses.exists()), exam=exam is not None,
        exam_percent=exam.pass_percent if exam else 0, minutes=programme.required_minutes, leave_most_percent=most,
        final=demand.required, final_percent=demand.pass_percent if demand.required else 0,
    )


def standings(cohort, enrolments, *, stored=False):
    """Return a :class:`Standing` for each of ``enrolments`` (rows of ``cohort`` with their person), in their order.

    A verdict frozen at closing stands; the others are judged by what is on record now. At most fourteen queries. ``stored``:
    whoever was reckoned before is read as kept with the row (``actions.standing``): no query at all when all were.
    """
    enrolments = list(enrolments)
    kept = {row.pk: row.verdict or (row.standing if stored else {}) for row in enrolments}
    living = [row for row in enrolments if not kept[row.pk]]
    book = policies() if living else None
    attended = attendance_of(cohort, living, book)
    facts = facts_of(cohort, living, book, attended)
    requirements = requirements_of(cohort, book) if living else None
    found = []
    for row in enrolments:
        if held := kept[row.pk]:
            found.append(Standing(row, thaw(held), thaw_facts(held), thaw_requirements(held), frozen=bool(row.verdict)))
        else:
            verdict = completion(facts[row.pk], requirements)
            found.append(Standing(row, verdict, facts[row.pk], requirements, attendance=attended[row.pk].attendance))
    return found


def at_closing(cohort, enrolments):
    """Return ``[Standing]`` of ``enrolments`` as closing the cohort now would judge them: what is not there counts as nothing."""
    facts, requirements = facts_of(cohort, enrolments, closing=True), requirements_of(cohort)
    return [Standing(row, completion(facts[row.pk], requirements), facts[row.pk], requirements) for row in enrolments]


def to_be_judged(cohort):
    """The people whom closing ``cohort`` decides on."""
    return Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.ENROLLED).order_by("pk")


@dataclass(frozen=True)
class Attended:
    """``attendance`` of one person, ``open_units`` still to come, and ``roots``: of the lines of the ledger that count here
    though they are not those of the cohort's own sessions, since something was made up or attended in a former class."""

    attendance: Attendance
    open_units: int
    roots: tuple[str, ...] = ()


def attendance_of(cohort, enrolments, book=None):
    """Return ``{enrolment id: Attended}``: five queries, two more when someone was transferred."""
    if not enrolments:
        return {}
    book = book or policies()
    sessions = _sessions(cohort)
    ids = [row.pk for row in enrolments]
    closed = [session for session in sessions if session.closed_at is not None]
    marks = _marks([session.pk for session in closed], ids)
    made_up = set(
        MakeUp.objects.filter(enrolment__in=ids, state=MakeUpState.DONE).values_list("enrolment_id", "session_id")
    )
    before = _before(enrolments, book)
    placed = {
        session.pk: (*half_day(timezone.localtime(session.starts_at)), book.on(timezone.localdate(session.starts_at)))
        for session in sessions
    }
    found = {}
    for row in enrolments:
        own = [session for session in sessions if session.group_id in (None, row.group_id)]
        former = same_sessions([Taught(one.pk, one.module_id, one.title) for one in own], before.get(row.pk, ()))
        sittings, keys, roots = [], set(), []
        for session in own:
            day, morning, policy = placed[session.pk]
            if session.closed_at is None:
                continue
            keys.add(unit_key(day, morning, session.pk, policy))
            status, late = marks.get((row.pk, session.pk), ("", 0))
            there = counts_as(status, late, policy) in EARNING
            again, earlier = not there and (row.pk, session.pk) in made_up, not there and session.pk in former
            if again:
                roots.append(f"makeup:{session.pk}:person:{row.person_id}")
            elif earlier:
                roots.append(f"session:{former[session.pk]}:person:{row.person_id}")
            sittings.append(Sitting(
                session.pk, day, morning, status, late, made_up=again, before=earlier, policy=policy,
            ))
        coming = {
            unit_key(placed[session.pk][0], placed[session.pk][1], session.pk, placed[session.pk][2])
            for session in own if session.closed_at is None
        } - keys
        found[row.pk] = Attended(attendance_units(sittings), len(coming), tuple(roots))
    return found


def _sessions(cohort):
    return list(
        cohort.sessions.filter(cancelled_at=None).only("cohort", "starts_at", "closed_at", "group_id", "module_id", "title")
        .order_by("starts_at", "pk")
    )


def _marks(sessions, enrolments):
    """Map each pair of enrolment and session to its standing status and minutes late."""
    rows = (
        AttendanceMark.objects.current().filter(session__in=sessions, enrolment__in=enrolments)
        .exclude(status=AttendanceStatus.UNDONE).order_by().values_list(*MARK)
    )
    return {(enrolment, session): (status, late) for enrolment, session, status, late in rows}


def _before(enrolments, book):
    """Map each enrolment to the sessions attended in the classes it was moved from, in order of time."""
    former = former_enrolments([row.pk for row in enrolments])
    owner = {old: new for new, olds in former.items() for old in olds}
    found = defaultdict(list)
    if not owner:
        return found
    rows = (
        AttendanceMark.objects.current().filter(enrolment__in=owner, status__in=EARNING, session__closed_at__isnull=False)
        .order_by("session__starts_at", "pk")
        .values_list(*MARK, "session__starts_at", "session__module_id", "session__title")
    )
    for enrolment, session, status, late, starts_at, module, title in rows:
        if counts_as(status, late, book.on(timezone.localdate(starts_at))) in EARNING:
            found[owner[enrolment]].append(Taught(session, module, title))
    return found


def facts_of(cohort, enrolments, book=None, attended=None, *, closing=False):
    """Return ``{enrolment id: Facts}``; at most twelve queries, however many people, and those of a final result.

    ``closing``: judged for good, so that what is not there yet counts as nothing.
    """
    if not enrolments:
        return {}
    attended = attended or attendance_of(cohort, enrolments, book)
    people = {row.person_id for row in enrolments}
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
    exam = cohort.programme.exam if cohort.programme else None
    results = results_of(exam, people) if exam else {}
    minutes = _minutes(cohort, lessons, people)
    besides = _minutes_of([root for row in enrolments for root in attended[row.pk].roots])
    found = {}
    for row in enrolments:
        here = attended[row.pk].attendance
        found[row.pk] = Facts(
            sessions_closed=here.closed, sessions_open=attended[row.pk].open_units, attended=here.attended,
            excused=here.excused, lessons_required=len(owed), lessons_done=done.get(row.person_id, 0),
            lessons_retired=retired, exam_best=results[row.person_id].percent if row.person_id in results else None,
            exam_passed=row.person_id in results and results[row.person_id].passed,
            exam_waiting=row.person_id in results and results[row.person_id].waiting > 0,
            minutes=minutes.get(row.person_id, 0) + besides.get(row.person_id, 0), half_days=here.half_days, lates=here.lates,
            late_absences=here.late_absences, made_up=here.made_up, before=here.because("before"),
        )
    return with_finals(cohort, enrolments, found, closed=closing or cohort.closed_at is not None)


def _minutes(cohort, lessons, people):
    """Map each person to the minutes that stand in the ledger from the cohort's sessions and lessons."""
    earned = Q(pk__in=[])
    for pk in cohort.sessions.filter(cancelled_at=None).values_list("pk", flat=True):
        earned |= Q(source_root__startswith=f"session:{pk}:")
    for pk in lessons:
        earned |= Q(source_root__startswith=f"lesson:{pk}:")
    return _sums(HourEntry.objects.filter(earned, person__in=people))


def _minutes_of(roots):
    """Map each person to the minutes that stand under these sources; no query without any."""
    return _sums(HourEntry.objects.filter(source_root__in=roots)) if roots else {}


def _sums(lines):
    standing = lines.standing().order_by()
    sums = standing.values("person_id").annotate(total=Sum("minutes")).values_list("person_id", "total")
    return {person_id: int(total) for person_id, total in sums}
