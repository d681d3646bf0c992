"""What cells mean."""

from datetime import date, datetime

import pytest

from lms.people.rules.roster import dates, values
from lms.people.rules.roster.text import heading_key, organisation_key, person_name

TODAY = date(2017, 7, 1)


@pytest.mark.parametrize(("cell", "meaning"), [
    ("1974年5月", "1974-05"), ("1974年05月", "1974-05"), ("1974年5月2日", "1974-05-02"), ("1974年", "1974"),
    ("1974.05", "1974-05"),
    ("1974.5", "1974-05"), ("1974.5.2", "1974-05-02"), ("1974/5", "1974-05"), ("1974/5/2", "1974-05-02"),
    ("1974-04-01", "1974-04-01"),
    ("1974-4", "1974-04"), ("197405", "1974-05"), ("19740502", "1974-05-02"), ("1974", "1974"),
    ("１９７４．０５", "1974-05"),
    (" 1974 年 5 月 ", "1974-05"), ("1974年5月生", "1974-05"), ("2013.05至今", "2013-05"), (197405, "1974-05"),
    (197405.0, "1974-05"),
    (1974.05, "1974-05"), (1974.12, "1974-12"), (27151, "1974-05-02"), (27151.0, "1974-05-02"),
    (datetime(1974, 5, 2), "1974-05-02"),
    (date(1974, 5, 2), "1974-05-02"), ("1974-05-02 00:00:00", "1974-05-02"), ("", ""), (None, ""),
])
def test_dates_in_all_notations(cell, meaning):
    assert dates.partial_date(cell) == meaning


@pytest.mark.parametrize("cell", ["不详", "1974-13", "1974-02-30", "74.5", "5月", "19740", "1800-01",
    True, "1974-05-02-03"])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(ValueError, match=".*"):
        dates.partial_date(cell)


def test_a_number_that_lost_its_zero_is_not_guessed():
    with pytest.raises(dates.Unclear):
        dates.partial_date(1974.1)
    with pytest.raises(values.Bad) as bad:
        values.born(1974.1, TODAY)
    assert bad.value.code == "date_unclear"


@pytest.mark.parametrize(("one", "other", "agree"), [
    ("1974-05", "1974-05-02", True), ("1974-05-02", "1974-05-02", True), ("1974", "1974-05", True), ("", "1974",
    True),
    ("1974-05", "1974-06-02", False), ("1974-05-02", "1974-05-03", False),
])
def test_a_month_agrees_with_its_days(one, other, agree):
    assert dates.agree(one, other) is agree
    assert dates.agree(other, one) is agree


@pytest.mark.parametrize(("cell", "code"), [("2071.05", "born_in_future"), ("2017-07-02", "born_in_future"),
    ("昨天", "date_odd")])
def test_dates_of_birth_that_cannot_be(cell, code):
    with pytest.raises(values.Bad) as bad:
        values.born(cell, TODAY)
    assert bad.value.code == code


def test_today_and_this_month_are_not_in_the_future():
    assert values.born("2017-07-01", TODAY) == "2017-07-01"
    assert values.since("2017年7月", TODAY) == "2017-07"


@pytest.mark.parametrize("cell", [
    14000000001.0, 14000000001, "14000000001", "140 0000 0001", "140-0000-0001", "１４００００００００１",
        " 14000000001 ",
    "+86 14000000001", "8614000000001", "0086-14000000001",
])
def test_telephones_however_they_are_written(cell):
    assert values.phone(cell) == "14000000001"


@pytest.mark.parametrize(("cell", "code", "params"), [
    ("1400000123", "phone_length", {"digits": 10}), ("140000001234", "phone_length", {"digits": 12}),
    ("24000000001", "phone_not_mobile", {}), ("14000000001/14000000002", "phone_not_digits", {}), ("无",
    "phone_not_digits", {}),
])
def test_telephones_that_cannot_be(cell, code, params):
    with pytest.raises(values.Bad) as bad:
        values.phone(cell)
    assert (bad.value.code, bad.value.params) == (code, params)


@pytest.mark.parametrize(("cell", "code"), [
    ("书记 ", "secretary"), ("党总支书记", "secretary"), ("支部书记", "secretary"), ("党支部 书记", "secretary"),
    ("书记（兼）", "secretary"),
    ("副书记", "deputy"), ("党总支副书记", "deputy"), ("专职副书记", "deputy"), ("委员", "committee"),
    ("组织委员", "committee"), ("支委", "committee"),
    ("后备", "reserve"), ("后备干部", "reserve"), ("书记后备", "reserve"), ("党员", "member"), ("预备党员",
    "member"), ("", ""),
])
def test_positions_under_their_names(cell, code):
    assert values.position(cell) == code


@pytest.mark.parametrize("cell", ["居委主任", "书记、主任", "原书记", "不是书记"])
def test_positions_that_are_not_in_the_list(cell):
    with pytest.raises(values.Bad):
        values.position(cell)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "<script>alert(1)</script>", "123", "-", "@王", "王伟,李强",
    "甲" * 61])
def test_what_is_no_name(cell):
    with pytest.raises(values.Bad):
        values.name(cell)


@pytest.mark.parametrize(("cell", "name"), [
    ("许　涛", "许涛"), (" 魏刚 ", "魏刚"), ("王 小 明", "王小明"), ("Anna  Maria Li", "Anna Maria Li"),
    ("买买提•吐尔逊", "买买提·吐尔逊"), ("Ｌｉ", "Li"), ("O'Neill", "O'Neill"),
])
def test_names_without_what_typing_added(cell, name):
    assert person_name(cell) == name
    assert values.name(cell) == name


def test_categories_by_their_spellings():
    codes = {"机关事业": "government", "机关": "government", "两新": "two_new", "国企": "soe"}
    assert values.category("“两新”", codes) == "two_new"
    assert values.category("两新组织", codes) == "two_new"
    assert values.category("机关事业单位", codes) == "government"
    assert values.category(" ", codes) == ""
    with pytest.raises(values.Bad):
        values.category("居民", codes)


def test_kinds_of_organisations_by_their_names():
    kinds = {name: values.organisation_kind(name) for name in ("田林第1居民区党总支", "区教育局第1党支部",
        "律师行业党委第66党支部")}
    assert list(kinds.values()) == ["general_branch", "branch", "branch"]
    assert [values.superior_kind(name) for name in ("天平路街道", "华泾镇", "区教育局", "律师行业党委")] == [
        "subdistrict", "subdistrict", "commission", "commission"]


def test_spellings_of_one_heading_and_one_organisation():
    assert heading_key("姓\u3000名") == heading_key("姓名（必填）") == heading_key(" 姓 名* ：") == "姓名"
    assert organisation_key("田林第1 居民区党总支") == organisation_key("田林第１居民区党总支")
    assert organisation_key("田林第1居民区党总支") != organisation_key("田林第11居民区党总支")
