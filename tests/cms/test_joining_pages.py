"""What the pages of courses, series and micro-lessons say to someone who joins, goes on, or comes too late."""

import re

import pytest
from django.utils import timezone

from cms.models import CoursePage, MicroLessonPage, SeriesPage
from cms.models.course import CoursePrerequisite
from courses.actions.learning import finish_lesson
from courses.models import CourseEnrolment

from .conftest import add_lesson, publish, record_of

OPEN = "/courses/residential/open/"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner)
    return client


@pytest.fixture
def course(site):
    page = publish(site.category, CoursePage, "自愿的课", slug="open", self_enrolment=True)
    add_lesson(page, "一课", slug="one")
    return page


def after(course, other):
    page = CoursePage.objects.get(pk=course.pk)
    page.course_prerequisites = [CoursePrerequisite(course=other)]
    page.save_revision().publish()


def finish(person, *pages):
    for page in pages:
        finish_lesson(person=person, lesson=record_of(page), now=timezone.now())


def test_a_course_offers_joining_then_learning_then_leaving(learner, course):
    assert "加入这门课" in text_of(learner.get(OPEN))
    key = record_of(course).key
    page = learner.post(f"/learn/courses/{key}/join/", follow=True)
    assert page.redirect_chain == [(OPEN, 302)]
    assert "已加入这门课" in text_of(page)
    assert f'href="{OPEN}one/"' in page.content.decode()
    assert "加入这门课" in text_of(learner.post(f"/learn/courses/{key}/leave/", follow=True))
    assert CourseEnrolment.objects.standing().count() == 0


def test_a_visitor_is_asked_to_sign_in_to_join(client, course):
    assert f'href="/login/?next={OPEN}"' in client.get(OPEN).content.decode()


def test_a_course_that_needs_no_joining_is_open_as_ever(site, learner):
    page = learner.get("/courses/residential/shuji/")
    assert page.context["joining"].allowed is False
    assert "/join/" not in page.content.decode()
    assert 'href="/courses/residential/shuji/l1/"' in page.content.decode()


def test_what_comes_first_is_named_with_how_far_one_is(site, learner, world, course):
    after(course, site.course)
    finish(world.p_learner, site.lessons[0])
    page = learner.get(OPEN)
    assert "需要先学完下面的课程" in text_of(page)
    assert 'href="/courses/residential/shuji/"' in page.content.decode()
    assert "已学完 1 / 3 课" in text_of(page)
    assert "/join/" not in page.content.decode()
    finish(world.p_learner, *site.lessons)
    assert "/join/" in learner.get(OPEN).content.decode()


def test_a_prerequisite_that_was_taken_down_asks_nothing(site, learner, course):
    after(course, site.course)
    CoursePage.objects.get(pk=site.course.pk).unpublish()
    page = learner.get(OPEN)
    assert page.context["before"] == []
    assert "/join/" in page.content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_course_costs_the_same_with_more_before_it(site, learner, course, django_assert_num_queries, count):
    others = [publish(site.category, CoursePage, f"先{number}", slug=f"p{number}") for number in range(count)]
    page = CoursePage.objects.get(pk=course.pk)
    page.course_prerequisites = [CoursePrerequisite(course=other) for other in others]
    page.save_revision().publish()
    learner.get(OPEN)
    with django_assert_num_queries(19):
        learner.get(OPEN)


# Series ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def series(site):
    page = publish(site.east, SeriesPage, "系列", slug="series")
    courses = [publish(page, CoursePage, f"课程{number}", slug=f"c{number}") for number in (1, 2)]
    lessons = [[add_lesson(course, f"{course.title}第{number}课", slug=f"l{number}") for number in (1, 2)] for course in courses]
    return page, courses, lessons


def test_a_series_shows_n_of_m_and_what_comes_next_wherever_it_stands(series, learner, world):
    _, _, lessons = series
    finish(world.p_learner, *lessons[0])
    page = learner.get("/schools/east/series/")
    assert (page.context["standing"].progress.done, page.context["standing"].progress.total) == (1, 2)
    assert 'href="/schools/east/series/c2/l1/"' in page.content.decode()
    assert "已学完 1 / 2 门 · 下一课： 课程2" in text_of(learner.get("/schools/east/"))
    home = learner.get("/my/")
    assert [(row.progress.number, row.lesson.title) for row in home.context["series"]] == [(2, "课程2第1课")]
    course = learner.get("/schools/east/series/c1/")
    assert "系列的下一门： 课程2" in text_of(course)
    finish(world.p_learner, *lessons[1])
    assert "整个系列都学完了" in text_of(learner.get("/schools/east/series/"))
    assert learner.get("/my/").context["series"] == []


def test_a_series_without_a_course_leads_on(site, client):
    publish(site.east, SeriesPage, "空系列", slug="empty")
    page = client.get("/schools/east/empty/")
    assert "第一门课正在准备" in text_of(page)
    assert 'href="/courses/"' in page.content.decode()


# Micro-lessons --------------------------------------------------------------------------------------------------------


def micro(site, count):
    return [publish(site.micro, MicroLessonPage, f"微课{number:02}", slug=f"m{number}", minutes=5) for number in range(count)]


def test_the_feed_leads_from_one_to_the_next_and_from_page_to_page(site, client):
    rows = [record_of(page) for page in micro(site, 14)][::-1]
    page = client.get("/micro/").content.decode()
    cards = re.split(r'<li class="feed__card', page)[1:]
    assert len(cards) == 12
    assert f'href="#m{rows[1].pk}"' in cards[0]
    assert (f'href="#m{rows[0].pk}"' in cards[1], f'href="#m{rows[2].pk}"' in cards[1]) == (True, True)
    assert 'rel="next" href="?page=2"' in cards[11]
    assert f"/learn/lessons/{rows[0].key}/share/" in cards[0]
    second = client.get("/micro/?page=2").content.decode()
    assert 'rel="prev" href="?page=1"' in re.split(r'<li class="feed__card', second)[1]
    assert "13 / 14" in re.sub(r"\s+", " ", second)


def test_what_was_learned_is_marked_in_the_feed(site, learner, world):
    first, second = micro(site, 2)
    finish(world.p_learner, first)
    page = text_of(learner.get("/micro/"))
    assert (page.count("再看一遍"), page.count("马上学")) == (1, 1)


def test_a_micro_lesson_is_fifteen_minutes_at_most(site):
    page = MicroLessonPage(title="长", slug="long", minutes=16)
    with pytest.raises(Exception, match="15"):
        page.clean_fields(exclude=["path", "depth"])


def test_no_micro_lesson_leads_to_the_courses(site, client):
    page = client.get("/micro/").content.decode()
    assert re.findall(r'<p class="empty__action"><a class="button" href="([^"]+)"', page) == ["/courses/"]
