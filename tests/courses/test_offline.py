"""A lesson finished without a network counts when it is sent, once, and for the moment at which it was done."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from courses.actions.offline import take_finished
from courses.models import HourEntry, Lesson, LessonProgress, OfflineAct
from courses.rules.offline import done_at
from lms.readers import reader_of

NOW = datetime(2017, 11, 6, 9, 0, tzinfo=UTC)
OPENED = NOW - timedelta(hours=2)


@pytest.mark.parametrize(("age", "opened", "expected"), [
    (600, OPENED, NOW - timedelta(minutes=10)),
    (0, OPENED, NOW),
    (86400, OPENED, OPENED),  # never before it was opened
    (-500, OPENED, NOW),  # never in the future
    (600, None, NOW),
    (600, NOW + timedelta(minutes=5), NOW),
])
def test_when_it_was_done(age, opened, expected):
    assert done_at(age_seconds=age, opened_at=opened, now=NOW) == expected


@pytest.fixture
def lesson(db):
    return Lesson.objects.create(title="第一课", minutes=20, published_at=timezone.now(), url="/courses/1/1/")


@pytest.fixture
def opened(world, lesson):
    now = timezone.now()
    return LessonProgress.objects.create(
        person=world.p_learner, lesson=lesson, started_at=now - timedelta(hours=3), last_opened_at=now - timedelta(hours=3)
    )


@pytest.fixture
def phone(client, world):
    client.force_login(world.p_learner)
    return client


def test_the_time_on_the_way_is_not_credited(world, lesson, opened):
    """Opened three hours ago, done eight minutes later, sent now: eight minutes and not twenty."""
    now = timezone.now()
    age = (now - opened.started_at - timedelta(minutes=8)).total_seconds()
    credit = take_finished(person=world.p_learner, lesson=lesson, act=uuid.uuid4(), age_seconds=age, now=now)
    opened.refresh_from_db()
    assert credit.minutes == 8
    assert opened.completed_at == OfflineAct.objects.get().done_at
    assert abs(opened.completed_at - (opened.started_at + timedelta(minutes=8))) < timedelta(seconds=1)


def test_the_same_act_counts_once(world, lesson, opened):
    act, now = uuid.uuid4(), timezone.now()
    take_finished(person=world.p_learner, lesson=lesson, act=act, age_seconds=10000, now=now)
    before = list(HourEntry.objects.values_list("pk", "minutes"))
    assert take_finished(person=world.p_learner, lesson=lesson, act=act, age_seconds=0, now=now) is None
    assert list(HourEntry.objects.values_list("pk", "minutes")) == before
    assert OfflineAct.objects.count() == 1


def test_the_same_number_from_another_person_is_another_act(world, lesson, opened):
    act, now = uuid.uuid4(), timezone.now()
    for person in (world.p_learner, world.p_outsider):
        assert take_finished(person=person, lesson=lesson, act=act, age_seconds=0, now=now) is not None
    assert LessonProgress.objects.done().count() == 2


def test_the_phone_asks_who_is_signed_in(client, world):
    assert client.get("/learn/acts/").json() == {"reader": "visitor"}
    client.force_login(world.p_learner)
    answer = client.get("/learn/acts/").json()
    assert (answer["reader"], len(answer["token"])) == (reader_of(world.p_learner), 64)
    assert str(world.p_learner.pk) != answer["reader"]


def test_the_phone_sends_and_sends_again(phone, lesson, opened):
    sent = {"lesson": lesson.key, "act": uuid.uuid4(), "age": 60}
    answers = [phone.post("/learn/acts/", sent) for _ in range(3)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"taken": True})] * 3
    assert (LessonProgress.objects.done().count(), HourEntry.objects.count(), OfflineAct.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("wrong", [{"age": "-1"}, {"age": "soon"}, {"act": "7"}, {"lesson": "x"}])
def test_what_is_no_act_is_refused(phone, lesson, wrong):
    sent = {"lesson": lesson.key, "act": uuid.uuid4(), "age": 60} | wrong
    assert phone.post("/learn/acts/", sent).status_code == 400
    assert LessonProgress.objects.count() == 0


def test_a_lesson_taken_down_meanwhile_is_forgotten(phone, lesson, opened):
    Lesson.objects.update(retired_at=timezone.now())
    assert phone.post("/learn/acts/", {"lesson": lesson.key, "act": uuid.uuid4(), "age": 60}).json() == {"taken": False}
    assert LessonProgress.objects.done().count() == 0


def test_signed_out_nothing_is_taken(client, lesson):
    answer = client.post("/learn/acts/", {"lesson": lesson.key, "act": uuid.uuid4(), "age": 60})
    assert answer.status_code == 401
    assert OfflineAct.objects.count() == 0
