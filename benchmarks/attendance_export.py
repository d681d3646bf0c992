"""The export of attendance at the size of a large district: 100,000 and 1,000,000 marks with 15 columns.

``python -m benchmarks.attendance_export [MARKS ...]``. Every way of writing runs in a process of its own, which tells its seconds
and its peak memory. Beside the export stand a bare writer of spreadsheets (no title, no widths, no formats, no database) that
is fed the same values from memory, and, for the smallest number, a plain resource of django-import-export in XLSX.
"""

import multiprocessing
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.harness import emit, fresh_database, measure

MARKS = (100_000, 1_000_000)
CLASS, MEETINGS, BRANCHES, STREETS = 50, 40, 1500, 13
BATCH = 5000


def build(marks):
    """Create marks of classes of 50 with 40 sessions each, beside those that are there; return who administers the district."""
    from django.utils import timezone

    from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme, Venue
    from lms.people import actions
    from lms.people.enums import OrganisationKind, Role
    from lms.people.models import Organisation, Person

    root = Organisation.objects.filter(kind=OrganisationKind.DISTRICT).first()
    if root is None:
        root = actions.create_organisation(actor=None, parent=None, name="区委", kind=OrganisationKind.DISTRICT)
        streets = [
            actions.create_organisation(actor=None, parent=root, name=f"第{number}街道", kind=OrganisationKind.AFFILIATED)
            for number in range(STREETS)
        ]
        branches = Organisation.objects.bulk_create([
            Organisation(name=f"第{number}居民区党总支", parent=streets[number % STREETS], kind="general_branch", depth=2)
            for number in range(BRANCHES)
        ])
        for branch in branches:
            branch.path = f"{branch.parent.path}{branch.pk}/"
        Organisation.objects.bulk_update(branches, ["path"], batch_size=500)
        admin = actions.create_person(actor=None, name="区管理员", username="bench-district")
        actions.grant_role(actor=None, person=admin, role=Role.DISTRICT, organisation=root)
        Venue.objects.create(organisation=root, name="社区党校报告厅", capacity=400)
        Programme.objects.create(organisation=root, title="轮训", year=2017)
    programme, venue = Programme.objects.get(), Venue.objects.get()
    branches = list(Organisation.objects.filter(depth=2).order_by("pk"))
    before = Cohort.objects.count()
    statuses, methods = ("present",) * 17 + ("late", "excused", "absent"), ("qr", "qr", "grid", "paper")
    begins = datetime(2017, 9, 1, 1, tzinfo=UTC)
    for number in range(before, before + (marks - AttendanceMark.objects.count()) // (CLASS * MEETINGS)):
        cohort = Cohort.objects.create(
            programme=programme, organiser=root, title=f"居民区党组织书记培训第{number + 1}期", quota=CLASS,
            starts_on=date(2017, 9, 1), ends_on=date(2017, 12, 31))
        sessions = ClassSession.objects.bulk_create([
            ClassSession(cohort=cohort, title=f"第{at + 1}讲 党的十九大精神", kind="lecture", minutes=90, venue=venue,
                         starts_at=begins + timedelta(days=at), ends_at=begins + timedelta(days=at, hours=2),
                         closed_at=timezone.now())
            for at in range(MEETINGS)
        ])
        people = Person.objects.bulk_create([
            Person(name=f"学员{number * CLASS + at}", username=f"m{number * CLASS + at}", password="!") for at in range(CLASS)])
        seats = Enrolment.objects.bulk_create([
            Enrolment(cohort=cohort, person=person, organisation=branches[(number * CLASS + at) % BRANCHES], position="secretary")
            for at, person in enumerate(people)
        ])
        AttendanceMark.objects.bulk_create([
            AttendanceMark(session=session, enrolment=seat, status=statuses[(at * 7 + turn) % 20], method=methods[at % 4],
                           observed_at=session.starts_at + timedelta(minutes=at % 13 - 9), reason="" if at % 9 else "名单更正")
            for turn, session in enumerate(sessions) for at, seat in enumerate(seats)
        ], batch_size=BATCH)
    return Person.objects.get(username="bench-district").pk


def alone(function, *values):
    """Run ``function(*values)`` in a process of its own, which holds nothing of this one; return what it returns."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(sender, function, values))
    process.start()
    sender.close()  # so that a child that fails ends the wait
    figures = receiver.recv()
    process.join()
    return figures


def _child(sender, function, values):
    import django

    django.setup()
    sender.send(function(*values))


def export(admin_id, path, shape, form):
    """Write the export itself: what a job does, from the database to the file."""
    from cohorts.queries.attendance_export import Wanted
    from cohorts.reports.attendance import write_attendance
    from lms.people.models import Person

    user = Person.objects.get(pk=admin_id)
    with measure() as took:
        rows = write_attendance(path=path, user=user, wanted=Wanted(), shape=shape, form=form)
    return {"rows": rows, "mb": round(Path(path).stat().st_size / 1e6, 1), **took.figures}


def bare(admin_id, path):
    """Feed a bare writer the values of the export's lines from memory: nothing is read or formatted meanwhile."""
    from rustpy_xlsxwriter import FastExcel

    from cohorts.queries.attendance_export import Wanted, parts_of
    from cohorts.reports.attendance import columns, write_long
    from cohorts.reports.attendance_words import Rates
    from lms.people.models import Person

    kept = Kept()
    write_long(kept, (part for part, *_ in parts_of(Person.objects.get(pk=admin_id), Wanted())), Rates())
    headings = [str(column.heading) for column in columns()]
    lines = [dict(zip(headings, map(_plain, line), strict=True)) for line in kept.lines]
    kept.lines.clear()
    began, worked = time.perf_counter(), time.process_time()
    book = FastExcel(str(path))
    for start in range(0, len(lines), 1_000_000):
        book.sheet(f"Sheet{start}", lines[start:start + 1_000_000])
    book.save()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    return {"seconds": round(seconds, 3), "cpu": round(cpu, 3), "rows": len(lines)}


def _plain(value):
    """Days and times as the numbers that spreadsheets keep: the least that a writer can be given."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    if hasattr(value, "hour"):
        return (value.hour * 60 + value.minute) / 1440
    return value


class Kept:
    """A table that keeps its lines in memory."""

    count = 0

    def __init__(self):
        self.lines = []

    def cells(self, start, values):
        return values

    def write(self, *parts):
        self.lines.append([value for part in parts for value in part])


def resource(path):
    """A plain ``ModelResource`` with the same 15 columns, in the library's own XLSX format."""
    from import_export import fields, resources
    from import_export.formats.base_formats import XLSX

    from cohorts.models import AttendanceMark

    attributes = (
        "session__cohort__title", "session__title", "session__kind", "session__starts_at", "session__ends_at",
        "session__venue__name", "enrolment__person__name", "enrolment__position", "enrolment__organisation__name",
        "enrolment__organisation__parent__name", "status", "method", "observed_at", "session__minutes", "reason",
    )
    made = type("Plain", (resources.ModelResource,), {
        **{f"column{at}": fields.Field(attribute=name, column_name=name) for at, name in enumerate(attributes)},
        "Meta": type("Meta", (), {"model": AttendanceMark, "fields": [f"column{at}" for at in range(len(attributes))]}),
    })
    marks = AttendanceMark.objects.current().select_related(
        "session__cohort", "session__venue", "enrolment__person", "enrolment__organisation__parent").order_by("pk")
    with measure() as took:
        Path(path).write_bytes(XLSX().export_data(made().export(marks)))
    return {"rows": marks.count(), **took.figures}


def main():
    sizes = [int(size) for size in sys.argv[1:]] or MARKS
    with fresh_database(), tempfile.TemporaryDirectory() as folder:
        from django.db import connection, connections

        path = str(Path(folder) / "export")
        for size in sizes:
            admin = alone(build, size)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            connections.close_all()
            plain = min((alone(bare, admin, path) for _ in range(3)), key=lambda figures: figures["seconds"])
            emit(f"bare writer, {size:,} lines from memory", **plain)
            book = min((alone(export, admin, path, "long", "xlsx") for _ in range(3)), key=lambda found: found["seconds"])
            emit(f"export of {size:,} marks, a line a mark, .xlsx", to_bare=round(book["seconds"] / plain["seconds"], 2),
                 cpu_to_bare=round(book["cpu"] / plain["cpu"], 2), **book)
            emit(f"export of {size:,} marks, .csv", **alone(export, admin, path, "long", "csv"))
            emit(f"export of {size:,} marks, a column a session, .xlsx", **alone(export, admin, path, "wide", "xlsx"))
            if size == min(sizes):
                slow = alone(resource, path)
                emit(f"plain resource in XLSX, {size:,} marks", times_slower=round(slow["seconds"] / book["seconds"], 1), **slow)


if __name__ == "__main__":
    main()
