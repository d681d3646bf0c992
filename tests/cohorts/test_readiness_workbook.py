"""The election workbook: each figure against the raw tables, by another way; and nothing in it that a spreadsheet runs."""

from datetime import date

import openpyxl
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection

from cohorts.models import AttendanceMark
from cohorts.reports.readiness import Handing
from lms.people import actions
from lms.people.models import Appointment, ImportBatch, Organisation
from tests.cohorts.elections import DAY, HANDING, NOW, make_round, make_training, read, train, workbook

SAMPLES = settings.BASE_DIR.parent / "shared" / "data"
ROSTERS = [SAMPLES / "roster-residential-2017.xlsx", SAMPLES / "roster-others-2017.xlsx"]
samples = pytest.mark.skipif(not ROSTERS[0].exists(), reason="the sample rosters are not on this machine")
SHEETS = ["汇总", "应训未训名单", "明细", "后备", "考勤", "口径说明"]
# Someone's marks at the four sessions of a class, by their number in the roster.
WAYS = [
    ("completed", ["present"] * 4, 405, True), ("completed", ["present", "late", "left_early", "absent"], 270, True),
    ("completed", ["present", "present", "excused", "absent"], 270, False), ("not_completed", ["absent"] * 4, 0, False),
    ("not_completed", ["excused", "excused", "absent", "undone"], 0, False), ("withdrawn", [], 0, False),
    ("waitlisted", [], 0, False), None, None,
]


@pytest.fixture
def rostered(world, tmp_path, monkeypatch):
    """Both rosters as they come, and classes that ended in every way."""
    for name in ("file", "error_file"):
        monkeypatch.setattr(ImportBatch._meta.get_field(name), "storage", FileSystemStorage(location=tmp_path / "private"))
    for roster in ROSTERS:
        try:
            call_command("import_roster", str(roster), username="district", json=True)
        except SystemExit as end:
            if end.code != 2:  # seven rows of the first are wrong, and are named
                raise
    cohort, sessions = make_training(world.root)
    running, _ = make_training(world.root, "三月班", sessions=40, first=date(2018, 3, 1))
    posts = Appointment.objects.filter(position__in=["secretary", "deputy", "committee", "reserve"]).order_by("pk")
    for number, post in enumerate(posts):
        way = WAYS[number % len(WAYS)]
        if way:
            state, statuses, minutes, certified = way
            train(cohort, post, sessions, statuses, state=state, minutes=minutes,
                  certificate=f"测委党训〔2017〕{number:04}号" if certified else "")
        elif number % 2:
            train(running, post, [], [], state="enrolled")
    first = AttendanceMark.objects.filter(status="absent").order_by("pk").first()
    AttendanceMark.objects.create(session=first.session, enrolment=first.enrolment, status="present", method="grid",
                                  corrects=first, reason="核对")
    return make_round(world.root, attendance_percent=75, minutes=270, certificate=True, deputies=1)


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def reckoned():
    """Everyone's readiness from the raw tables, by plain loops: ``{superior: [(organisation, position, prepared)]}``."""
    day = DAY.isoformat()
    posts = rows(
        "SELECT a.person_id, a.position, o.id, s.name FROM people_appointment a"
        " JOIN people_organisation o ON o.id = a.organisation_id"
        " JOIN people_organisation s ON s.id = o.parent_id JOIN people_category c ON c.id = o.category_id"
        " WHERE c.code = 'residential' AND o.closed_on IS NULL AND a.position <> 'member'"
        " AND (a.starts_on IS NULL OR a.starts_on <= %s) AND (a.ends_on IS NULL OR a.ends_on > %s)", day, day)
    completed = {pk for pk, in rows(
        "SELECT e.person_id FROM cohorts_enrolment e JOIN cohorts_cohort c ON c.id = e.cohort_id"
        " WHERE e.state = 'completed' AND c.ends_on <= %s", day)}
    marks = {}
    for pk, person, status, corrects in rows(
        "SELECT m.id, e.person_id, m.status, m.corrects_id FROM cohorts_attendancemark m"
        " JOIN cohorts_enrolment e ON e.id = m.enrolment_id"):
        marks[pk] = (person, status, corrects)
    corrected = {corrects for _, _, corrects in marks.values()}
    there, asked = {}, {}
    for pk, (person, status, _) in marks.items():
        if pk not in corrected and status in ("present", "late", "left_early", "absent"):
            asked[person] = asked.get(person, 0) + 1
            there[person] = there.get(person, 0) + (status != "absent")
    minutes = dict(rows("SELECT person_id, SUM(minutes) FROM courses_hourentry GROUP BY person_id"))
    certified = {pk for pk, in rows("SELECT person_id FROM certificates_certificate WHERE revoked_at IS NULL")}
    found = {}
    for person, position, organisation, superior in posts:
        prepared = (
            person in completed and minutes.get(person, 0) >= 270 and person in certified
            and asked.get(person, 0) > 0 and there[person] / asked[person] >= 0.75
        )
        found.setdefault(superior, []).append((organisation, position, prepared, person in completed, person in certified))
    return found


@samples
def test_every_figure_of_the_rosters_is_that_of_the_raw_tables(world, rostered, tmp_path):
    sheets, figures = workbook(tmp_path / "whole.xlsx", world.p_district, rostered)
    assert list(sheets) == SHEETS
    found = reckoned()
    residential = Organisation.objects.filter(category__code="residential").count()
    assert (residential, figures["organisations"]) == (306, 306)  # 304 of the roster, and the two of every test
    people = [line for lines in found.values() for line in lines]
    lines = {row[0]: row for row in sheets["汇总"]}
    assert lines.keys() == found.keys() | {"合计"}
    all_organisations = dict(rows(
        "SELECT s.name, COUNT(*) FROM people_organisation o JOIN people_organisation s ON s.id = o.parent_id"
        " JOIN people_category c ON c.id = o.category_id WHERE c.code = 'residential' GROUP BY s.name"))
    for superior, some in [*found.items(), ("合计", people)]:
        office = [line for line in some if line[1] != "reserve"]
        reserves = [line for line in some if line[1] == "reserve"]
        held = {(line[0], line[1]) for line in office}
        count = all_organisations.get(superior, residential)
        secretaries = sum(position == "secretary" for _, position in held)
        deputies = sum(position == "deputy" for _, position in held)
        ready, ready_reserves = sum(line[2] for line in office), sum(line[2] for line in reserves)
        some_one = {line[0] for line in some if line[2]}
        empty = 2 * count - secretaries - deputies
        row = lines[superior]
        assert row[:7] == [superior, count, len(office) + empty, len(office), empty, count - secretaries, ready], superior
        assert row[7] == pytest.approx(ready / len(office))
        assert (row[8], row[11]) == (
            sum(line[3] for line in office), sum(line[4] for line in office))
        assert row[12:14] == [len(reserves), ready_reserves]
        assert row[15] == count - len(some_one)
    lacking = sum(not line[2] for line in people)
    assert len(sheets["应训未训名单"]) == lacking + lines["合计"][4]
    assert len(sheets["明细"]) == len(people) + lines["合计"][4]
    assert len(sheets["后备"]) == sum(line[1] == "reserve" for line in people)
    told = dict(row[:2] for row in sheets["口径说明"])
    assert told["数据 SHA-256"] == figures["sha256"]
    assert told["行数"] == f"汇总 {len(lines)}；" + "；".join(f"{name} {len(sheets[name])}" for name in SHEETS[1:5])
    assert (told["截止日期"], told["用途"], told["接收单位"], told["制表人"]) == (
        "2018-03-31", HANDING.purpose, HANDING.recipient, HANDING.by)


@samples
def test_the_attendance_sheet_has_a_line_for_each_class_of_a_person(world, rostered, tmp_path):
    sheets, _ = workbook(tmp_path / "whole.xlsx", world.p_district, rostered)
    lines = rows(
        "SELECT p.name, c.title, SUM(CASE WHEN m.status = 'present' THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN m.status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN m.status = 'excused' THEN 1 ELSE 0 END)"
        " FROM people_appointment a JOIN people_organisation o ON o.id = a.organisation_id"
        " JOIN people_category k ON k.id = o.category_id AND k.code = 'residential' JOIN people_person p ON p.id = a.person_id"
        " JOIN cohorts_enrolment e ON e.person_id = p.id JOIN cohorts_cohort c ON c.id = e.cohort_id"
        " LEFT JOIN cohorts_attendancemark m ON m.enrolment_id = e.id AND NOT EXISTS"
        " (SELECT 1 FROM cohorts_attendancemark n WHERE n.corrects_id = m.id) GROUP BY a.id, p.name, e.id, c.title")
    assert sorted((row[3], row[4], row[8], row[12], row[11]) for row in sheets["考勤"]) == sorted(lines)
    reasons = {row[3]: row[10] for row in sheets["应训未训名单"] if row[3]}
    assert {one for text in reasons.values() for one in text.split("；")} == {
        "尚未编班", "已报名，等待名额", "培训班尚未结束", "已退出培训班", "缺勤过多", "请假未训", "学时不足", "出勤率不足",
        "没有证书"}


EVIL = ['=HYPERLINK("http://127.0.0.1/","x")', "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "\t=1+1", "＝1+1", "-2+3", "|x",
        "%0A", "00123"]


def test_no_sheet_holds_anything_that_a_spreadsheet_runs(world, tmp_path):
    round_ = make_round(world.root)
    cohort, sessions = make_training(world.root, "=1+1班")
    for name in EVIL:
        person = actions.create_person(actor=None, name=name)
        post = actions.appoint(actor=None, person=person, organisation=world.east_branch, position="reserve")
        train(cohort, post, sessions, ["absent"], state="not_completed")
    person = world.p_learner
    person.phone = "00013800000000"
    person.save()
    Organisation.objects.filter(pk=world.east.pk).update(name="=1+1街道")
    Organisation.objects.filter(pk=world.east_branch.pk).update(name="+cmd党总支")
    path = tmp_path / "evil.xlsx"
    sheets, _ = workbook(path, world.p_district, round_, handing=Handing("@SUM", NOW, "=1+1", "+cmd"))
    for sheet in ("应训未训名单", "明细", "后备", "考勤"):
        assert [row[3] for row in sheets[sheet] if row[3] in EVIL] == sorted(EVIL, key=[row[3] for row in sheets[sheet]].index)
    assert [row[0] for row in sheets["汇总"]] == ["=1+1街道", "西街道", "合计"]
    assert {row[1] for row in sheets["后备"]} == {"+cmd党总支"}
    assert [row[4] for row in sheets["明细"] if row[3] == person.name] == ["00013800000000"]
    for page in openpyxl.load_workbook(path):
        texts = [cell for line in page.iter_rows() for cell in line if isinstance(cell.value, str)]
        assert {cell.data_type for cell in texts} == {"s"}, page.title
        assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "n"}
        assert [cell.hyperlink for line in page.iter_rows() for cell in line if cell.hyperlink] == []


def test_sheets_are_ready_to_be_printed_and_say_for_whom(world, tmp_path):
    workbook(tmp_path / "a.xlsx", world.p_district, make_round(world.root))
    for page in openpyxl.load_workbook(tmp_path / "a.xlsx"):
        assert page.print_area
        assert page.auto_filter.ref
        assert page.freeze_panes
        assert page.oddFooter.center.text == "&P / &N"
        assert "管理员 于 2018-04-02 09:00 导出，报送：区委组织部，用途：换届前汇报" in page.oddHeader.right.text


def test_the_same_rows_give_the_same_sum_whoever_asks_and_whenever(world, tmp_path):
    round_ = make_round(world.root)
    _, first = workbook(tmp_path / "a.xlsx", world.p_district, round_)
    _, second = workbook(tmp_path / "b.xlsx", world.p_district, round_, handing=Handing("另一人", NOW, "另一用途", "另一单位"))
    assert first == second
    assert read(tmp_path / "a.xlsx")["口径说明"] != read(tmp_path / "b.xlsx")["口径说明"]
    world.p_learner.phone = "14000000001"
    world.p_learner.save()
    assert workbook(tmp_path / "c.xlsx", world.p_district, round_)[1]["sha256"] != first["sha256"]
