"""The attendance of a programme as a workbook."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from cohorts.actions.exports import export_attendance
from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def programme(world):
    """A class of two, one of each sub-district; the western mark was corrected from absent to present."""
    programme = Programme.objects.create(organisation=world.root, title="轮训", year=2017)
    cohort = Cohort.objects.create(
        programme=programme, organiser=world.root, title="=第一期", quota=9,
        starts_on=date(2017, 9, 5), ends_on=date(2017, 9, 5),
    )
    session = ClassSession.objects.create(
        cohort=cohort, title="开班", minutes=90,
        starts_at=datetime(2017, 9, 5, 9, tzinfo=SHANGHAI), ends_at=datetime(2017, 9, 5, 11, tzinfo=SHANGHAI),
    )
    marks = {}
    for person, branch, status in [
        (world.p_learner, world.east_branch, "present"), (world.p_outsider, world.west_branch, "absent"),
    ]:
        enrolment = Enrolment.objects.create(cohort=cohort, person=person, organisation=branch, position="secretary")
        marks[person] = AttendanceMark.objects.create(
            session=session, enrolment=enrolment, status=status, method="grid"
        )
    AttendanceMark.objects.create(
        session=session, enrolment=marks[world.p_outsider].enrolment, status="late", method="grid",
        corrects=marks[world.p_outsider], reason="名单更正",
    )
    return programme


def rows_of(path):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_current_mark_counts(world, programme, tmp_path):
    path = tmp_path / "a.xlsx"
    assert export_attendance(actor=world.p_district, programme=programme, path=path) == 2
    rows = rows_of(path)
    assert [(row[3], row[13], row[14]) for row in rows] == [("张学员", 90, None), ("王外人", 90, "名单更正")]
    assert rows[0][0] == "=第一期"


@pytest.mark.parametrize(("who", "names"), [
    ("district", ["张学员", "王外人"]), ("auditor", ["张学员", "王外人"]), ("subdistrict", ["张学员"]),
    ("liaison", ["张学员"]), ("trainer", []), ("outsider", ["王外人"]),
])
def test_everyone_gets_exactly_their_rows(world, programme, tmp_path, who, names):
    path = tmp_path / "a.xlsx"
    count = export_attendance(actor=world.people[who], programme=programme, path=path)
    assert [row[3] for row in rows_of(path) if row[3]] == names
    assert count == len(names)
