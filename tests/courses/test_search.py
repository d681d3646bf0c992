"""Finding courses and lessons: inside Chinese titles and texts, by pinyin and initials, ranked, in few queries."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from courses.actions.catalogue import register_course, register_lecturer, register_lesson, register_series, retire
from courses.actions.catalogue_text import keep_text
from courses.models import CatalogueText
from courses.queries import filter_options, near, search_courses, search_lessons
from courses.rules.filters import BEST, LENGTH, NEWEST, TITLE, Asked, read

FIRST = datetime(2017, 6, 1, tzinfo=UTC)


def course(title, *, summary="", day=0, text="", **fields):
    row = register_course(key=uuid4(), title=title, summary=summary, url=f"/{uuid4()}/",
                          published_at=FIRST + timedelta(days=day), **fields)
    keep_text(item=row, text=text)
    return row


def lesson(title, *, summary="", text="", of=None):
    row = register_lesson(key=uuid4(), title=title, summary=summary, url=f"/{uuid4()}/", published_at=FIRST,
                          course_key=of.key if of else None, kind="lesson" if of else "micro", minutes=10)
    keep_text(item=row, text=text)
    return row


def titles(rows):
    return [row.title for row in rows]


@pytest.mark.parametrize("words", ["停车", "停车 消防", "消防，停车", "ＷＩＦＩ", "wifi"])
def test_a_word_inside_the_text_of_a_lesson_is_found(db, words):
    lesson("议事有结论", text="小区停车难，消防通道要畅通；活动室有WiFi。")
    lesson("别的", text="只讲消防。")
    assert titles(search_lessons(words)) == ["议事有结论"]


@pytest.mark.parametrize("words", ["停车 没有", "100%", "_", "停_车", "'", "没有"])
def test_every_word_must_stand_somewhere_and_signs_mean_themselves(db, words):
    lesson("议事有结论", text="小区停车难，消防通道要畅通。")
    assert titles(search_lessons(words)) == []


def test_a_sign_that_the_database_reads_otherwise_is_found_as_it_stands(db):
    lesson("比例", text="到会率达到100%，记作a_b。")
    lesson("别的", text="到会率达到1000，记作axb。")
    assert titles(search_lessons("100%")) == ["比例"]
    assert titles(search_lessons("a_b")) == ["比例"]


def test_a_title_counts_more_than_pinyin_and_summary_and_text(db):
    for title, summary, text in [
        ("甲", "", "换届在即"), ("乙", "讲换届", ""), ("换届选举", "", ""), ("关于换届", "也讲换届", "换届换届"),
    ]:
        course(title, summary=summary, text=text)
    assert titles(search_courses(words="换届", sort=BEST))[-2:] == ["乙", "甲"]
    assert set(titles(search_courses(words="换届", sort=BEST))[:2]) == {"换届选举", "关于换届"}


def test_initials_and_pinyin_of_a_title_are_found(db):
    course("居民区书记培训")
    for words in ("sjpx", "shuji", "SHUJI", "jmq"):
        assert titles(search_courses(words=words)) == ["居民区书记培训"]
    assert titles(search_courses(words="j")) == []  # one letter is no pinyin


def test_a_course_is_found_by_what_its_page_says_of_it(db):
    course("甲", text="会写一份用得上的年度计划 组织生活 陆文斌")
    assert titles(search_courses(words="陆文斌 计划")) == ["甲"]


def test_what_was_retired_is_not_found(db):
    of = course("课程")
    gone, stays = lesson("一", text="停车", of=of), lesson("二", text="停车", of=of)
    retire(keys=[gone.key])
    assert titles(search_lessons("停车")) == ["二"]
    retire(keys=[of.key])
    assert titles(search_lessons("停车")) == []
    assert stays.retired_at is None


def test_the_same_text_again_writes_nothing_and_a_new_one_replaces_it(db, django_assert_num_queries):
    row = lesson("一", text="从前 的\n文字")
    with django_assert_num_queries(3):  # the transaction, and one look
        keep_text(item=row, text="从前 的文字".replace(" 的文字", " 的 文字"))
    keep_text(item=row, text="现在")
    assert list(CatalogueText.objects.filter(lesson=row).values_list("text", "folded")) == [("现在", "现在")]


def test_filters_narrow_courses_and_their_lessons(world):
    series = register_series(key=uuid4(), title="系列", summary="", url="/s/", published_at=FIRST)
    lecturer = register_lecturer(key=uuid4(), name="林素娟")
    right = course("对", minutes=45, theme="换届", series_key=series.key, school=world.east, lecturer_keys=[lecturer.key],
                   category_codes=["soe"])
    wrong = course("错", minutes=20, theme="党课", school=world.west, category_codes=["two_new"])
    for each in (right, wrong):
        lesson(f"{each.title}课", text="停车", of=each)
    for name, value in {
        "series": series.pk, "lecturer": lecturer.pk, "theme": "换届", "length": "medium", "school": world.east.pk,
        "category": "soe",
    }.items():
        assert titles(search_courses(**{name: value})) == ["对"], name
        assert titles(search_lessons("停车", **{name: value})) == ["对课"], name
    assert titles(search_courses(length="short")) == ["错"]
    assert titles(search_courses(length="long")) == []


def test_courses_are_sorted_by_day_by_pinyin_and_by_length(db):
    course("支部", day=1, minutes=10)
    course("安全", day=2, minutes=30)
    course("换届", day=3, minutes=20)
    assert titles(search_courses(sort=NEWEST)) == ["换届", "安全", "支部"]
    assert titles(search_courses(sort=TITLE)) == ["安全", "换届", "支部"]
    assert titles(search_courses(sort=LENGTH)) == ["支部", "换届", "安全"]


def test_only_what_courses_have_is_offered_as_a_filter(world):
    register_lecturer(key=uuid4(), name="没有课的人")
    lecturer = register_lecturer(key=uuid4(), name="林素娟")
    gone = course("下架", theme="旧主题")
    course("在架", theme="换届", school=world.east, lecturer_keys=[lecturer.key])
    retire(keys=[gone.key])
    assert filter_options() == {
        "school": [(str(world.east.pk), "东街道")], "series": [], "theme": [("换届", "换届")],
        "lecturer": [(str(lecturer.pk), "林素娟")],
    }


@pytest.mark.parametrize(("values", "asked"), [
    ({}, Asked("", {}, NEWEST)),
    ({"q": " 党日  换届 ", "theme": "党课", "x": "y"}, Asked("党日 换届", {"theme": "党课"}, BEST)),
    ({"theme": "没有", "school": "1' OR 1=1", "length": "short", "sort": "pk"}, Asked("", {"length": "short"}, NEWEST)),
    ({"q": "党日", "sort": "title", "kind": "lessons"}, Asked("党日", {}, TITLE, "lessons")),
    ({"kind": "lessons", "sort": "length"}, Asked("", {}, LENGTH)),
    ({"q": "a\x00b", "kind": "no"}, Asked("ab", {}, BEST)),
])
def test_values_that_are_not_on_offer_are_ignored(values, asked):
    assert read(values, {"theme": {"党课"}, "school": {"1"}, "length": {"short"}}) == asked


def test_near_offers_fewer_words_sounds_alike_and_what_lies_outside_the_filters(db):
    course("居民区书记培训")
    lesson("主题党日", text="书记带头")
    found = near("书记 换届", filtered=True)
    assert (found.fewer, found.similar, found.unfiltered) == ([("书记", 2)], [], 0)
    assert titles(near("书计").similar) == ["居民区书记培训"]
    assert titles(near("书纪 党").similar) == []
    assert near("党日", filtered=True).unfiltered == 1
    assert near("居民区书纪").fewer == [("居民", 1)]
    assert near("”").fewer == []


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("words", ["党日", "一 二 三 四 五 六 七 八"])
def test_near_takes_six_queries_at_most(db, django_assert_num_queries, count, words):
    for number in range(count):
        lesson(f"课{number}", of=course(f"课程{number}"))
    with django_assert_num_queries(4 if words == "党日" else 6):
        near(words, filtered=True)
