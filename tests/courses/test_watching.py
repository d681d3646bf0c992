"""Watching as people do, through the addresses that a player uses: what is credited, and what it says."""

import json
from datetime import timedelta

import pytest

from courses.models import HourEntry, LessonProgress, PlaybackSession, WatchedInterval
from courses.queries import observed_minutes

from .watching import HOUR, NOON, Phone, make_lesson, policy, watched


def test_an_hour_of_watching_is_one_player_and_one_part(world, phone):
    phone.play(0, HOUR, step=15)
    assert (PlaybackSession.objects.count(), WatchedInterval.objects.count()) == (1, 1)
    part = WatchedInterval.objects.get()
    assert (part.start_ms, part.end_ms, part.last_at - part.first_at) == (0, HOUR * 1000, timedelta(hours=1))


def test_a_film_watched_to_its_end_finishes_the_lesson_by_itself(world, client, clock):
    lesson, (film,) = make_lesson(125, minutes=2, kind="micro")
    answer = Phone(client, world.p_learner, film, clock).play(0, 125)
    assert (answer["code"], answer["ready"]) == ("finished", True)
    assert observed_minutes(world.p_learner, lesson) == 2
    assert [line.kind for line in HourEntry.objects.all()] == ["micro"]
    assert LessonProgress.objects.done().count() == 1


def test_only_what_was_watched_is_credited_and_the_rest_when_it_is_watched(world, client, clock):
    lesson, (film,) = make_lesson(600, minutes=10)
    phone = Phone(client, world.p_learner, film, clock)
    early = client.post(f"/learn/lessons/{lesson.key}/done/", follow=False)
    assert (early.status_code, LessonProgress.objects.done().count()) == (302, 0)
    phone.play(0, 540)
    client.post(f"/learn/lessons/{lesson.key}/done/")
    assert observed_minutes(world.p_learner, lesson) == 9
    assert phone.play(540, 600)["code"] == "finished"
    assert [line.minutes for line in HourEntry.objects.order_by("pk")] == [9, -9, 10]


def test_a_lesson_with_more_to_read_waits_for_its_reader(world, client, clock):
    lesson, (film,) = make_lesson(60, minutes=5)
    answer = Phone(client, world.p_learner, film, clock).play(0, 60)
    assert (answer["code"], answer["ready"], LessonProgress.objects.done().count()) == ("ok", True, 0)
    clock.shift(timedelta(minutes=2))
    client.post(f"/learn/lessons/{lesson.key}/done/")
    assert observed_minutes(world.p_learner, lesson) == 3


def test_a_button_pressed_too_early_says_what_is_missing(world, client, clock):
    lesson, (film,) = make_lesson(600, minutes=10)
    Phone(client, world.p_learner, film, clock).play(0, 60)
    client.post(f"/learn/lessons/{lesson.key}/done/")
    said = [str(message) for message in client.get("/my/hours/").context["messages"]]
    assert said == ["还没有学完：请先看完视频或听完音频。 “第1段”：已看 1:00，全长 10:00，还要看 8:00"]


def test_a_minute_without_network_loses_nothing(world, phone):
    phone.play(0, 24)
    kept = []
    for start in range(24, 96, 12):  # played while the network is away
        phone.wait(12)
        kept.append(phone.beat(start, start + 12))
    answer = phone.send(*kept, position=96).json()
    assert (answer["code"], answer["watched"], answer["again"]) == ("ok", 96, [])


def test_a_report_that_arrives_twice_counts_once(world, phone):
    phone.wait(12)
    beat = phone.beat(0, 12)
    assert [phone.send(beat).json()["watched"] for _ in range(3)] == [12, 12, 12]
    phone.wait(12)
    assert phone.send(beat, phone.beat(12, 24)).json()["watched"] == 24


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_two_hours_wrong_on_the_phone_changes_nothing(world, phone, hours):
    """Nothing that a player reports is a time of day; what it says in the request's own headers is not read."""
    off = (NOON + timedelta(hours=hours)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    phone.wait(12)
    body = json.dumps({"token": phone.token, "beats": [phone.beat(0, 12)], "now": hours * HOUR})
    answer = phone.client.post(
        f"/learn/media/{phone.medium.pk}/beats/", body, content_type="application/json", headers={"date": off}
    )
    assert answer.json()["watched"] == 12
    assert WatchedInterval.objects.get().last_at == NOON + timedelta(seconds=12)


def test_of_two_phones_the_newer_wins_and_the_older_is_told(world, phone, client, clock):
    from django.test import Client

    phone.play(0, 24)
    phone.wait(6)
    other = Phone(Client(), world.p_learner, phone.medium, clock)
    assert other.opened["resume"] == 24
    for old_start in (24, 36):
        phone.wait(12)
        answer = phone.send(phone.beat(old_start, old_start + 12)).json()
        assert answer["code"] == "superseded"
        assert answer["text"].startswith("这节课刚才在另一部手机或另一个页面上开始播放")
    # The six seconds before the newer player, and nothing after.
    assert answer["watched"] == 33
    assert other.send(other.beat(33, 45)).json() | {"text": ""} == {
        "code": "ok", "text": "", "watched": 45, "duration": HOUR, "asked": 3240, "missing": 3195, "reached": 45.0,
        "ready": False, "ask_in": None, "again": [],
    }


def test_one_account_plays_one_thing_at_a_time(world, phone, client, clock):
    other = Phone(client, None, make_lesson(HOUR)[1][0], clock)
    for start in range(0, 48, 12):
        phone.wait(12)
        phone.send(phone.beat(start, start + 12))
        other.send(other.beat(start, start + 12))
    assert (watched(world.p_learner, phone.medium), watched(world.p_learner, other.medium)) == (0, 48)


def test_what_was_skipped_does_not_count_and_the_player_goes_back(world, phone):
    phone.play(0, 24)
    phone.wait(12)
    answer = phone.send(phone.beat(600, 612)).json()
    assert (answer["code"], answer["back_to"], answer["watched"]) == ("skipped", 24, 24)
    policy(seek_forward=True)
    phone.wait(12)
    assert phone.send(phone.beat(600, 612)).json()["watched"] == 36


def test_the_fastest_speed_is_the_administrators(world, phone):
    policy(speed_percent=100)
    phone.wait(10)
    answer = phone.send(phone.beat(0, 15, elapsed=10)).json()
    assert (answer["code"], answer["watched"]) == ("too_fast", 10)
    policy(speed_percent=150)
    phone.wait(10)
    assert phone.send(phone.beat(10, 25, elapsed=10)).json()["watched"] == 25


def test_a_medium_of_unknown_length_does_not_hold_the_lesson_up(world, client, clock):
    lesson, (film,) = make_lesson(0, minutes=2)
    phone = Phone(client, world.p_learner, film, clock)
    assert phone.play(0, 48)["watched"] == 48
    client.post(f"/learn/lessons/{lesson.key}/done/")
    assert LessonProgress.objects.done().count() == 1


# Presence ---------------------------------------------------------------------------------------------------------------

@pytest.fixture
def asking(world):
    policy(asks_presence=True, asks_after=1, asks_before=1)


def test_an_answer_in_its_minute_loses_nothing(asking, phone):
    assert phone.opened["ask_in"] == 60
    assert phone.play(0, 60)["code"] == "asked"
    phone.wait(12)
    answer = phone.send(phone.beat(60, 72), waited=12).json()
    assert (answer["code"], answer["watched"], answer["ask_in"]) == ("ok", 72, 60)


def test_unanswered_it_pauses_and_nothing_is_earned_after_the_question(asking, world, phone):
    phone.play(0, 60)
    answer = phone.play(60, 132)
    assert (answer["code"], answer["watched"]) == ("absent", 60)
    phone.wait(HOUR)
    assert phone.send(phone.beat(60, 132), waited=3000).json()["watched"] == 60
    phone.wait(12)
    assert phone.send(phone.beat(60, 72)).json()["watched"] == 72
