"""The attendance as it is handed in: what it holds, in which shapes, for whom; nothing in it is ever a formula."""

import csv
import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import python_calamine
from django.utils import translation

from cohorts.actions.exports import export_attendance
from cohorts.models import AttendanceMark, AttendancePolicy, ClassSession, Cohort, Enrolment, Programme
from cohorts.queries.attendance_export import Wanted, extent, parts_of
from cohorts.reports.attendance import write_attendance
from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.enums import Position
from lms.tables.texts import unquoted

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOSTILE = ['=HYPERLINK("http://x")', "+cmd", "@SUM(A1)", "-2+3", "\tx", "|calc", "%00",
           "＝１＋１", "＋１", "－１", "＠SUM", "'=1", "_x0041_"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def make_session(cohort, title="开班", *, day=5, hour=9, **fields):
    at = datetime(2017, 9, day, hour, tzinfo=SHANGHAI)
    return ClassSession.objects.create(
        cohort=cohort, title=title, minutes=90, starts_at=at, ends_at=at.replace(hour=hour + 2), **fields)


def make_mark(session, enrolment, status="present", **fields):
    at = session.starts_at
    return AttendanceMark.objects.create(
        session=session, enrolment=enrolment, status=status, **{"method": "grid", "observed_at": at} | fields)


@pytest.fixture
def programme(world):
    """A class of two, one of each sub-district; the western mark was corrected from absent to late."""
    programme = Programme.objects.create(organisation=world.root, title="轮训", year=2017)
    cohort = Cohort.objects.create(
        programme=programme, organiser=world.root, title="=第一期", quota=9,
        starts_on=date(2017, 9, 5), ends_on=date(2017, 9, 5),
    )
    session = make_session(cohort)
    seats = [
        Enrolment.objects.create(cohort=cohort, person=person, organisation=branch, position="secretary")
        for person, branch in [(world.p_learner, world.east_branch), (world.p_outsider, world.west_branch)]
    ]
    make_mark(session, seats[0])
    first = make_mark(session, seats[1], "absent")
    make_mark(session, seats[1], "late", corrects=first, reason="名单更正")
    return programme


@pytest.fixture
def cohort(programme):
    return programme.cohorts.get()


def export(world, path, who="district", **asked):
    shaped = {name: asked.pop(name) for name in ("shape", "form") if name in asked}
    return export_attendance(actor=world.people[who], wanted=Wanted(**asked), path=path, **shaped)


def sheet_of(path, name="Attendance"):
    """Return the rows below a sheet's headings."""
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[name].iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[1] is not None)
    return rows[head + 1:]


def lines_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_line_says_who_was_where_when_and_how(world, programme, tmp_path):
    path = tmp_path / "a.xlsx"
    assert export(world, path, programme=programme) == 2
    day, nine = datetime(2017, 9, 5), datetime(2017, 9, 5, 9)
    assert sheet_of(path) == [
        ["=第一期", "开班", "Lecture", day, nine.time(), None, "张学员", "Secretary", "东一居民区党总支", "东街道",
         "Present", "Marked by the trainer", nine, 90, None],
        ["=第一期", "开班", "Lecture", day, nine.time(), None, "王外人", "Secretary", "西一居民区党总支", "西街道",
         "Late", "Marked by the trainer", nine, 90, "名单更正"],
    ]


def test_the_same_lines_as_comma_separated_values(world, programme, tmp_path):
    path = tmp_path / "a.csv"
    assert export(world, path, programme=programme, form="csv") == 2
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    assert lines_of(path)[1] == [
        "'=第一期", "开班", "Lecture", "2017-09-05", "09:00", "", "张学员", "Secretary", "东一居民区党总支", "东街道", "Present",
        "Marked by the trainer", "2017-09-05 09:00", "90", "",
    ]


def test_rates_are_counted_by_cohort_with_numerator_and_denominators(world, programme, cohort, tmp_path):
    evening = make_session(cohort, "研讨", hour=18)
    for seat, status in zip(cohort.enrolments.order_by("pk"), ("excused", "absent"), strict=True):
        make_mark(evening, seat, status)
    path = tmp_path / "a.xlsx"
    export(world, path, programme=programme)
    assert sheet_of(path, "Attendance rate") == [
        ["=第一期", 2, 4, 1, 1, 0, 1, 1, 2, 0.5, 2 / 3], ["Total", 2, 4, 1, 1, 0, 1, 1, 2, 0.5, 2 / 3],
    ]
    assert [row[0] for row in sheet_of(path, "Definitions")][:3] == ["Line", "Attended", "Attendance rate"]


def test_whoever_came_later_than_the_rules_allow_earns_nothing_and_counts_as_absent(world, programme, cohort, tmp_path):
    AttendancePolicy.objects.create(from_on=date(2017, 9, 1), absent_after=30)
    session = make_session(cohort, "研讨", hour=14)
    make_mark(session, cohort.enrolments.first(), "late", late_minutes=31)
    path = tmp_path / "a.xlsx"
    export(world, path, programme=programme)
    assert [(row[10], row[13]) for row in sheet_of(path) if row[1] == "研讨"] == [("Late (counts as absent)", 0)]
    assert sheet_of(path, "Attendance rate")[-1][2:8] == [3, 1, 1, 0, 0, 1]


def test_a_column_a_session_with_the_rates_of_each_person(world, programme, cohort, tmp_path):
    evening = make_session(cohort, "研讨", hour=18)
    make_mark(evening, cohort.enrolments.first(), "absent")
    path = tmp_path / "a.xlsx"
    assert export(world, path, programme=programme, shape="wide") == 3
    assert openpyxl.load_workbook(path).sheetnames == ["Contents", "Attendance rate", "Definitions", "=第一期"]
    assert sheet_of(path, "=第一期") == [
        ["张学员", "Secretary", "东一居民区党总支", "东街道", "Present", "Absent", 1, 0, 0, 0, 1, 1, 0.5, 0.5, None],
        ["王外人", "Secretary", "西一居民区党总支", "西街道", "Late", None, 0, 1, 0, 0, 0, 1, 1, 1, None],
    ]


def test_a_column_a_session_as_a_file_a_cohort(world, programme, cohort, tmp_path):
    path = tmp_path / "a.zip"
    assert export(world, path, programme=programme, shape="wide", form="csv") == 2
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["=第一期.csv"]
        lines = list(csv.reader(io.StringIO(archive.read("=第一期.csv").decode("utf-8-sig"))))
    assert lines[0][4] == "09-05 09:00 开班"
    assert [line[0] for line in lines[1:]] == ["张学员", "王外人"]


def test_a_guest_from_another_class_is_named_as_one(world, programme, cohort, tmp_path):
    other = Cohort.objects.create(programme=programme, organiser=world.root, title="第二期", quota=9,
                                  starts_on=date(2017, 9, 6), ends_on=date(2017, 9, 6))
    seat = Enrolment.objects.create(cohort=other, person=world.p_reserve, organisation=world.east_branch, position="reserve")
    make_mark(cohort.sessions.get(), seat)
    path = tmp_path / "a.xlsx"
    assert export(world, path, cohort=cohort, shape="wide") == 3
    assert [(row[0], row[-1]) for row in sheet_of(path, "=第一期")] == [
        ("张学员", None), ("王外人", None), ("钱后备", "guest from another class")]


def test_a_mark_taken_back_and_a_session_called_off_are_left_out(world, programme, cohort, tmp_path):
    seat, session = cohort.enrolments.first(), cohort.sessions.get()
    make_mark(session, seat, "undone", corrects=session.marks.get(enrolment=seat))
    make_mark(make_session(cohort, "取消", day=6, cancelled_at=session.starts_at), seat)
    path = tmp_path / "a.xlsx"
    assert export(world, path, programme=programme) == 1
    assert extent(world.p_district, Wanted())["marks"] == 1


@pytest.mark.parametrize(("asked", "names"), [
    ({}, ["张学员", "王外人"]),
    ({"superior": "east"}, ["张学员"]),
    ({"category": "soe"}, []),
    ({"category": "residential"}, ["张学员", "王外人"]),
    ({"first": date(2017, 9, 5), "last": date(2017, 9, 5)}, ["张学员", "王外人"]),
    ({"first": date(2017, 9, 6)}, []),
    ({"last": date(2017, 9, 4)}, []),
])
def test_what_is_asked_is_what_is_counted_and_written(world, programme, tmp_path, asked, names):
    asked = {name: getattr(world, value) if name == "superior" else value for name, value in asked.items()}
    path = tmp_path / "a.xlsx"
    assert export(world, path, **asked) == len(names)
    assert [row[6] for row in sheet_of(path)] == names
    assert extent(world.p_district, Wanted(**asked))["marks"] == len(names)


@pytest.mark.parametrize("shape", ["long", "wide"])
@pytest.mark.parametrize(("who", "names"), [
    ("district", ["张学员", "王外人"]), ("subdistrict", ["张学员"]), ("liaison", ["张学员"]), ("trainer", []), ("school", []),
    ("outsider", ["王外人"]), ("reserve", []),
])
def test_everyone_gets_exactly_their_rows(world, programme, tmp_path, who, names, shape):
    path = tmp_path / "a.xlsx"
    count = export(world, path, who, programme=programme, shape=shape)
    book = openpyxl.load_workbook(path)
    told = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert told & {"张学员", "王外人"} == set(names)
    assert count == len(names) == extent(world.people[who], Wanted())["marks"]


def test_a_trainer_gets_the_classes_they_teach(world, programme, cohort, tmp_path):
    cohort.sessions.update(trainer=world.p_trainer)
    assert export(world, tmp_path / "a.xlsx", "trainer", programme=programme) == 2


@pytest.fixture
def hostile(world, programme, cohort):
    """Names, cohort, session and reason as somebody would write them who wants a spreadsheet to calculate."""
    session = make_session(cohort, "@SUM(A1)", day=6)
    for name in HOSTILE:
        person = actions.create_person(actor=None, name=name)
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position=Position.MEMBER)
        seat = Enrolment.objects.create(cohort=cohort, person=person, organisation=world.east_branch, position="member")
        make_mark(session, seat, reason=name)
    return [seat.person.name for seat in cohort.enrolments.filter(position="member").select_related("person")]


@pytest.mark.parametrize("shape", ["long", "wide"])
def test_no_text_is_a_formula_in_a_workbook_and_every_text_is_unchanged(world, hostile, tmp_path, shape):
    path = tmp_path / "a.xlsx"
    export(world, path, shape=shape)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert sum(sheet.count(b"<f>") + sheet.count(b"<f ") for sheet in sheets) == 0
    read = {cell for sheet in python_calamine.CalamineWorkbook.from_path(path).sheet_names
            for row in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python() for cell in row}
    for name in set(hostile) - {"_x0041_"}:
        assert name in {cell.value for cell in cells}
        assert name in read
    assert all(cell.quotePrefix for cell in cells if cell.value in set(HOSTILE) - {"'=1", "_x0041_"})


def test_texts_are_kept_as_texts_in_comma_separated_values(world, hostile, tmp_path):
    path = tmp_path / "a.csv"
    export(world, path, form="csv")
    lines = lines_of(path)[1:]
    assert [cell for line in lines for cell in line if cell[:1] in "=+-@\t\r|%＝＋－＠" and cell] == []
    assert {unquoted(line[6]) for line in lines} >= set(hostile)
    assert {unquoted(line[14]) for line in lines} >= set(HOSTILE)


def test_what_is_longer_than_a_sheet_goes_on_in_the_next(world, programme, cohort, tmp_path):
    seat = cohort.enrolments.first()
    for day in range(6, 21):
        make_mark(make_session(cohort, f"第{day}课", day=day), seat)
    path = tmp_path / "a.xlsx"
    count = write_attendance(path=path, user=world.p_district, wanted=Wanted(), sheet_rows=12)
    book = openpyxl.load_workbook(path)
    assert count == 17
    assert book.sheetnames == ["Contents", "Attendance rate", "Definitions", "Attendance", "Attendance 2", "Attendance 3"]
    assert [len(sheet_of(path, name)) for name in book.sheetnames[3:]] == [8, 8, 1]
    assert [row[:2] for row in sheet_of(path, "Contents")] == [
        ["Attendance rate", 2], ["Attendance", 8], ["Attendance 2", 8], ["Attendance 3", 1]]
    assert book["Contents"]["A7"].hyperlink.location == "'Attendance 2'!A1"
    assert {sheet.freeze_panes for sheet in book.worksheets[3:]} == {"B5"}
    assert book["Attendance 2"].auto_filter.ref == "A4:O12"


def test_parts_end_with_a_cohort_and_take_three_queries_each(world, programme, cohort, django_assert_num_queries):
    for number in range(3):
        other = Cohort.objects.create(programme=programme, organiser=world.root, title=f"第{number}期", quota=9,
                                      starts_on=date(2017, 9, 6), ends_on=date(2017, 9, 6))
        seat = Enrolment.objects.create(
            cohort=other, person=world.p_learner, organisation=world.east_branch, position="secretary")
        for hour in (9, 14):
            make_mark(make_session(other, day=7, hour=hour), seat)
    user = type(world.p_district).objects.get(pk=world.p_district.pk)
    assert user.scope.grants  # read before what is counted
    with django_assert_num_queries(9):
        parts = [(len(part.sessions), done, total) for part, done, total in parts_of(user, Wanted(), size=3)]
    assert parts == [(3, 3, 7), (4, 7, 7)]
    with django_assert_num_queries(6):
        assert len(list(parts_of(user, Wanted()))) == 1


def test_it_leaves_an_audit_line_with_what_went_out(world, programme, tmp_path):
    export(world, tmp_path / "a.csv", programme=programme, form="csv")
    entry = AuditEntry.objects.get(verb="attendance.export")
    assert (entry.target_id, entry.organisation_path) == (str(programme.pk), world.root.path)
    assert (entry.detail["rows"], entry.detail["format"]) == (2, "csv")
    assert len(entry.detail["sha256"]) == 64
