"""Hours from a workbook: columns found, every fault named, the same file twice changes nothing, undone again."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from courses.actions import hour_imports as actions
from courses.enums import HourImportState as State
from courses.hour_import_words import sentence
from courses.models import HourEntry, HourImport
from courses.rules import hour_rows as rules

HEADINGS = ["序号", "姓名", "所在党组织", "日期", "结束日期", "培训形式", "培训内容", "学时"]
GOOD = [1, "张学员", "东一居民区党总支", "2018-03-01", "", "组织学习", "学习十九大报告", 2]


def workbook(tmp_path, rows, headings=HEADINGS, title="2018年学时登记表"):
    book = Workbook()
    page = book.active
    page.title = "学时"
    page.append([title])
    page.append(headings)
    for row in rows:
        page.append(row)
    page.append(["合计", "", "", "", "", "", "", 99])
    path = tmp_path / "学时.xlsx"
    book.save(path)
    return path


def run(world, path, who="subdistrict"):
    actor = world.people[who]
    batch = actions.upload_hours(actor=actor, upload=SimpleUploadedFile(path.name, path.read_bytes()))
    actions.read_batch(batch=batch)
    batch.refresh_from_db()
    actions.map_columns(actor=actor, batch=batch, fields=[layout["fields"] for layout in batch.layouts])
    actions.check_batch(actor=actor, batch=batch)
    batch.refresh_from_db()
    return batch


def apply(world, batch, who="subdistrict"):
    actions.start_applying(actor=world.people[who], batch=batch)
    posted = actions.apply_batch(actor=world.people[who], batch=batch)
    batch.refresh_from_db()
    return posted


def counts(batch):
    return (batch.read, batch.created, batch.updated, batch.unchanged, batch.refused)


def test_a_workbook_is_read_previewed_and_imported(world, tmp_path):
    batch = run(world, workbook(tmp_path, [GOOD, [2, "钱后备", "", "2018.3.2", "", "", "参观", "3.5"]]))
    assert (batch.state, counts(batch), HourEntry.objects.count()) == (State.READY, (2, 2, 0, 0, 0), 0)
    assert apply(world, batch) == 2
    assert batch.state == State.APPLIED
    assert list(HourEntry.objects.order_by("pk").values_list("person__name", "kind", "observed", "on_date", "title")) == [
        ("张学员", "study", 90, date(2018, 3, 1), "学习十九大报告"), ("钱后备", "recognised", 157, date(2018, 3, 2), "参观")]


def test_the_same_workbook_twice_changes_nothing(world, tmp_path):
    path = workbook(tmp_path, [GOOD])
    apply(world, run(world, path))
    again = run(world, path)
    assert counts(again) == (1, 0, 0, 1, 0)
    assert (apply(world, again), HourEntry.objects.count()) == (0, 1)


def test_a_job_delivered_twice_posts_once(world, tmp_path):
    batch = run(world, workbook(tmp_path, [GOOD]))
    apply(world, batch)
    HourImport.objects.update(state=State.APPLYING)  # a worker died after the last part
    assert actions.apply_batch(actor=world.p_subdistrict, batch=batch) == 0
    assert HourEntry.objects.count() == 1


def test_other_hours_are_a_correction_and_undoing_brings_back_what_stood(world, tmp_path):
    apply(world, run(world, workbook(tmp_path, [GOOD])))
    second = run(world, workbook(tmp_path, [[*GOOD[:7], 3]]))
    assert counts(second) == (1, 0, 1, 0, 0)
    apply(world, second)
    assert list(HourEntry.objects.order_by("pk").values_list("observed", flat=True)) == [90, -90, 135]
    actions.start_undoing(actor=world.p_subdistrict, batch=second)
    actions.undo_batch(actor=world.p_subdistrict, batch=second)
    second.refresh_from_db()
    assert (second.state, [line.observed for line in HourEntry.objects.standing()]) == (State.UNDONE, [90])


def test_undoing_takes_back_only_what_still_stands(world, tmp_path):
    first, second = run(world, workbook(tmp_path, [GOOD])), None
    apply(world, first)
    second = run(world, workbook(tmp_path, [[*GOOD[:7], 3]]))
    apply(world, second)
    actions.start_undoing(actor=world.p_subdistrict, batch=first)
    actions.undo_batch(actor=world.p_subdistrict, batch=first)
    assert [line.observed for line in HourEntry.objects.standing()] == [135]


def test_what_lasts_over_the_turn_of_a_year_is_divided_and_known_again(world, tmp_path):
    path = workbook(tmp_path, [[1, "张学员", "", "2017-12-31", "2018-01-01", "", "冬训", 2]])
    apply(world, run(world, path))
    assert list(HourEntry.objects.order_by("on_date").values_list("on_date", "observed")) == [
        (date(2017, 12, 31), 45), (date(2018, 1, 1), 45)]
    assert counts(run(world, path)) == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(("row", "column", "code"), [
    ([1, "", "", "2018-03-01", "", "", "课", 2], "姓名", "no_name"),
    ([1, "张学员", "", "2018-03-01", "", "", "", 2], "培训内容", "no_title"),
    ([1, "张学员", "", "", "", "", "课", 2], "日期", "no_date"),
    ([1, "张学员", "", "2018年3月", "", "", "课", 2], "日期", "bad_date"),
    ([1, "张学员", "", "2018-03-02", "2018-03-01", "", "课", 2], "结束日期", "ends_before"),
    ([1, "张学员", "", "2099-03-02", "", "", "课", 2], "日期", "future"),
    ([1, "张学员", "", "2018-03-01", "", "跳舞", "课", 2], "培训形式", "bad_kind"),
    ([1, "张学员", "", "2018-03-01", "", "", "课", ""], "学时", "no_hours"),
    ([1, "张学员", "", "2018-03-01", "", "", "课", "许多"], "学时", "bad_number"),
    ([1, "张学员", "", "2018-03-01", "", "", "课", 201], "学时", "hours_range"),
    ([1, "赵无人", "", "2018-03-01", "", "", "课", 2], "姓名", "unknown_person"),
    ([1, "张学员", "别处", "2018-03-01", "", "", "课", 2], "姓名", "unknown_person"),
    ([1, "王外人", "", "2018-03-01", "", "", "课", 2], "姓名", "unknown_person"),
])
def test_every_fault_is_named_by_row_column_value_and_reason(world, tmp_path, row, column, code):
    batch = run(world, workbook(tmp_path, [row]))
    stored = batch.rows.get()
    assert (stored.state, stored.number, [(one["column"], one["code"]) for one in stored.problems]) == (
        "refused", 3, [(column, code)])
    assert apply(world, batch) == 0
    with batch.error_file.open("rb") as file:
        page = load_workbook(file).active
    reason = sentence(rules.Problem(**stored.problems[0]))
    assert page.cell(3, 9).value == f"{column}：{reason}"


def test_a_row_that_says_the_same_twice_is_refused_once(world, tmp_path):
    batch = run(world, workbook(tmp_path, [GOOD, GOOD]))
    assert counts(batch) == (2, 1, 0, 0, 1)
    assert batch.rows.get(state="refused").problems[0]["params"] == {"row": 3}


def test_nobody_imports_their_own_hours(world, tmp_path):
    from lms.people import actions as people  # noqa: PLC0415 -- leaf: only here

    world.p_subdistrict.name = "孙管理"
    world.p_subdistrict.save()
    people.appoint(actor=None, person=world.p_subdistrict, organisation=world.east_branch, position="member")
    batch = run(world, workbook(tmp_path, [[1, "孙管理", "", "2018-03-01", "", "", "课", 2]]))
    assert [one["code"] for one in batch.rows.get().problems] == ["own"]


def test_columns_without_a_meaning_are_asked_for(world, tmp_path, client):
    path = workbook(tmp_path, [["张学员", "2018-03-01", "课", 2]], ["姓名", "日期", "甲", "乙"])
    batch = actions.upload_hours(actor=world.p_subdistrict, upload=SimpleUploadedFile(path.name, path.read_bytes()))
    actions.read_batch(batch=batch)
    client.force_login(world.p_subdistrict)
    url = f"/desk/hours/imports/{batch.pk}/"
    answer = client.post(f"{url}columns/", {"s0c0": "name", "s0c1": "first"})
    assert (answer.status_code, "学时：没有列对应：学习内容, 学时。" in answer.content.decode()) == (400, True)
    assert client.post(f"{url}columns/", {"s0c0": "name", "s0c1": "first", "s0c2": "title", "s0c3": "hours"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == State.CHECKING


def test_the_command_says_what_it_refused(world, tmp_path, capsys):
    path = workbook(tmp_path, [GOOD, [2, "赵无人", "", "2018-03-01", "", "", "课", 2]])
    with pytest.raises(SystemExit) as left:
        call_command("import_hours", "--as", "subdistrict", str(path))
    assert (left.value.code, HourEntry.objects.count()) == (2, 1)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "读到 2 行：新增 1，更改 0，未变 0，未收 1"
    call_command("import_hours", "--as", "subdistrict", "--dry-run", str(workbook(tmp_path, [[*GOOD[:7], 5]])))
    assert HourEntry.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 8])
def test_checking_costs_the_same_however_many_rows(world, tmp_path, django_assert_num_queries, rows):
    path = workbook(tmp_path, [[*GOOD[:6], f"课{number}", 2] for number in range(rows)])
    from lms.people.rosters.reading import read_roster  # noqa: PLC0415 -- leaf: only here

    sheets = read_roster(path, path.name)
    _ = world.p_subdistrict.scope
    with django_assert_num_queries(3):
        actions.plan(actor=world.p_subdistrict, sheets=sheets, layouts=actions.lay_out(sheets), today=date(2026, 1, 1))


def test_telephones_are_masked_where_rows_are_shown(world, tmp_path, client):
    world.p_learner.phone = "13900001234"
    world.p_learner.save()
    rows, headings = [["李四", "13900001234", "2018-03-01", "课", 2]], ["姓名", "手机", "日期", "内容", "学时"]
    batch = run(world, workbook(tmp_path, rows, headings))
    client.force_login(world.p_subdistrict)
    html = client.get(f"/desk/hours/imports/{batch.pk}/").content.decode()
    assert (html.count("13900001234"), html.count("139****1234")) == (0, 1)
    assert batch.layouts[0]["samples"][1] == ["139****1234"]
