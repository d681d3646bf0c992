import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.rules import names, numbers, wording

FACTS = {
    "name": "张三", "programme": "居民区党组织书记", "host": "甲学校", "organisation": "乙总支", "starts_on": "2017-09-05",
    "ends_on": "2017-09-07", "minutes": 360, "issuer": "丙组织部", "issued_on": "2017-09-08",
}


@pytest.mark.parametrize(("text", "running", "number"), [
    ("徐委党训〔{year}〕{n:04}号", 123, "徐委党训〔2018〕0123号"),
    ("徐委党训〔{year}〕{n:04}号", 12345, "徐委党训〔2018〕12345号"),
    ("徐委党训", 7, "徐委党训〔2018〕0007号"),
    ("沪党培({year}) 第 {n} 号", 7, "沪党培〔2018〕第7号"),
    ("XH-{year}-{n:06}", 7, "XH-2018-000007"),
    ("{year}年｛{n:02}｝", 7, "2018年〔07〕"),
])
def test_a_pattern_makes_numbers_in_one_spelling(text, running, number):
    made = numbers.read_pattern(text).number(2018, running)
    assert (made, numbers.normalise_number(made)) == (number, number)


@pytest.mark.parametrize(("text", "code"), [
    ("", "empty"), ("  ", "empty"), ("徐委{n:04}号", "shape"), ("徐委〔{year}〕号", "shape"), ("{n}-{year}", "shape"),
    ("{year}-{n}-{n}", "shape"), ("{year}-{x}", "shape"), ("{year}-{n:4}", "shape"), ("{year}-{n:00}", "shape"),
    ("{year}-{n:04}{", "shape"), ("{year!r}-{n}", "shape"), ("{year}{n:04}", "together"), ("{year} {n}", "together"),
    ("第3期{year}-{n}", "digits"), ("②{year}-{n}", "digits"), ("{year}-{n}/2018", "digits"), ("３-{year}-{n}", "digits"),
    ("徐" * 40 + "{year}-{n}", "long"), ("{year}-{n:09}", "long"),
])
def test_a_wrong_pattern_says_why(text, code):
    with pytest.raises(numbers.WrongPattern) as caught:
        numbers.read_pattern(text)
    assert caught.value.code == code


def test_only_the_number_of_digits_leaves_the_running_as_it_is():
    keys = [numbers.read_pattern(text).key for text in ("甲〔{year}〕{n:04}号", "甲[{year}]{n}号", "乙〔{year}〕{n:04}号")]
    assert keys == ["甲〔{year}〕{n}号", "甲〔{year}〕{n}号", "乙〔{year}〕{n}号"]


@given(st.text("甲乙-/〔〕年号", max_size=4), st.text("甲-/〕年", min_size=1, max_size=3), st.text("甲-号", max_size=3),
       st.integers(2000, 2099), st.integers(1, 10**7), st.integers(1, 8))
def test_a_number_is_read_back_in_one_way_only(before, between, after, year, running, digits):
    pattern = numbers.read_pattern(f"{before}{{year}}{between}{{n:0{digits}}}{after}")
    found = re.fullmatch(r"(\D*)(\d{4})(\D+)(\d+)(\D*)", pattern.number(year, running))
    assert (found[1], int(found[2]), found[3], int(found[4]), found[5]) == (
        pattern.before, year, pattern.between, running, pattern.after
    )


@pytest.mark.parametrize("typed", [
    "徐委党训〔2018〕0123号", "徐委党训[2018]0123号", "徐委党训（2018） 0123 号", "徐委党训【２０１８】０１２３号",
    " 徐委党训(2018)0123号 ",
])
def test_a_number_is_found_however_it_is_typed(typed):
    assert numbers.normalise_number(typed) == "徐委党训〔2018〕0123号"


@pytest.mark.parametrize(("name", "masked"), [
    ("张三", "张*"), ("张小三", "张**"), ("欧阳文华", "欧阳**"), ("欧阳", "欧*"), ("𠮷三", "𠮷*"), ("Anna", "A***"), ("李", "*"),
    ("", ""), ("司马 光", "司马*"),
])
def test_a_name_keeps_its_surname_only(name, masked):
    assert names.mask_name(name) == masked


@pytest.mark.parametrize(("day", "text"), [
    (date(2017, 9, 5), "二〇一七年九月五日"), (date(2018, 10, 10), "二〇一八年十月十日"),
    (date(2020, 12, 31), "二〇二〇年十二月三十一日"), (date(2018, 11, 20), "二〇一八年十一月二十日"),
])
def test_a_date_is_signed_in_chinese(day, text):
    assert wording.chinese_date(day) == text


@pytest.mark.parametrize(("first", "last", "text"), [
    (date(2017, 9, 5), date(2017, 9, 7), "2017年9月5日至9月7日"), (date(2017, 9, 5), date(2017, 9, 5), "2017年9月5日"),
    (date(2017, 12, 30), date(2018, 1, 2), "2017年12月30日至2018年1月2日"),
])
def test_a_period_says_no_more_than_it_must(first, last, text):
    assert wording.period(first, last) == text


def test_what_follows_the_name_tells_host_and_class():
    assert wording.deed(FACTS, "completion") == (
        "于2017年9月5日至9月7日参加甲学校举办的居民区党组织书记培训班，学习期满，考核合格，准予结业。"
    )
    without = {**FACTS, "host": "", "programme": "书记轮训"}
    assert wording.deed(without, "completion") == "于2017年9月5日至9月7日参加书记轮训，学习期满，考核合格，准予结业。"
    assert wording.deed({**FACTS, "sessions": 3}, "teaching") == (
        "于2017年9月5日至9月7日为甲学校举办的居民区党组织书记培训班授课3次。特发此证，以致谢忱。"
    )


def test_hours_are_minutes_by_45():
    assert (wording.hours(360), wording.hours(400)) == ("8", "8.9")
