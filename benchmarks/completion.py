"""How long does it take to reckon how everyone of a class of 300 stands, and to show it?

``python -m benchmarks.completion``. One class of 300 people with 12 closed sessions (3,600 marks, one in ten an absence), a
course of 10 required lessons of which everyone learned seven, an exam that four in five passed, hours in the ledger and a final
result by weights. Figures: reckoning everyone the first time, again with nothing changed, after one session was corrected for
30 people; the list shown before closing, and closing itself; the board as page, from what was kept. Each is the best of three
runs, except what can be done once; ``queries`` of one run.
"""

from datetime import UTC, date, datetime, timedelta

from benchmarks.harness import emit, fresh_database, measure

PEOPLE, SESSIONS, LESSONS, LEARNED = 300, 12, 10, 7
NOW = datetime(2018, 3, 5, 4, tzinfo=UTC)
RUNS = 3


def main():
    with fresh_database():
        from cohorts.actions.completion import close_cohort
        from cohorts.actions.standing import recompute
        from cohorts.models import Enrolment
        from cohorts.queries.completion import at_closing, to_be_judged

        cohort, staff = arrange()
        load = {"people": PEOPLE, "sessions": SESSIONS, "lessons": LESSONS}
        once("reckoning, first time", lambda: recompute(actor=None, cohort=cohort, now=NOW), **load)
        best("reckoning, nothing changed", lambda: recompute(actor=None, cohort=cohort, now=NOW), **load)
        correct(cohort, 30)
        once("reckoning, 30 people changed", lambda: recompute(actor=None, cohort=cohort, now=NOW), **load)
        best("the list before closing", lambda: at_closing(cohort, list(to_be_judged(cohort))), **load)
        page(cohort, staff, load)
        once("closing the class", lambda: close_cohort(actor=None, cohort=cohort, now=NOW), **load)
        assert Enrolment.objects.exclude(verdict={}).count() == PEOPLE


def once(figure, act, **load):
    with measure() as done:
        act()
    emit(figure, ms=round(done.seconds * 1000, 1), queries=done.queries, **load)


def best(figure, act, **load):
    runs = []
    for _ in range(RUNS):
        with measure() as done:
            act()
        runs.append(done)
    emit(figure, ms=round(min(run.seconds for run in runs) * 1000, 1), queries=runs[-1].queries, **load)


def page(cohort, staff, load):
    """The board in this process, with everything a request needs; the first visit warms the templates."""
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    client.force_login(staff, backend="lms.people.backends.IdentifierBackend")
    address = reverse("cohorts:board", args=[cohort.pk])
    assert client.get(address).status_code == 200
    best("the board, from what was kept", lambda: client.get(address), **load)


def arrange():
    """Make the class; return it with a person who runs it."""

    from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, ParticipationEntry, Programme
    from cohorts.rules.results import Demand, kept_form
    from courses.actions.ledger import HourLine, post_hours
    from courses.models import Course, Exam, Lesson, LessonProgress, Syllabus, SyllabusLesson
    from lms.people import actions
    from lms.people.enums import Role
    from lms.people.models import Person, RoleGrant

    root = actions.create_organisation(actor=None, parent=None, name="测试区委", kind="district")
    staff = Person.objects.create(name="管理员", password="!")
    RoleGrant.objects.create(person=staff, role=Role.DISTRICT, organisation=root)
    exam = Exam.objects.create(organisation=root, title="结业考试")
    programme = Programme.objects.create(
        organisation=root, title="轮训", year=2018, required_minutes=SESSIONS * 60, exam=exam,
        result_rules=kept_form(Demand({"attendance": 30, "exam": 50, "participation": 20}, {}, 60, required=True)),
    )
    cohort = Cohort.objects.create(
        programme=programme, organiser=root, title="一期", starts_on=date(2018, 2, 1), ends_on=date(2018, 3, 2), quota=PEOPLE
    )
    course = Course.objects.create(title="党课")
    syllabus = Syllabus.objects.create(course=course, version=1)
    lessons = [Lesson.objects.create(title=f"第{number}课", course=course, minutes=30) for number in range(LESSONS)]
    for row in lessons:
        SyllabusLesson.objects.create(syllabus=syllabus, lesson=row, title=row.title, minutes=30)
    cohort.syllabuses.add(syllabus)
    people = Person.objects.bulk_create([Person(name=f"学员{number:03}", password="!") for number in range(PEOPLE)])
    rows = Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=root, position="secretary") for person in people
    ])
    sessions = [
        ClassSession.objects.create(
            cohort=cohort, title=f"第{number}讲", minutes=90, closed_at=NOW,
            starts_at=NOW - timedelta(days=30 - number), ends_at=NOW - timedelta(days=30 - number, hours=-2),
        ) for number in range(SESSIONS)
    ]
    marks, lines = [], []
    for session_number, session in enumerate(sessions):
        for number, row in enumerate(rows):
            there = (number + session_number) % 10 > 0
            marks.append(AttendanceMark(
                session=session, enrolment=row, status="present" if there else "absent", method="grid"
            ))
            if there:
                lines.append(HourLine(row.person_id, date(2018, 2, 1), "lecture", 90,
                                      f"session:{session.pk}:person:{row.person_id}", "讲"))
    AttendanceMark.objects.bulk_create(marks, batch_size=500)
    post_hours(actor=None, lines=lines)
    LessonProgress.objects.bulk_create([
        LessonProgress(person=person, lesson=lesson, completed_at=NOW) for person in people for lesson in lessons[:LEARNED]
    ], batch_size=500)
    ParticipationEntry.objects.bulk_create([
        ParticipationEntry(enrolment=row, percent=60 + number % 40, reason="平时表现") for number, row in enumerate(rows)
    ])
    sat(exam, people)
    return cohort, staff


def sat(exam, people):
    from courses.models import Attempt

    Attempt.objects.bulk_create([
        Attempt(
            exam=exam, person=person, number=1, started_at=NOW, deadline=NOW, submitted_at=NOW, marked_at=NOW,
            points=50 if number % 5 == 0 else 80, points_possible=100, passed=number % 5 > 0,
        ) for number, person in enumerate(people)
    ], batch_size=500)


def correct(cohort, count):
    """Correct the marks of ``count`` people at the first session from absent to present, or the other way."""
    from cohorts.models import AttendanceMark

    session = cohort.sessions.order_by("pk").first()
    before = list(AttendanceMark.objects.filter(session=session).order_by("pk")[:count])
    AttendanceMark.objects.bulk_create([
        AttendanceMark(
            session=session, enrolment_id=mark.enrolment_id, method="grid", corrects=mark, reason="核对",
            status="absent" if mark.status == "present" else "present",
        ) for mark in before
    ])


if __name__ == "__main__":
    main()
