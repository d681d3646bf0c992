"""Where headings stand and what they mean."""

from lms.people.rules.roster import headings
from lms.people.rules.roster.rows import SheetFacts, is_row, superior_of_sheet

TITLE = ["徐汇区居民区党组织书记名册"]
ROW = ["天平路街道", "天平路第1居民区党总支", "赖丽华", "书记", "14010000001"]


def test_headings_below_a_title_one_row_high():
    found = headings.find([TITLE, [""], ["单位", "党支部", "姓 名", "党内职务", "手机"], ROW])
    assert (found.row, found.height) == (2, 1)
    assert found.fields == ("superior", "organisation", "name", "position", "phone")


def test_headings_over_two_rows_with_a_span():
    rows = [TITLE, ["序号", "党组织名称", "姓名", "任职情况", "", "联系电话"], ["", "", "", "职务", "任职时间",
        ""], [1, *ROW]]
    found = headings.find(rows)
    assert (found.row, found.height) == (1, 2)
    assert found.fields == ("ignored", "organisation", "name", "position", "since", "phone")
    assert found.texts[3] == "任职情况/职务"


def test_data_below_one_row_of_headings_is_not_taken_for_headings():
    found = headings.find([["党组织", "姓名", "身份", "移动电话"], ["党支部", "王伟", "书记", "14000000001"]])
    assert found.height == 1


def test_headings_far_from_the_corner():
    rows = [[]] * 9 + [["", "", "", "党组织名称", "姓名", "身份"], ["", "", "", "甲党支部", "王伟", "书记"]]
    found = headings.find(rows)
    assert found.row == 9
    assert found.fields[3:] == ("organisation", "name", "position")


def test_a_sheet_of_notes_has_no_headings():
    assert headings.find([["说明"], ["请按时上报"]]) is None


def test_unknown_headings_are_offered_for_mapping():
    found = headings.find([["甲", "乙", "丙"], ["1", "2", "3"]])
    assert found.fields == ("", "", "")
    assert found.missing == ("name", "organisation", "position")


def test_what_was_corrected_once_is_guessed_from_then_on():
    texts = ["党组织", "同志", "身份", "备注"]
    assert headings.guess(texts) == ("organisation", "", "position", "ignored")
    assert headings.guess(texts, {"同志": "name"}) == ("organisation", "name", "position", "ignored")


def test_a_field_goes_to_one_column_only():
    assert headings.guess(["姓名", "名字", "职务"]) == ("name", "", "position")


def test_a_lone_unit_column_holds_the_organisation():
    assert headings.guess(["单位", "姓名"]) == ("organisation", "name")
    assert headings.guess(["街道", "姓名"]) == ("superior", "name")


SHEET = SheetFacts("东街道", ("序号", "姓名", "职务"), {"name": 1, "position": 2})


def test_totals_signatures_and_blank_lines_are_no_rows():
    lines = [["合计", "=COUNTA(B1:B9)", ""], ["总 计", 12, ""], ["", "", ""], [7, "", ""], ["填表人：",
        "审核人：", ""], ["注：仅供参考", "", ""],
             ["序号", "姓 名", "职务"], ["  ", None, " "]]
    assert [is_row(line, SHEET) for line in lines] == [False] * len(lines)
    assert is_row([1, "王伟", "书记"], SHEET)
    assert is_row([1, "", "书记"], SHEET)


def test_the_sheet_says_which_superior_it_belongs_to():
    assert superior_of_sheet("天平路街道", []) == "天平路街道"
    assert superior_of_sheet("Sheet1", [["填报单位（盖章）：华泾镇"]]) == "华泾镇"
    assert superior_of_sheet("机关国企两新", [["填报单位（盖章）：机关国企两新"]]) == ""
    assert superior_of_sheet("区教育局", [], {"区教育局"}) == "区教育局"
