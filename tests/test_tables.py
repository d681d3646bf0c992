"""Tables written row by row: what spreadsheets and programs read of them is what was written."""

import csv
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
import python_calamine

from lms.tables import Column, CommaFile, Workbook, write_all
from lms.tables.columns import CLOCK, DAY, MOMENT, SHARE
from lms.tables.parts import free_name, letters
from lms.tables.texts import acts, quoted, unquoted

ACTING = ["=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x", "\tx", "\rx", "\nx", "\x00x", "＝１＋１", "＋１", "－１", "＠x", " =1",
          "\xa0=1"]
DIGITS = ["13800138000", "310101194912310012", "0012", "20170905"]
KEPT = ["张三", "2017", "1", "a=b", "", "'", "O'Brien", "１２", "居民区"]


@pytest.mark.parametrize("text", ACTING)
def test_what_a_spreadsheet_would_calculate_is_known(text):
    assert acts(text)
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", DIGITS)
def test_numbers_of_people_stay_texts(text):
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", KEPT)
def test_other_texts_are_written_as_they_are(text):
    assert quoted(text) == text


@pytest.mark.parametrize("text", [*ACTING, *DIGITS, *KEPT, "'=1", "''=1", "'13800138000", "'张"])
def test_whoever_reads_by_the_rule_has_the_text_unchanged(text):
    assert unquoted(quoted(text)) == text


COLUMNS = (
    Column("文字", 20), Column("数", 10, "#,##0"), Column("比例", 8, SHARE), Column("日期", 12, DAY), Column("时刻", 16, MOMENT),
    Column("钟点", 8, CLOCK), Column("是否", 8),
)
ROW = ("<甲> & “乙”", 1234, Decimal("0.855"), date(2017, 9, 5), datetime(2017, 9, 5, 1, 30, tzinfo=UTC), time(9, 30), True)


def test_values_keep_their_kind_in_a_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        write_all(book.table("表", COLUMNS, title="题目", notes=["说明 {一}"]), [ROW, (None, 0, 1, None, None, None, False)])
    sheet = openpyxl.load_workbook(path)["表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows[:3]] == ["题目", "说明 {一}", "文字"]
    assert rows[3] == ["<甲> & “乙”", 1234, 0.855, datetime(2017, 9, 5), datetime(2017, 9, 5, 9, 30), time(9, 30), "是"]
    assert rows[4] == [None, 0, 1, None, None, None, "否"]
    assert [cell.number_format for cell in sheet[4]] == ["General", "#,##0", SHARE, DAY, MOMENT, CLOCK, "General"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A4", "A3:G5", "$3:$3")
    assert sheet.column_dimensions["A"].width == 20.71


def test_truth_and_number_in_one_column_are_not_mixed_up(tmp_path):
    path = tmp_path / "a.csv"
    with CommaFile(path, [Column("x")]) as table:
        write_all(table, [(1,), (True,), (0,), (False,), (1.0,)])
    assert path.read_text("utf-8-sig").split() == ["x", "1", "是", "0", "否", "1.0"]


def test_values_read_well_in_comma_separated_values(tmp_path):
    path = tmp_path / "a.csv"
    with CommaFile(path, COLUMNS) as table:
        write_all(table, [ROW])
    with open(path, encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["<甲> & “乙”", "1234", "85.5%", "2017-09-05", "2017-09-05 09:30", "09:30", "是"]


@pytest.mark.parametrize("text", [*ACTING[:7], "a\rb", "  两端  ", "多\n行", "_x0041_", "a" * 40_000])
def test_texts_are_unchanged_for_a_reader(tmp_path, text):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        write_all(book.table("表", [Column("文字")]), [(text,)])
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1][0]
    assert read == text[:32_767].replace("_x0041_", "_x005F_x0041_") or read == text


def test_what_xml_cannot_hold_is_written_as_spreadsheets_do(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        write_all(book.table("表", [Column("文字")]), [("a\x00b\ud800",)])
    with zipfile.ZipFile(path) as archive:
        assert "<t>a_x0000_b_xD800_</t>" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_failure_leaves_no_file_that_opens(tmp_path):
    path = tmp_path / "a.xlsx"

    def fail():
        with Workbook(path) as book:
            book.table("表", [Column("文字")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(KeyError):
        openpyxl.load_workbook(path)


def test_names_of_sheets_are_such_as_a_workbook_may_have():
    assert free_name("东街道/书记[一]班?", set()) == "东街道 书记 一 班"
    assert free_name("长" * 40, {"长" * 31}) == "长" * 29 + " 2"
    assert free_name("a", {"A"}) == "a 2"
    assert free_name("''", set()) == "Sheet"


def test_columns_are_lettered():
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
