"""How long does the readiness of a district's residential organisations take, and of ten times as many?

``python -m benchmarks.readiness``. 304 organisations in 13 sub-districts, each with a secretary, a deputy, a committee member and
a reserve; three in four people had a place in a class of four sessions, with marks, hours and a certificate. Figures: the
answer as of a date, the page, the data that a snapshot freezes, and the workbook; then all of it with 3,040 organisations.
``seconds`` are the best of three runs, ``queries`` are literal, ``times`` the seconds over those of 304.
"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.harness import emit, fresh_database, measure

ORGANISATIONS, TIMES, STREETS, SESSIONS, SEATS = 304, 10, 13, 4, 50
POSTS = ("secretary", "deputy", "committee", "reserve")
DAY = date(2018, 3, 31)
RUNS = 3


def main():
    with fresh_database():
        round_, staff = arrange()
        first = {}
        for total in (ORGANISATIONS, ORGANISATIONS * TIMES):
            grow(round_.organisation, total)
            for figure, act in figures(round_, staff):
                done = best(act)
                first.setdefault(figure, done.seconds)
                emit(figure, organisations=total, seconds=round(done.seconds, 3), cpu=round(done.cpu, 3), queries=done.queries,
                     peak_mb=round(done.peak_mb), times=round(done.seconds / first[figure], 1))


def best(act):
    runs = []
    for _ in range(RUNS):
        with measure() as done:
            act()
        runs.append(done)
    return min(runs, key=lambda run: run.seconds)


def figures(round_, staff):
    from django.test import Client

    from cohorts.queries.readiness import readiness
    from cohorts.queries.readiness_data import collect
    from cohorts.reports.readiness import Handing, write_readiness

    client = Client(SERVER_NAME="localhost")
    client.force_login(staff, backend="lms.people.backends.IdentifierBackend")
    assert client.get("/desk/readiness/?as_of=2018-03-31").status_code == 200  # warms the templates
    handing = Handing("管理员", datetime(2018, 4, 2, tzinfo=UTC), "汇报", "区委组织部")
    data = collect(user=staff, round_=round_, as_of=DAY)

    def workbook():
        with tempfile.TemporaryDirectory() as folder:
            write_readiness(path=Path(folder) / "x.xlsx", data=data, handing=handing)

    return [
        ("readiness as of a date", lambda: readiness(user=staff, round_=round_, as_of=DAY)),
        ("the page", lambda: client.get("/desk/readiness/?as_of=2018-03-31")),
        ("the data of a snapshot", lambda: collect(user=staff, round_=round_, as_of=DAY)),
        ("the workbook of that data", workbook),
    ]


def arrange():
    """Make the district, its sub-districts and the round; return the round and a district administrator."""
    from cohorts.models import ElectionRound
    from lms.people import actions
    from lms.people.models import Person, RoleGrant

    root = actions.create_organisation(actor=None, parent=None, name="测试区委", kind="district")
    for number in range(STREETS):
        actions.create_organisation(
            actor=None, parent=root, name=f"第{number}街道", kind="affiliated", affiliated_kind="subdistrict"
        )
    staff = Person.objects.create(name="管理员", password="!")
    RoleGrant.objects.create(person=staff, role="district", organisation=root)
    round_ = ElectionRound.objects.create(
        organisation=root, title="2018年换届", since=date(2017, 1, 1), cut_off=DAY, minutes=270, attendance_percent=75,
        certificate=True, deputies=1, members=1,
    )
    return round_, staff


def grow(root, total):
    """Add organisations with their people and classes until there are ``total``."""
    from lms.people.models import Appointment, Category, Organisation, Person

    streets = list(root.children.order_by("pk"))
    category = Category.objects.get(code="residential")
    begun = Organisation.objects.filter(category=category).count()
    organisations = Organisation.objects.bulk_create([
        Organisation(parent=streets[at % STREETS], name=f"第{at}居民区党总支", kind="general_branch", category=category, depth=2)
        for at in range(begun, total)
    ])
    for row in organisations:
        row.path = f"{row.parent.path}{row.pk}/"
    Organisation.objects.bulk_update(organisations, ["path"], batch_size=500)
    people = Person.objects.bulk_create([
        Person(name=f"干部{at:05}", name_key=f"ganbu{at:05}", password="!", phone=f"140{at:08}")
        for at in range(begun * len(POSTS), total * len(POSTS))
    ], batch_size=500)
    posts = Appointment.objects.bulk_create([
        Appointment(person=people[at * len(POSTS) + place], organisation=organisation, position=position,
                    starts_on=date(2015, 6, 1))
        for at, organisation in enumerate(organisations) for place, position in enumerate(POSTS)
    ], batch_size=500)
    teach(root, [post for number, post in enumerate(posts) if number % 4])


def teach(root, posts):
    from certificates.models import Certificate
    from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme
    from courses.models import HourEntry

    programme = Programme.objects.get_or_create(organisation=root, title="书记轮训", year=2017)[0]
    for start in range(0, len(posts), SEATS):
        first = date(2017, 9, 4) + timedelta(days=start // SEATS % 60)
        at = datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
        cohort = Cohort.objects.create(
            programme=programme, organiser=root, title=f"班{posts[start].pk}", starts_on=first, ends_on=first + timedelta(days=4),
            quota=SEATS,
        )
        sessions = ClassSession.objects.bulk_create([
            ClassSession(cohort=cohort, title=f"第{number}讲", minutes=135, starts_at=at + timedelta(days=number),
                         ends_at=at + timedelta(days=number, hours=2), closed_at=at + timedelta(days=number, hours=3))
            for number in range(SESSIONS)
        ])
        rows = Enrolment.objects.bulk_create([
            Enrolment(cohort=cohort, person_id=post.person_id, organisation_id=post.organisation_id, position=post.position,
                      state="not_completed" if post.pk % 7 == 0 else "completed") for post in posts[start:start + SEATS]
        ])
        AttendanceMark.objects.bulk_create([
            AttendanceMark(session=session, enrolment=row, status="absent" if row.pk % 7 == 0 else "present", method="grid")
            for row in rows for session in sessions
        ])
        HourEntry.objects.bulk_create([
            HourEntry(person_id=row.person_id, on_date=first, kind="lecture", minutes=540, observed=540, source=f"b:{row.pk}",
                      source_root=f"b:{row.pk}", title=cohort.title, concentrated=True) for row in rows
        ])
        Certificate.objects.bulk_create([
            Certificate(person_id=row.person_id, source=f"b:{row.pk}", number=f"测〔2017〕{row.pk:06}号",
                        issued_at=datetime(2017, 12, 1, tzinfo=UTC)) for row in rows if row.state == "completed"
        ])


if __name__ == "__main__":
    main()
