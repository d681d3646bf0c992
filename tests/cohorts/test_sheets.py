"""The paper sheet: what is understood, what is named as wrong, and that nothing is half done."""

import io
from contextlib import suppress

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark
from cohorts.rules.sheets import HEADINGS, Seat, letter, read_mark, read_sheet

from .meetings import fill, mark, minutes_of, place, standing

SEATS = [Seat(11, 1, "张三", "A7"), Seat(12, 2, "李四"), Seat(13, 3, "王五"), Seat(14, 4, "王五", "B9")]


@pytest.mark.parametrize(("text", "read"), [
    ("1", ("present", None)), ("√", ("present", None)), (" 出席 ", ("present", None)), ("２", ("late", None)),
    ("迟到 15", ("late", 15)), ("2 15", ("late", 15)), ("早退10分钟", ("left_early", 10)), ("LATE 5 min", ("late", 5)),
    ("病假", ("excused", None)), (5.0, ("absent", None)), ("×", ("absent", None)), ("", None), (None, None), ("  ", None),
])
def test_words_signs_and_digits_are_understood(text, read):
    assert read_mark(text) == read


@pytest.mark.parametrize("text", ["6", "0", "也许", "出席 15", "1 15", "迟到 9999", "15", "-", "=1+1"])
def test_other_words_are_not(text):
    with pytest.raises(ValueError, match=r".*"):
        read_mark(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with suppress(ValueError):
        read_mark(text)


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=6), st.floats(), st.integers()), max_size=5), max_size=20))
def test_any_table_is_read_or_named(rows):
    reading = read_sheet([["序号", "姓名", "考勤"], *rows], SEATS)
    assert reading.lines or reading.faults


def test_columns_have_the_names_of_spreadsheets():
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert len({heading for headings in HEADINGS.values() for heading in headings}) == sum(map(len, HEADINGS.values()))


def read(*rows, head=("序号", "姓名", "考勤")):
    reading = read_sheet([["签到表"], list(head), *rows], SEATS)
    return ([(line.row, line.seat.enrolment_id, line.status, line.minutes) for line in reading.lines],
            [(fault.row, fault.column, fault.value, fault.code) for fault in reading.faults])


def test_rows_are_found_by_number_and_name():
    assert read([1.0, "张三", "√"], ["", "李四", "迟到 5"], [4, "王五", "缺"], [3, "", "假"], [9, "", ""]) == (
        [(3, 11, "present", None), (4, 12, "late", 5), (5, 14, "absent", None), (6, 13, "excused", None)], []
    )
    assert read(["B9", "王五", "1"], head=("编号", "姓名", "签到"))[0] == [(3, 14, "present", None)]


def test_a_row_number_that_is_only_a_number_of_rows_gives_way_to_the_name():
    assert read([1, "李四", "√"])[0] == [(3, 12, "present", None)]


def test_each_bad_cell_is_named():
    assert read(
        ["", "王五", "√"], ["", "赵六", "√"], [9, "", "√"], ["", "", "√"], [1, "张三", "也许"],
        [2, "李四", "√"], [2, "李四", "√"], [1, "王五", "√"],
    )[1] == [
        (3, "B", "王五", "several"), (4, "B", "赵六", "unknown_name"), (5, "A", "9", "unknown_number"), (6, "B", "", "nobody"),
        (7, "C", "也许", "unknown_mark"), (9, "A", "2", "twice"), (10, "B", "王五", "name_and_number"),
    ]
    assert read(["A7", "李四", "√"], head=("编号", "姓名", "签到"))[1] == [(3, "B", "李四", "name_and_number")]


def test_a_table_without_headings_or_marks_says_so():
    assert [fault.code for fault in read_sheet([["张三", "√"]], SEATS).faults] == ["no_heading"]
    assert [fault.code for fault in read_sheet([], SEATS).faults] == ["no_heading"]
    assert [fault.code for fault in read_sheet([["姓名", "考勤"], ["张三", ""]], SEATS).faults] == ["no_marks"]


# The pages --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


def keyed(desk, meeting, **marks):
    rows = desk.get(reverse("cohorts:sheet", args=[meeting.pk])).context["rows"]
    form = {"form": "1"} | {f"seen-{row.enrolment.pk}": row.status for row in rows}
    return desk.post(reverse("cohorts:sheet", args=[meeting.pk]), form | {f"mark-{pk[1:]}": text for pk, text in marks.items()})


def test_the_sheet_is_keyed_in_and_written_whole(desk, meeting, seats, world):
    keys = [f"m{seat.pk}" for seat in seats]
    page = keyed(desk, meeting, **{keys[0]: "1", keys[1]: "也许", keys[2]: "2 15"})
    assert (page.context["bad"], AttendanceMark.objects.count()) == (1, 0)
    answer = keyed(desk, meeting, **{keys[0]: "1", keys[1]: "缺", keys[2]: "2 15"})
    assert answer.url == reverse("cohorts:session", args=[meeting.pk])
    assert standing(meeting) == {seats[0].pk: "present", seats[1].pk: "absent", seats[2].pk: "late"}
    late = AttendanceMark.objects.get(status="late")
    assert (late.method, late.late_minutes, late.recorded_by) == ("paper", 15, world.p_trainer)
    assert len(late.device) == 32


def test_who_was_marked_meanwhile_stops_the_whole_sheet(desk, meeting, seats, world):
    mark(world, meeting, (seats[0], "absent"))
    form = {f"seen-{seats[0].pk}": "", f"mark-{seats[0].pk}": "1", f"seen-{seats[1].pk}": "", f"mark-{seats[1].pk}": "1"}
    page = desk.post(reverse("cohorts:sheet", args=[meeting.pk]), form)
    assert page.status_code == 200
    assert standing(meeting) == {seats[0].pk: "absent"}


def test_after_closing_the_sheet_corrects_and_hours_follow(desk, meeting, seats, world):
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    keyed(desk, meeting, **{f"m{seats[0].pk}": "1"})
    assert (standing(meeting)[seats[0].pk], minutes_of(seats[0].person)) == ("present", 90)
    assert AttendanceMark.objects.current().get(enrolment=seats[0]).reason != ""


def workbook(*rows):
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return SimpleUploadedFile("签到表.xlsx", data.getvalue())


def upload(desk, meeting, file):
    return desk.post(reverse("cohorts:sheet-upload", args=[meeting.pk]), {"file": file})


def test_an_uploaded_sheet_is_shown_and_then_taken(desk, meeting, seats):
    page = upload(desk, meeting, workbook(["姓名", "考勤"], ["赵建国", "√"], ["孙建国", "迟到 7"]))
    assert (page.context["faults"], page.context["changes"], AttendanceMark.objects.count()) == ([], 2, 0)
    payload = page.context["payload"]
    desk.post(reverse("cohorts:sheet-apply", args=[meeting.pk]), {"payload": payload})
    assert sorted(standing(meeting).values()) == ["late", "present"]
    desk.post(reverse("cohorts:sheet-apply", args=[meeting.pk]), {"payload": payload})
    assert AttendanceMark.objects.count() == 2


def test_a_table_of_commas_serves_too_and_a_bad_row_stops_it(desk, meeting, seats):
    file = SimpleUploadedFile("a.csv", "姓名,考勤\n赵建国,√\n某某,√\n".encode("gb18030"))
    page = upload(desk, meeting, file)
    assert [(fault.row, fault.column, fault.value) for fault, _ in page.context["faults"]] == [(3, "A", "某某")]
    assert page.context["payload"] == ""


@pytest.mark.parametrize("file", [
    SimpleUploadedFile("a.xlsx", b"no workbook"), SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("a.csv", b""),
])
def test_what_is_no_table_is_said(desk, meeting, seats, file):
    file.seek(0)
    assert upload(desk, meeting, file).context["upload"].errors.keys() == {"file"}


def test_a_preview_of_another_session_or_altered_is_not_taken(desk, meeting, seats, world):
    from .meetings import make_meeting

    payload = upload(desk, meeting, workbook(["姓名", "考勤"], ["赵建国", "√"])).context["payload"]
    other = make_meeting(world, meeting.cohort)
    for pk, sent in ((other.pk, payload), (meeting.pk, payload[:-2]), (meeting.pk, "")):
        assert desk.post(reverse("cohorts:sheet-apply", args=[pk]), {"payload": sent}).status_code == 302
    assert AttendanceMark.objects.count() == 0


def test_the_sheet_to_fill_in_is_read_again(desk, meeting, seats):
    answer = desk.get(reverse("cohorts:sheet-file", args=[meeting.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    rows[-1][-1] = "√"
    seat = Seat(seats[0].pk, 3, "赵建国")
    assert [line.seat for line in read_sheet(rows, [Seat(1, 1, "钱建国"), Seat(2, 2, "孙建国"), seat]).lines] == [seat]


def test_nobody_keys_in_themselves(desk, meeting, seats, world):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    keyed(desk, meeting, **{f"m{own.pk}": "1", f"m{seats[0].pk}": "1"})
    assert standing(meeting) == {seats[0].pk: "present"}


@pytest.mark.parametrize("count", [1, 80])
def test_the_page_costs_the_same_for_one_and_for_many(desk, world, meeting, count, django_assert_num_queries):
    fill(meeting.cohort, world.east_branch, count)
    with django_assert_num_queries(9):
        desk.get(reverse("cohorts:sheet", args=[meeting.pk]))
