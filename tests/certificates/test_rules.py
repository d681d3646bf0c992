from datetime import date

import pytest

from certificates.rules import names, numbers, wording

FACTS = {
    "name": "张三", "programme": "居民区党组织书记", "host": "甲学校", "organisation": "乙总支", "starts_on": "2017-09-05",
    "ends_on": "2017-09-07", "minutes": 360, "issuer": "丙组织部", "issued_on": "2017-09-08",
}


def test_a_number_has_four_digits_at_least():
    assert numbers.format_number("徐委党训", 2018, 123) == "徐委党训〔2018〕0123号"
    assert numbers.format_number("党训", 2018, 12345) == "党训〔2018〕12345号"


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


def test_the_sentence_names_host_and_class():
    assert wording.sentence(FACTS) == (
        "同志于2017年9月5日至9月7日参加甲学校举办的居民区党组织书记培训班，学习期满，考核合格，准予结业。"
    )
    without = {**FACTS, "host": "", "programme": "书记轮训"}
    assert wording.sentence(without) == "同志于2017年9月5日至9月7日参加书记轮训，学习期满，考核合格，准予结业。"


def test_hours_are_minutes_by_45():
    assert (wording.hours(360), wording.hours(400)) == ("8", "8.9")
