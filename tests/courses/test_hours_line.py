"""Where every minute comes from: the page of one line of the ledger."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.actions.learning import finish_lesson, open_lesson
from courses.actions.ledger import HourLine, post_hours
from courses.actions.watching import begin_watching, note_beats
from courses.models import HourEntry, WatchedInterval
from courses.queries.hours import explain_line
from courses.rules.watching import Beat
from tests.courses.test_learning import make_course
from tests.courses.watching import NOON, make_lesson, policy


def watch(person, medium, start, end, *, since):
    session = begin_watching(person=person, medium=medium, now=since)
    now = since + timedelta(seconds=end - start)
    note_beats(session=session, beats=[Beat(1, start * 1000, end * 1000, (end - start) * 1000)], now=now, position=end * 1000)
    return now


@pytest.fixture
def lines(world):
    """Two lines and the reversal between them: nine minutes of a film first, the tenth the day after."""
    lesson, (film,) = make_lesson(600, minutes=10)
    now = watch(world.p_learner, film, 0, 300, since=NOON)
    now = watch(world.p_learner, film, 300, 570, since=now)
    finish_lesson(person=world.p_learner, lesson=lesson, now=now)
    watch(world.p_learner, film, 570, 600, since=NOON + timedelta(days=1))
    return list(HourEntry.objects.order_by("pk"))


def page_of(client, person, line):
    client.force_login(person)
    return client.get(reverse("courses:hours-line", args=[line.pk]))


def test_each_line_of_the_chain_tells_the_same_story(world, lines):
    assert [line.minutes for line in lines] == [9, -9, 10]
    for line in lines:
        explained = explain_line(line)
        assert ([each.pk for each in explained.chain], explained.standing) == ([each.pk for each in lines], 10)
        assert [(row.start_ms, row.end_ms) for _, rows in explained.parts for row in rows] == [(0, 600_000)]
        assert (explained.credit.minutes, explained.credit.watched_seconds, explained.credit.read_seconds) == (10, 600, 0)


def test_the_page_says_what_was_played_when_and_by_which_rule(world, lines, client):
    policy(speed_percent=125, share_percent=90)
    html = page_of(client, world.p_learner, lines[0]).content.decode()
    for words in (
        "0:00 – 10:00", "播放时间：2026-09-01 12:00 至 2026-09-02 12:00", "已看 10:00，全长 10:00。", "最快按 1.25× 速度计",
        "每段看满 90%，本课才能学完。", "冲销",
    ):
        assert html.count(words) == 1, words


def test_a_part_that_was_played_within_a_day_names_that_day_once(world, client):
    lesson, (film,) = make_lesson(600, minutes=10)
    now = watch(world.p_learner, film, 0, 300, since=NOON)
    now = watch(world.p_learner, film, 300, 570, since=now)
    finish_lesson(person=world.p_learner, lesson=lesson, now=now)
    html = page_of(client, world.p_learner, HourEntry.objects.get()).content.decode()
    assert "播放时间：2026-09-01 12:00 至 12:09<" in html


def test_a_lesson_to_read_says_that_it_goes_by_the_clock(world, client):
    _, (lesson, _) = make_course()
    open_lesson(person=world.p_learner, lesson=lesson, now=NOON)
    finish_lesson(person=world.p_learner, lesson=lesson, now=NOON + timedelta(minutes=4))
    html = page_of(client, world.p_learner, HourEntry.objects.get()).content.decode()
    assert html.count("本课没有视频和音频：阅读从第一次打开到学完按时钟计，不足一分钟按一分钟计。") == 1


def test_a_line_of_a_class_says_that_attendance_decided(world, client):
    post_hours(actor=world.p_trainer, lines=[
        HourLine(world.p_learner.pk, NOON.date(), "lecture", 90, "session:1:person:1", "集中授课")
    ])
    html = page_of(client, world.p_learner, HourEntry.objects.get()).content.decode()
    assert html.count("这是上课得到的学时") == 1


@pytest.mark.parametrize(("who", "status"), [
    ("learner", 200), ("outsider", 404), ("reserve", 404), ("subdistrict", 200), ("auditor", 200),
])
def test_a_line_is_shown_to_its_person_and_to_whoever_sees_them(world, lines, client, who, status):
    assert page_of(client, world.people[who], lines[0]).status_code == status


def test_a_line_outlives_the_lesson_of_another_kind_of_source(world, client):
    post_hours(actor=None, lines=[HourLine(world.p_learner.pk, NOON.date(), "recognised", 45, "outside:7", "区外培训")])
    assert page_of(client, world.p_learner, HourEntry.objects.get()).status_code == 200


@pytest.mark.parametrize("parts", [1, 60])
def test_an_explanation_costs_the_same_however_much_was_watched(world, lines, django_assert_num_queries, parts):
    medium = WatchedInterval.objects.get().medium
    WatchedInterval.objects.all().delete()
    for number in range(parts):
        WatchedInterval.objects.create(
            person=world.p_learner, medium=medium, start_ms=number * 9_000, end_ms=number * 9_000 + 4_000
        )
    line = HourEntry.objects.select_related("person", "reverses").get(pk=lines[0].pk)
    with django_assert_num_queries(12):
        explain_line(line)


def test_my_hours_lead_to_each_line(world, lines, client):
    client.force_login(world.p_learner)
    html = client.get("/my/hours/?year=2026").content.decode()
    assert [html.count(f'href="/my/hours/{line.pk}/"') for line in lines] == [1, 1, 1]
