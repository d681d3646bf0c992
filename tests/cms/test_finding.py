"""The catalogue's page: what it finds and shows, filters in the address, what it offers when nothing fits."""

import re

import pytest
from django.core.management import call_command

from cms.models import CoursePage, Lecturer, LessonPage, MicroLessonPage, SeriesPage
from cms.models.course import CourseLecturer
from courses.models import CatalogueText, Course, Lesson

from .conftest import add_lesson, publish, record_of


def body(text):
    return [{"type": "prose", "value": f"<p>{text}</p>"}]


def get(client, query=""):
    return client.get(f"/courses/?{query}")


def courses(response):
    return [course.title for course in response.context["courses"]]


def lessons(response):
    found = response.context["lessons"]
    return [lesson.title for lesson in found.object_list] if found else []


@pytest.fixture
def parking(site):
    return add_lesson(site.course, "议事", slug="talk", minutes=10, body=[
        *body("小区有八十个<b>车位</b>，停车难。"),
        {"type": "case_study", "value": {"title": "案例", "situation": "<p>消防通道</p>", "question": "怎么办",
                                         "analysis": "<p>夜间畅通</p>"}},
        {"type": "table", "value": {"caption": "一年", "table": {
            "columns": [{"type": "text", "heading": "季度"}], "rows": [{"values": ["防汛"]}], "caption": ""}}},
    ])


@pytest.mark.parametrize("words", ["停车", "车位 停车", "消防通道", "夜间畅通", "防汛"])
def test_a_word_of_any_block_of_a_lesson_is_found_and_shown_marked(client, parking, words):
    response = get(client, f"q={words}")
    assert lessons(response) == ["议事"]
    assert f"<mark>{words.split()[0]}</mark>" in response.content.decode()


def test_what_an_editor_writes_is_shown_as_text(client, site):
    add_lesson(site.course, "<i>议事</i>", slug="talk", body=[{"type": "heading", "value": "<script>停车</script>"}])
    page = get(client, "q=停车").content.decode()
    assert "&lt;script&gt;<mark>停车</mark>&lt;/script&gt;" in page
    assert "&lt;i&gt;议事&lt;/i&gt;" in page


def test_the_text_of_a_page_follows_its_edits_and_goes_with_its_retirement(client, site, parking):
    page = LessonPage.objects.get(pk=parking.pk)
    page.body = body("改写过了")
    page.save_revision().publish()
    assert lessons(get(client, "q=停车")) == []
    assert lessons(get(client, "q=改写")) == ["议事"]
    page.unpublish()
    assert lessons(get(client, "q=改写")) == []


def test_a_micro_lesson_and_a_course_are_found_by_what_is_written_on_them(client, site, world):
    publish(site.micro, MicroLessonPage, "微课", slug="m", minutes=5, body=body("找到失联的人"))
    card = Lecturer.objects.create(name="林素娟", title="讲师")
    page = CoursePage(title="别的", slug="other", live=False, objectives="<ul><li>会开会</li></ul>", theme="换届")
    page.course_lecturers = [CourseLecturer(lecturer=card)]
    site.category.add_child(instance=page)
    page.save_revision().publish()
    assert lessons(get(client, "q=失联")) == ["微课"]
    assert courses(get(client, "q=林素娟 会开会")) == ["别的"]


@pytest.mark.parametrize(("query", "titles"), [
    ("", ["居民区书记培训"]), ("q=书记", ["居民区书记培训"]), ("q=sjpx", ["居民区书记培训"]), ("q=没有", []),
    ("category=residential", ["居民区书记培训"]), ("category=soe", []), ("length=short", ["居民区书记培训"]), ("length=long", []),
    # Values that nothing offers, and names that nothing reads, change nothing.
    ("school=abc", ["居民区书记培训"]), ("school=99999999999999999999", ["居民区书记培训"]), ("theme=无", ["居民区书记培训"]),
    ("sort=password", ["居民区书记培训"]), ("page=-1", ["居民区书记培训"]), ("kind=x&lecturer=1;2", ["居民区书记培训"]),
    ("title__icontains=x", ["居民区书记培训"]), ("q=%00", ["居民区书记培训"]), ("q=“”", ["居民区书记培训"]),
])
def test_the_catalogue_filters_and_searches(site, client, query, titles):
    assert courses(get(client, query)) == titles


def test_filters_stand_in_the_address_and_in_every_link(site, client):
    Course.objects.update(theme="换届")
    for number in range(30):
        Course.objects.create(title=f"课{number:02}", theme="换届", minutes=20, url=f"/{number}/")
    response = get(client, "q=课&theme=换届&length=short&sort=title&x=1")
    page = response.content.decode()
    assert len(courses(response)) == 24
    link = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert courses(client.get(f"/courses/{link}")) == [f"课{number:02}" for number in range(24, 30)]
    assert [label for label, _ in response.context["chips"]] == ["“课”", "主题：换届", "时长：30 分钟以内"]
    without = dict(response.context["chips"])["主题：换届"]
    assert dict(re.findall(r"[?&](\w+)=([^&]*)", without)) == {"q": "%E8%AF%BE", "length": "short", "sort": "title"}
    assert '<option value="换届" selected>' in page


def test_courses_and_lessons_can_be_looked_through_apart(site, client):
    for number in range(8):
        add_lesson(site.course, f"书记课{number}", slug=f"s{number}")
    both = get(client, "q=书记")
    assert (courses(both), len(lessons(both))) == (["居民区书记培训"], 6)
    assert [(count, here) for _, count, _, here in both.context["kinds"]] == [(9, True), (1, False), (8, False)]
    only = get(client, "q=书记&kind=lessons")
    assert (courses(only), len(lessons(only))) == ([], 8)
    assert lessons(get(client, "q=书记&kind=courses")) != []  # a few stay in sight below the courses


def test_an_empty_search_says_so_and_offers_what_is_near(site, client):
    page = get(client, "q=书纪 培训").content.decode()
    assert "没有找到“书纪 培训”" in page
    assert 'href="?q=%E5%9F%B9%E8%AE%AD"' in page  # 培训 alone
    response = get(client, "q=书计")
    assert [item.title for item in response.context["similar"]] == ["居民区书记培训"]
    response = get(client, "category=soe&q=书记")
    assert response.context["unfiltered"] == (1, "?q=%E4%B9%A6%E8%AE%B0")
    assert response.context["suggestions"] == []
    response = get(client, "q=没有这样的课")
    assert [course.title for course in response.context["suggestions"]] == ["居民区书记培训"]


def test_a_category_without_a_course_leads_on(site, client):
    response = get(client, "category=two_new")
    assert response.context["nothing"] is True
    assert "没有符合这些条件的课程" in response.content.decode()
    assert 'href="?"' in response.content.decode()


def grow(site, count):
    series = publish(site.east, SeriesPage, f"系列{count}", slug=f"series{count}")
    for number in range(count):
        page = publish(series, CoursePage, f"党日课程{number}", slug=f"c{number}", theme=f"主题{number}")
        add_lesson(page, f"党日{number}", slug="one", body=body("党日怎样办"))


@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize(("query", "queries"), [("", 20), ("q=党日", 24), ("q=没有一个字是对的&theme=主题0", 27)])
def test_the_catalogue_costs_the_same_with_more_in_it(site, client, world, django_assert_num_queries, count, query, queries):
    grow(site, count)
    client.force_login(world.p_learner)
    get(client, query)
    with django_assert_num_queries(queries):
        get(client, query)


def test_synchronising_keeps_the_texts_and_writes_nothing_twice(site, parking):
    CatalogueText.objects.all().delete()
    call_command("sync_catalogue", verbosity=0)
    assert CatalogueText.objects.filter(lesson=record_of(parking), folded__contains="防汛").exists()
    before = set(CatalogueText.objects.values_list("pk", "text"))
    call_command("sync_catalogue", verbosity=0)
    assert set(CatalogueText.objects.values_list("pk", "text")) == before
    assert Lesson.objects.active().filter(written=None).count() == 0
