"""What the records hold of people's trainings in a period: one :class:`TrainingFacts` a person, and one row a class."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from certificates.models import Certificate
from cohorts.enums import ATTENDED, AttendanceStatus, EnrolmentState
from cohorts.models import AttendanceMark, Enrolment
from cohorts.rules.readiness import TrainingFacts, why_not
from courses.models import Attempt, Exam, HourEntry
from courses.queries.exams import scores_out
from courses.rules.results import Try, result_of


@dataclass(frozen=True)
class ClassOfPerson:
    """A concentrated class that a person has or had a place in; ``marks`` counts closed sessions by status."""

    person_id: int
    title: str
    starts_on: date
    ends_on: date
    outcome: str
    marks: Counter = field(default_factory=Counter)

    @property
    def attended(self):
        return sum(self.marks[status] for status in ATTENDED)


@dataclass(frozen=True)
class Records:
    """``facts`` by person; ``classes`` by person, in order of time. Who is in neither has no record."""

    facts: dict[int, TrainingFacts]
    classes: dict[int, list[ClassOfPerson]]


def records_of(person_ids, *, since, as_of, leave_counts=False):
    """Return the :class:`Records` of the people in the subquery ``person_ids``, in a number of queries that is constant."""
    end = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
    begin = timezone.make_aware(datetime.combine(since, time.min))
    classes = _classes(person_ids, since, as_of, begin, end)
    minutes = dict(
        HourEntry.objects.filter(person_id__in=person_ids, on_date__gte=since, on_date__lte=as_of)
        .order_by().values_list("person_id").annotate(total=Sum("minutes"))
    )
    certificates = defaultdict(list)
    numbers = Certificate.objects.filter(person_id__in=person_ids, issued_at__gte=begin, issued_at__lt=end).filter(
        Q(revoked_at=None) | Q(revoked_at__gte=end)
    )
    for person_id, number in numbers.order_by("number").values_list("person_id", "number"):
        certificates[person_id].append(number)
    exams = _exams_passed(person_ids, begin, end)
    people = classes.keys() | minutes.keys() | certificates.keys() | exams.keys()
    facts = {}
    for pk in people:
        outcomes, marks = Counter(one.outcome for one in classes.get(pk, ())), Counter()
        for one in classes.get(pk, ()):
            marks.update(one.marks)
        attended, excused = sum(marks[status] for status in ATTENDED), marks[AttendanceStatus.EXCUSED]
        facts[pk] = TrainingFacts(
            **{name: outcomes[name] for name in OUTCOMES}, minutes=max(0, int(minutes.get(pk, 0))), attended=attended,
            sessions=attended + marks[AttendanceStatus.ABSENT] + (excused if leave_counts else 0), excused=excused,
            certificates=tuple(certificates[pk]), exams=exams[pk],
        )
    return Records(facts, classes)


OUTCOMES = ("completed", "running", "waiting", "withdrawn", "absent", "on_leave", "failed")


def _classes(person_ids, since, as_of, begin, end):
    """Each person's concentrated classes of the period, with the marks of their own sessions. Two queries."""
    marks = defaultdict(Counter)
    counted = (
        AttendanceMark.objects.current()
        .filter(enrolment__person_id__in=person_ids, session__cohort=F("enrolment__cohort"),
                session__cohort__programme__concentrated=True, session__cohort__cancelled_at=None,
                session__starts_at__gte=begin, session__starts_at__lt=end, session__closed_at__isnull=False)
        .exclude(status=AttendanceStatus.UNDONE)
        .order_by().values_list("enrolment_id", "status").annotate(count=Count("pk"))
    )
    for enrolment_id, status, count in counted:
        marks[enrolment_id][status] += count
    rows = (
        Enrolment.objects.filter(person_id__in=person_ids, cohort__programme__concentrated=True, cohort__cancelled_at=None,
                                 cohort__starts_on__lte=as_of, cohort__ends_on__gte=since)
        .exclude(state=EnrolmentState.DECLINED).order_by("cohort__starts_on", "cohort_id", "pk")
        .values_list("pk", "person_id", "state", "verdict", "cohort__title", "cohort__starts_on", "cohort__ends_on")
    )
    found = defaultdict(list)
    for pk, person_id, state, verdict, title, starts_on, ends_on in rows:
        outcome = _outcome(state, ends_on, as_of, verdict, marks[pk])
        found[person_id].append(ClassOfPerson(person_id, title, starts_on, ends_on, outcome, marks[pk]))
    return dict(found)


def _outcome(state, ends_on, as_of, verdict, marks):
    """Say how a class stood for a person on the day: one that ended later was still running then."""
    if state == EnrolmentState.WITHDRAWN:
        return "withdrawn"
    if state in (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED):
        return "waiting"
    if ends_on > as_of or state == EnrolmentState.ENROLLED:
        return "running"
    if state == EnrolmentState.COMPLETED:
        return "completed"
    return why_not(
        [reason["code"] for reason in verdict.get("reasons", [])], attended=sum(marks[status] for status in ATTENDED),
        absent=marks[AttendanceStatus.ABSENT], excused=marks[AttendanceStatus.EXCUSED],
    )


def _exams_passed(person_ids, begin, end):
    """Count, by person, the exams of concentrated programmes that they passed; scores that are not out count for nobody."""
    exams = {exam.pk: exam for exam in Exam.objects.filter(programmes__concentrated=True).distinct()}
    out = scores_out(exams.values())
    tries = defaultdict(list)
    rows = Attempt.objects.handed_in().filter(
        exam__in=out, person_id__in=person_ids, submitted_at__gte=begin, submitted_at__lt=end
    ).order_by().values_list("person_id", "exam_id", "number", "points", "points_possible", "passed")
    for person_id, exam_id, *values in rows:
        tries[person_id, exam_id].append(Try(*values))
    passed = Counter()
    for (person_id, exam_id), some in tries.items():
        exam = exams[exam_id]
        passed[person_id] += result_of(some, counting=exam.counting, pass_percent=exam.pass_percent).passed
    return passed
