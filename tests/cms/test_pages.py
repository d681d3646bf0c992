"""What visitors and trainees see of the pages, and what it costs."""

import re

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import CoursePage, HomePage, LessonPage, MicroLessonPage
from courses.actions.learning import finish_lesson
from courses.models import Exam, HourEntry, LessonProgress

from .conftest import add_lesson, publish, record_of

COURSE = "/courses/residential/shuji/"
LESSON = f"{COURSE}l1/"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner)
    return client


@pytest.mark.parametrize("path", [
    "/", "/courses/", "/courses/residential/", "/schools/", "/schools/east/", "/micro/", COURSE, LESSON,
])
def test_the_public_part_can_be_read_by_anyone(site, client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert 'style="' not in response.content.decode()
    assert LessonProgress.objects.count() == 0


def test_a_stranger_is_asked_to_sign_in_to_have_a_lesson_counted(site, client):
    page = client.get(LESSON).content.decode()
    assert f"/login/?next={LESSON}" in page
    assert "/learn/lessons/" not in page


def test_a_lesson_with_restricted_access_asks_to_sign_in(site, client, world):
    PageViewRestriction.objects.create(page=site.course, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(LESSON)
    assert (response.status_code, response.url) == (302, f"/login/?next={LESSON}")
    client.force_login(world.p_learner)
    assert client.get(LESSON).status_code == 200


def test_reading_signed_in_starts_the_clock_of_ones_own_lesson(site, learner, world):
    response = learner.get(LESSON)
    assert "第 1 课 / 共 3 课" in text_of(response)
    assert list(LessonProgress.objects.values_list("person", "lesson__title", "completed_at")) == [
        (world.p_learner.pk, "第1课", None)
    ]


def test_the_button_marks_it_done_and_says_how_long_it_was_open(site, learner):
    learner.get(LESSON)
    LessonProgress.objects.update(started_at=timezone.now() - timezone.timedelta(minutes=2, seconds=30))
    page = learner.post(f"/learn/lessons/{site.lessons[0].translation_key}/done/", follow=True)
    assert page.redirect_chain == [(f"{LESSON}#done", 302)]
    assert "打开了 3 分钟" in text_of(page)
    assert HourEntry.objects.get().minutes == 3


def test_previous_and_next_follow_the_order(site, client):
    page = client.get(f"{COURSE}l2/").content.decode()
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page) == [("prev", LESSON), ("next", f"{COURSE}l3/")]


def test_the_course_shows_what_is_done_and_where_to_go_on(site, learner, world):
    finish_lesson(person=world.p_learner, lesson=record_of(site.lessons[0]), now=timezone.now())
    response = learner.get(COURSE)
    assert response.context["next_lesson"].title == "第2课"
    assert (response.context["progress"].done, response.context["progress"].required) == (1, 3)
    assert "1 / 3" in text_of(response)


def test_a_course_without_lessons_says_so(site, client):
    publish(site.category, CoursePage, "空课", slug="empty")
    assert "还没有课时" in text_of(client.get("/courses/residential/empty/"))


def test_only_an_open_exam_is_offered(site, learner, world):
    exam = Exam.objects.create(organisation=world.root, title="结业考试", course=record_of(site.course))
    assert learner.get(COURSE).context["exam"] is None
    exam.is_open = True
    exam.save()
    assert learner.get(COURSE).context["exam"] == exam


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_old_link_to_a_page_taken_down_helps_further(site, client, world, signed_in):
    if signed_in:
        client.force_login(world.p_learner)
    LessonPage.objects.get(pk=site.lessons[0].pk).unpublish()
    response = client.get(LESSON)
    assert response.status_code == 404
    assert "第1课" in text_of(response)
    assert f'href="{COURSE}"' in response.content.decode()
    assert LessonProgress.objects.count() == 0


def test_an_address_that_never_was_is_plainly_not_found(site, client):
    assert client.get("/courses/residential/nothing/").status_code == 404
    assert "gone" not in (client.get("/courses/residential/nothing/").context or {})


def test_an_old_address_of_a_renamed_lesson_leads_to_the_new_one(site, client, django_capture_on_commit_callbacks):
    page = LessonPage.objects.get(pk=site.lessons[0].pk)
    page.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get(LESSON)
    assert (response.status_code, response.url) == (301, f"{COURSE}renamed/")


def test_an_address_may_be_chinese(site, client):
    add_lesson(site.course, "三会一课", slug="三会一课")
    row = record_of(LessonPage.objects.get(slug="三会一课"))
    assert row.url == f"{COURSE}三会一课/"
    assert client.get(row.url).status_code == 200


def test_whoever_learns_has_one_home_and_visitors_and_staff_see_the_public_part(site, client, world):
    assert client.get("/").status_code == 200
    client.force_login(world.p_learner)
    assert (client.get("/").status_code, client.get("/").url) == (302, "/my/")
    client.force_login(world.p_trainer)
    assert client.get("/").status_code == 200


# The cost of a page, literal and the same at any size ----------------------------------------------------------------


def grow(site, count):
    for number in range(4, count + 1):
        add_lesson(site.course, f"第{number}课", slug=f"l{number}", minutes=10)


@pytest.mark.parametrize("lessons", [3, 12])
@pytest.mark.parametrize(("path", "signed_in", "queries"), [
    (COURSE, False, 13), (LESSON, False, 10), (COURSE, True, 18), (LESSON, True, 16),
])
def test_course_and_lesson_cost_the_same_with_more_lessons(
    site, client, world, django_assert_num_queries, lessons, path, signed_in, queries
):
    grow(site, lessons)
    if signed_in:
        client.force_login(world.p_learner)
    client.get(path)  # the site's root paths are now cached, and the clock started
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize(("path", "signed_in", "queries"), [
    ("/", False, 11), ("/courses/", True, 20), ("/courses/residential/", True, 16), ("/micro/", True, 12),
])
def test_lists_cost_the_same_with_more_courses(
    site, client, world, django_assert_num_queries, count, path, signed_in, queries
):
    for number in range(count):
        page = publish(site.category, CoursePage, f"课程{number}", slug=f"c{number}")
        add_lesson(page, "一课", slug="one")
        publish(site.micro, MicroLessonPage, f"微课{number}", slug=f"m{number}", minutes=5)
    if signed_in:
        client.force_login(world.p_learner)
        client.get(LESSON)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_there_is_one_home(site):
    assert HomePage.can_create_at(site.home.get_parent()) is False
