"""The second call: its own codes, who answered, and what is decided of those who did not."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions import roll_calls
from cohorts.models import AttendanceMark, AttendancePolicy, RollCall, RollCallAnswer
from cohorts.rules.check_in import code_at, spoken_code_at
from cohorts.rules.roll_calls import gap, is_due
from lms.people.models import Person

from .meetings import make_meeting, mark, place, standing


@pytest.fixture(autouse=True)
def no_guesses_yet():
    cache.clear()


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


@pytest.fixture
def learner(meeting, world):
    """Someone of the class who signed at the beginning."""
    seat = place(meeting.cohort, world.p_learner, world.east_branch)
    mark(world, meeting, (seat, "present"))
    return seat


@pytest.fixture
def call(meeting, world, learner):
    return roll_calls.open_call(actor=world.p_trainer, session=meeting, now=timezone.now())


@pytest.fixture
def phone(world):
    browser = Client()
    browser.force_login(world.p_learner)
    return browser


def address(call, now=None):
    return reverse("cohorts:answer-call", args=[call.pk, code_at(call.secret, call.pk, now or timezone.now())])


def test_one_call_at_a_time_while_the_session_goes_on(meeting, world, call):
    again = roll_calls.open_call(actor=world.p_school, session=meeting, now=timezone.now())
    assert (again, RollCall.objects.count()) == (call, 1)
    for begins in (timedelta(minutes=10), timedelta(hours=-3)):
        with pytest.raises(ValidationError):
            roll_calls.open_call(actor=world.p_trainer, session=make_meeting(world, begins=begins), now=timezone.now())


def test_the_code_of_the_call_answers_it_once(phone, call, learner, world):
    page = phone.get(address(call))
    assert (page.status_code, RollCallAnswer.objects.count()) == (200, 0)
    assert phone.post(address(call)).context["outcome"] == "answered"
    assert phone.post(address(call)).context["outcome"] == "answered_already"
    answer = RollCallAnswer.objects.get()
    assert (answer.enrolment, answer.method, answer.recorded_by) == (learner, "qr", world.p_learner)
    assert AttendanceMark.objects.count() == 1


def test_the_codes_of_check_in_and_of_the_call_are_not_each_others(phone, meeting, call):
    now = timezone.now()
    with_session = code_at(meeting.secret, meeting.pk, now)
    assert phone.post(reverse("cohorts:answer-call", args=[call.pk, with_session])).context["outcome"] == "expired"
    digits = spoken_code_at(call.secret, call.pk, now)
    assert digits != spoken_code_at(meeting.secret, meeting.pk, now)
    assert phone.post(reverse("cohorts:check-in-code"), {"code": digits}).context["outcome"] == "answered"


def test_an_old_code_and_a_closed_call_are_refused(phone, call, world):
    old = address(call, timezone.now() - timedelta(seconds=30))
    assert phone.post(old).context["outcome"] == "expired"
    roll_calls.close_call(actor=world.p_trainer, call=call, now=timezone.now())
    assert phone.post(address(call)).context["outcome"] == "expired"
    assert RollCallAnswer.objects.count() == 0


def test_a_scan_before_signing_in_counts_for_its_person(call, learner, world):
    browser = Client()
    path = address(call)
    assert browser.get(path).url.startswith(reverse("login"))
    browser.force_login(world.p_learner)
    assert "claim" in browser.get(path).context


@pytest.mark.parametrize(("who", "outcome"), [("outsider", "wrong_class"), ("reserve", "not_signed")])
def test_who_cannot_answer_is_told_why(client, world, meeting, call, who, outcome):
    place(meeting.cohort, world.p_reserve, world.east_branch)
    client.force_login(world.people[who])
    assert client.post(address(call)).context["outcome"] == outcome


def test_the_trainer_ticks_ends_and_decides(desk, world, meeting, call, seats, learner):
    mark(world, meeting, *[(seat, "present") for seat in seats])
    url = reverse("cohorts:call", args=[call.pk])
    desk.post(url, {"there": [seats[0].pk, "x", 987654]})
    roll = desk.get(url).context["roll"]
    assert ([row.enrolment for row in roll.answered], len(roll.missing)) == ([seats[0]], 3)
    desk.post(reverse("cohorts:call-close", args=[call.pk]))
    assert standing(meeting) == {seat.pk: "present" for seat in [*seats, learner]}
    desk.post(reverse("cohorts:call-decide", args=[call.pk, seats[1].pk]), {"decision": "left_early"})
    desk.post(reverse("cohorts:call-decide", args=[call.pk, seats[2].pk]), {"decision": "present"})
    left = AttendanceMark.objects.current().get(enrolment=seats[1])
    assert (left.status, left.early_minutes, left.recorded_by, bool(left.reason)) == ("left_early", 84, world.p_trainer, True)
    roll = desk.get(url).context["roll"]
    assert {row.enrolment for row in roll.answered} == {seats[0], seats[2]}
    desk.post(reverse("cohorts:call-decide", args=[call.pk, seats[0].pk]), {"decision": "left_early"})
    assert standing(meeting)[seats[0].pk] == "present"


def test_nobody_answers_or_decides_for_themselves_at_the_desk(desk, world, meeting, call):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    AttendanceMark.objects.create(session=meeting, enrolment=own, status="present", method="qr")
    desk.post(reverse("cohorts:call", args=[call.pk]), {"there": [own.pk]})
    assert RollCallAnswer.objects.count() == 0
    assert desk.post(reverse("cohorts:call-decide", args=[call.pk, own.pk]), {"decision": "left_early"}).status_code == 403


def test_the_rules_ask_for_a_call_from_the_middle_on(desk, world, meeting, seats):
    start, end = meeting.starts_at, meeting.ends_at
    times = [start, start + (end - start) / 2, end]
    assert [is_due(asked_for=True, starts_at=start, ends_at=end, now=now, calls=[]) for now in times] == [False, True, False]
    assert not is_due(asked_for=False, starts_at=start, ends_at=end, now=times[1], calls=[])
    assert not is_due(asked_for=True, starts_at=start, ends_at=end, now=times[1], calls=["one"])
    AttendancePolicy.objects.create(from_on=timezone.localdate(start), second_call=True)
    late = make_meeting(world, meeting.cohort, begins=timedelta(minutes=-60))
    assert desk.get(reverse("cohorts:session", args=[late.pk])).context["call_due"] is True


def test_the_screen_shows_the_code_of_the_call_while_it_is_open(desk, meeting, call, world, phone):
    phone.post(address(call))
    url = reverse("cohorts:projector-code", args=[meeting.pk])
    page = desk.get(url)
    assert (page.context["call"], page.context["there"], page.context["enrolled"], page.context["newest"]) == (
        call, 1, 1, ["张学员"]
    )
    desk.post(reverse("cohorts:call-close", args=[call.pk]))
    assert "call" not in desk.get(url).context


@pytest.mark.parametrize(("counted", "marked", "answer"), [(28, 30, (2, 0)), (30, 28, (0, 2)), (3, 3, (0, 0))])
def test_heads_and_marks_are_compared(counted, marked, answer):
    assert gap(counted, marked) == answer


def test_heads_are_counted_on_the_sessions_page(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"), (seats[1], "late"), (seats[2], "absent"))
    url = reverse("cohorts:session", args=[meeting.pk])
    assert desk.get(url).context["gap"] is None
    for count, difference in (("1", (1, 0)), ("5", (0, 3)), ("", None), ("-3", None), ("2", (0, 0))):
        desk.post(reverse("cohorts:head-count", args=[meeting.pk]), {"count": count})
        assert desk.get(url).context["gap"] == difference


@pytest.mark.django_db(transaction=True)
def test_twenty_answers_at_once_are_one(world):
    session = make_meeting(world)
    seat = place(session.cohort, world.p_learner, world.east_branch)
    mark(world, session, (seat, "present"))
    asked = roll_calls.open_call(actor=world.p_trainer, session=session, now=timezone.now())
    person, now = Person.objects.get(pk=world.p_learner.pk), timezone.now()
    code, gate, answers = code_at(asked.secret, asked.pk, now), threading.Barrier(20), []

    def answer():
        try:
            mine = RollCall.objects.select_related("session__cohort__organiser").get(pk=asked.pk)
            gate.wait()
            answers.append(roll_calls.answer_call(person=person, call=mine, code=code, now=now, method="qr"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["answered"] + ["answered_already"] * 19
    assert RollCallAnswer.objects.count() == 1
