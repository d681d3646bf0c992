"""What a player reports: ten ways to claim an hour in a minute, and reports that are none."""

import json
from datetime import timedelta

import pytest

from courses.actions.learning import finish_lesson
from courses.models import HourEntry, PlaybackSession, WatchedInterval
from courses.rules.credit import UNWATCHED

from .watching import HOUR, NOON, policy, watched


def one_great_beat(phone):
    phone.wait(59)
    phone.send(phone.beat(0, HOUR))


def one_beat_with_a_fast_clock(phone):
    phone.wait(59)
    phone.send(phone.beat(0, HOUR, elapsed=2 * HOUR))


def many_small_beats_at_once(phone):
    phone.wait(59)
    phone.send(*[phone.beat(second, second + 20) for second in range(0, HOUR, 20)])


def the_same_batch_again_and_again(phone):
    batch = [phone.beat(second, second + 30) for second in range(0, HOUR, 30)]
    for _ in range(59):
        phone.wait(1)
        phone.send(*batch)


def a_beat_every_second_of_a_minute_each(phone):
    for second in range(59):
        phone.wait(1)
        phone.send(phone.beat(second * 60, second * 60 + 60))


def four_times_the_speed(phone):
    for second in range(59):
        phone.wait(1)
        phone.send(phone.beat(second * 4, second * 4 + 4, elapsed=1))


def sixty_players_one_after_the_other(phone):
    for second in range(59):
        phone.wait(1)
        phone.start()
        phone.send([1, second * 60, second * 60 + 60, 60])


def all_the_old_players_at_the_end(phone):
    tokens = [phone.token]
    for _ in range(30):
        phone.wait(1)
        phone.start()
        tokens.append(phone.token)
    phone.wait(29)
    for number, token in enumerate(tokens):
        phone.token = token
        phone.send([9, number * 100, number * 100 + 100, 100])


def presence_answered_without_being_asked(phone):
    for second in range(59):
        phone.wait(1)
        phone.send(phone.beat(second * 60, second * 60 + 60), waited=0, position=HOUR)


def a_position_at_the_end_and_the_button(phone):
    phone.wait(59)
    phone.send(phone.beat(HOUR - 30, HOUR), position=HOUR)
    phone.client.post(f"/learn/lessons/{phone.medium.lesson.key}/done/")


WAYS = [
    one_great_beat, one_beat_with_a_fast_clock, many_small_beats_at_once, the_same_batch_again_and_again,
    a_beat_every_second_of_a_minute_each, four_times_the_speed, sixty_players_one_after_the_other,
    all_the_old_players_at_the_end, presence_answered_without_being_asked, a_position_at_the_end_and_the_button,
]


@pytest.mark.parametrize("seek_forward", [False, True], ids=["no skipping", "skipping allowed"])
@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_ten_ways_to_claim_an_hour_in_a_minute_earn_under_90_seconds(world, phone, way, seek_forward):
    policy(speed_percent=150, seek_forward=seek_forward)
    way(phone)
    assert watched(world.p_learner, phone.medium) < 90
    credit = finish_lesson(person=world.p_learner, lesson=phone.medium.lesson, now=NOON + timedelta(minutes=1))
    assert (credit.minutes, credit.reason, HourEntry.objects.count()) == (0, UNWATCHED, 0)


def test_the_honest_way_earns_the_minute(world, phone):
    assert phone.play(0, 59)["watched"] == 59


@pytest.mark.parametrize("body", [
    "", "[]", "{", "null", '{"token": "x", "beats": []}', '{"beats": []}', '{"token": "%s", "beats": [[1, 2]]}',
    '{"token": "%s", "beats": [[1, 0, NaN, 1]]}', '{"token": "%s", "beats": [[1, 0, Infinity, 1]]}',
    '{"token": "%s", "beats": [[1, 0, 1e300, 1]]}', '{"token": "%s", "beats": [[1, -5, 5, 1]]}',
    '{"token": "%s", "beats": [[0, 0, 5, 1]]}', '{"token": "%s", "beats": [["1", 0, 5, 1]]}',
    '{"token": "%s", "beats": [[true, 0, 5, 1]]}', '{"token": "%s", "beats": "1"}', '{"token": "%s", "beats": [], "waited": -1}',
    '{"token": "%s", "beats": [[4294967296, 0, 5, 1]]}', '{"token": "%s", "beats": [], "position": "end"}',
])
def test_what_is_no_report_is_refused_and_earns_nothing(world, phone, body):
    phone.wait(60)
    sent = body.replace("%s", phone.token)
    answer = phone.client.post(f"/learn/media/{phone.medium.pk}/beats/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert watched(world.p_learner, phone.medium) == 0


def test_a_report_of_too_many_beats_is_refused(phone):
    phone.wait(60)
    assert phone.send(*[phone.beat(0, 1) for _ in range(201)]).status_code == 400


def test_a_report_needs_the_token_of_ones_own_player(world, phone, film):
    phone.wait(60)
    phone.client.force_login(world.p_outsider)
    assert phone.send(phone.beat(0, 50)).status_code == 404
    assert WatchedInterval.objects.count() == 0


def test_a_report_without_the_header_against_forged_requests_is_refused(world, film, clock):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.p_learner)
    assert strict.post(f"/learn/media/{film.pk}/start/").status_code == 403
    assert PlaybackSession.objects.count() == 0


def test_a_browser_that_leaves_sends_its_report_as_a_form(world, phone):
    phone.wait(20)
    body = json.dumps({"token": phone.token, "beats": [phone.beat(0, 20)]})
    assert phone.client.post(f"/learn/media/{phone.medium.pk}/beats/", {"report": body}).json()["watched"] == 20
