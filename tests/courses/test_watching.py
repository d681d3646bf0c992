"""Watching through the addresses that a player uses: what is credited, what is refused, and what it says."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from cohorts.actions.enrolment import enrol, withdraw
from courses.actions.catalogue import register_lesson, retire
from courses.actions.learning import finish_lesson
from courses.actions.watching import Medium, begin_watching, note_beats, register_media
from courses.models import HourEntry, LessonMedium, LessonProgress, PlaybackSession, WatchedInterval, WatchingPolicy
from courses.queries import credited_minutes
from courses.queries.watching import lesson_watched
from courses.rules.credit import UNWATCHED
from courses.rules.watching import Beat
from lms.audit.models import AuditEntry
from tests.cohorts.classes import make_cohort

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
HOUR = 3600


def make_lesson(*lengths, minutes=60, kind="lesson"):
    """Return a published lesson with a film of each of ``lengths`` (seconds), and its media."""
    lesson = register_lesson(key=uuid4(), title="看一课", summary="", url="/kan/", published_at=NOON, kind=kind, minutes=minutes)
    register_media(lesson=lesson, media=[
        Medium(f"block-{number}", f"第{number}段", "video", seconds, f"/media/media/{number}.mp4")
        for number, seconds in enumerate(lengths, start=1)
    ])
    return lesson, list(lesson.media.all())


def policy(**fields):
    WatchingPolicy.objects.update_or_create(defaults=fields)


class Phone:
    """A player with a steady clock of its own, as honest as the test lets it be."""

    def __init__(self, client, person, medium, clock):
        self.client, self.medium, self.clock = client, medium, clock
        if person is not None:
            client.force_login(person)
        self.sequence = 0
        self.start()

    def start(self):
        self.opened = self.client.post(f"/learn/media/{self.medium.pk}/start/").json()
        self.token = self.opened["token"]

    def wait(self, seconds):
        self.clock.shift(timedelta(seconds=seconds))

    def beat(self, start, end, elapsed=None):
        self.sequence += 1
        return [self.sequence, start, end, end - start if elapsed is None else elapsed]

    def send(self, *beats, **more):
        body = {"token": self.token, "beats": list(beats), **more}
        return self.client.post(
            f"/learn/media/{self.medium.pk}/beats/", json.dumps(body), content_type="application/json"
        )

    def play(self, start, end, step=12):
        """Play honestly from ``start`` to ``end``, a report every ``step`` seconds; return the last answer."""
        while start < end:
            stop = min(end, start + step)
            self.wait(stop - start)
            answer = self.send(self.beat(start, stop), position=stop).json()
            start = stop
        return answer


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def film(world):
    """An hour of film in a lesson of an hour."""
    return make_lesson(HOUR)[1][0]


@pytest.fixture
def phone(world, client, film, clock):
    return Phone(client, world.p_learner, film, clock)


def watched(person, medium):
    return lesson_watched(person, medium.lesson).by_key()[medium.key].state.watched


# Ten ways to claim an hour in a minute ---------------------------------------------------------------------------------

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


# Watching as people do -------------------------------------------------------------------------------------------------

def test_an_hour_of_watching_is_one_player_and_one_part(world, phone):
    phone.play(0, HOUR, step=15)
    assert (PlaybackSession.objects.count(), WatchedInterval.objects.count()) == (1, 1)
    part = WatchedInterval.objects.get()
    assert (part.start_ms, part.end_ms, part.last_at - part.first_at) == (0, HOUR * 1000, timedelta(hours=1))


def test_a_film_watched_to_its_end_finishes_the_lesson_by_itself(world, client, clock):
    lesson, (film,) = make_lesson(125, minutes=2, kind="micro")
    answer = Phone(client, world.p_learner, film, clock).play(0, 125)
    assert (answer["code"], answer["ready"]) == ("finished", True)
    assert credited_minutes(world.p_learner, lesson) == 2
    assert [line.kind for line in HourEntry.objects.all()] == ["micro"]
    assert LessonProgress.objects.done().count() == 1


def test_only_what_was_watched_is_credited_and_the_rest_when_it_is_watched(world, client, clock):
    lesson, (film,) = make_lesson(600, minutes=10)
    phone = Phone(client, world.p_learner, film, clock)
    early = client.post(f"/learn/lessons/{lesson.key}/done/", follow=False)
    assert (early.status_code, LessonProgress.objects.done().count()) == (302, 0)
    phone.play(0, 540)
    client.post(f"/learn/lessons/{lesson.key}/done/")
    assert credited_minutes(world.p_learner, lesson) == 9
    assert phone.play(540, 600)["code"] == "finished"
    assert [line.minutes for line in HourEntry.objects.order_by("pk")] == [9, -9, 10]


def test_a_lesson_with_more_to_read_waits_for_its_reader(world, client, clock):
    lesson, (film,) = make_lesson(60, minutes=5)
    answer = Phone(client, world.p_learner, film, clock).play(0, 60)
    assert (answer["code"], answer["ready"], LessonProgress.objects.done().count()) == ("ok", True, 0)
    clock.shift(timedelta(minutes=2))
    client.post(f"/learn/lessons/{lesson.key}/done/")
    assert credited_minutes(world.p_learner, lesson) == 3


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


# Withdrawn while watching ------------------------------------------------------------------------------------------------

def test_a_lesson_taken_down_stops_counting_and_keeps_what_was_watched(world, phone):
    phone.play(0, 24)
    phone.wait(6)
    retire(keys=[phone.medium.lesson.key])
    phone.wait(6)
    answer = phone.send(phone.beat(24, 36)).json()
    assert (answer["code"], answer["watched"]) == ("retired", 33)
    assert phone.client.post(f"/learn/media/{phone.medium.pk}/start/").status_code == 404


def test_a_film_taken_off_the_page_stops_counting(world, phone):
    phone.play(0, 24)
    register_media(lesson=phone.medium.lesson, media=[])
    phone.wait(12)
    answer = phone.send(phone.beat(24, 36)).json()
    assert answer["code"] == "retired"
    assert WatchedInterval.objects.get().end_ms == 24_000


def test_who_is_withdrawn_from_the_class_while_watching_goes_on_and_keeps_what_they_earn(world, client, clock):
    """Progress belongs to person and lesson: a class ends or is left, and learning goes on."""
    lesson, (film,) = make_lesson(120, minutes=2)
    cohort = make_cohort(world, starts_on=NOON.date(), ends_on=NOON.date())
    enrol(actor=world.p_district, cohort=cohort, appointments=list(world.p_learner.appointments.all()))
    phone = Phone(client, world.p_learner, film, clock)
    phone.play(0, 60)
    withdraw(actor=world.p_district, enrolment=cohort.enrolments.get(), reason="调离")
    assert phone.play(60, 120)["code"] == "finished"
    assert credited_minutes(world.p_learner, lesson) == 2


def test_an_account_closed_while_watching_is_told_so_and_keeps_what_was_watched(world, phone):
    phone.play(0, 24)
    type(world.p_learner).objects.filter(pk=world.p_learner.pk).update(is_active=False)
    phone.wait(12)
    answer = phone.send(phone.beat(24, 36))
    assert (answer.status_code, answer.json()["code"]) == (403, "signed_out")
    assert watched(world.p_learner, phone.medium) == 24


def test_a_visitor_is_told_that_nothing_counts(client, film):
    answer = client.post(f"/learn/media/{film.pk}/start/")
    assert (answer.status_code, answer.json()["code"]) == (403, "signed_out")
    assert PlaybackSession.objects.count() == 0


# Media of a lesson --------------------------------------------------------------------------------------------------------

def test_registering_the_same_media_writes_nothing(world):
    lesson, _ = make_lesson(60, 90)
    before = AuditEntry.objects.count()
    media = [Medium(f"block-{n}", f"第{n}段", "video", s, f"/media/media/{n}.mp4") for n, s in ((1, 60), (2, 90))]
    assert register_media(lesson=lesson, media=media) is False
    assert AuditEntry.objects.count() == before


def test_a_medium_moved_renamed_or_back_again_is_the_same(world):
    lesson, (first, second) = make_lesson(60, 90)
    register_media(lesson=lesson, media=[Medium("block-2", "改名", "video", 95)])
    assert list(LessonMedium.objects.active().values_list("pk", "title", "duration_ms")) == [(second.pk, "改名", 95_000)]
    register_media(lesson=lesson, media=[Medium("block-2", "改名", "video", 95), Medium("block-1", "第1段", "video", 60)])
    assert list(LessonMedium.objects.active().values_list("pk", flat=True)) == [second.pk, first.pk]


def test_all_films_of_a_lesson_are_asked_for(world, client, clock):
    lesson, (first, second) = make_lesson(60, 60, minutes=2)
    assert Phone(client, world.p_learner, first, clock).play(0, 60)["ready"] is False
    assert Phone(client, None, second, clock).play(0, 60)["code"] == "finished"
    assert credited_minutes(world.p_learner, lesson) == 2


def test_two_films_at_their_end_do_not_finish_a_lesson_of_which_one_was_skipped(world, client, clock):
    lesson, (first, second) = make_lesson(60, 600, minutes=11)
    Phone(client, world.p_learner, second, clock).send([1, 590, 600, 10], position=600)
    Phone(client, None, first, clock).play(0, 60)
    assert LessonProgress.objects.done().count() == 0


@pytest.mark.parametrize("parts", [1, 40])
def test_a_report_costs_the_same_however_much_was_watched_before(world, film, clock, django_assert_num_queries, parts):
    policy(seek_forward=True)
    session = begin_watching(person=world.p_learner, medium=film, now=NOON)
    for number in range(parts):
        WatchedInterval.objects.create(
            person=world.p_learner, medium=film, start_ms=number * 20_000 + 5_000, end_ms=number * 20_000 + 9_000
        )
    with django_assert_num_queries(QUERIES_OF_A_REPORT):
        note_beats(session=session, beats=[Beat(1, 9_000, 12_000, 3_000)], now=NOON + timedelta(seconds=12))


QUERIES_OF_A_REPORT = 7
