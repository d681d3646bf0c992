"""A whole telephone number is shown for a reason, to whoever typed their password lately, in one answer; the trail knows it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import Person

BACKEND = "lms.people.backends.IdentifierBackend"
NUMBER, MASKED, PASSWORD = "14012345678", "140****5678", "correct-horse-9"
REASON = {"reason": "没有来上课"}


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def card(world, clock):
    Person.objects.filter(pk=world.p_learner.pk).update(phone=NUMBER)
    return f"/desk/people/{world.p_learner.pk}/"


@pytest.fixture
def desk(client, world, clock):
    actions.set_password(person=world.p_subdistrict, password=PASSWORD)
    client.force_login(world.p_subdistrict, backend=BACKEND)
    return client


def lines():
    return [(line.actor, line.target_id, line.detail) for line in AuditEntry.objects.filter(verb="person.reveal")]


def test_it_is_masked_until_asked_for_with_a_reason(desk, world, card):
    asked = [desk.get(card), desk.get(card + "telephone/"), desk.post(card + "telephone/", {"reason": " "})]
    assert [(MASKED in page.content.decode(), NUMBER in page.content.decode()) for page in asked] == [(True, False)] * 3
    assert lines() == []
    told = desk.post(card + "telephone/", REASON)
    assert (told.status_code, NUMBER in told.content.decode()) == (200, True)
    assert "no-store" in told.headers["Cache-Control"]
    assert lines() == [(world.p_subdistrict, str(world.p_learner.pk), REASON)]
    assert AuditEntry.objects.get(verb="person.reveal").organisation_path == world.east_branch.path
    after = [desk.get(card), desk.get(card + "telephone/")]
    assert [NUMBER in page.content.decode() for page in after] == [False, False]
    assert NUMBER not in str(dict(desk.session))


def test_long_after_the_sign_in_the_password_is_asked_for_again(desk, world, card, clock):
    clock.shift(timedelta(minutes=9, seconds=59))
    assert NUMBER in desk.post(card + "telephone/", REASON).content.decode()
    clock.shift(timedelta(seconds=1))
    assert 'name="password"' in desk.get(card + "telephone/").content.decode()
    for password in ({}, {"password": "wrong"}):
        assert NUMBER not in desk.post(card + "telephone/", REASON | password).content.decode()
    assert len(lines()) == 1
    assert NUMBER in desk.post(card + "telephone/", REASON | {"password": PASSWORD}).content.decode()
    clock.shift(timedelta(minutes=9))
    assert NUMBER in desk.post(card + "telephone/", REASON).content.decode()
    assert len(lines()) == 3


def test_who_guesses_the_password_is_locked_out(desk, card, clock):
    clock.shift(timedelta(minutes=11))
    answers = [desk.post(card + "telephone/", REASON | {"password": f"wrong{number}"}).status_code for number in range(6)]
    assert answers[-1] == 429
    assert lines() == []


def test_always_asked_where_the_setting_says_so(desk, card, settings):
    settings.REVEAL_PASSWORD_MINUTES = 0
    assert NUMBER not in desk.post(card + "telephone/", REASON).content.decode()


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("liaison", 403), ("trainer", 404), ("outsider", 404)])
def test_others_are_not_told(client, world, card, role, status):
    client.force_login(world.people[role], backend=BACKEND)
    assert [client.get(card + "telephone/").status_code, client.post(card + "telephone/", REASON).status_code] == [status] * 2


def test_ones_own_number_needs_the_password_and_no_reason(client, world, card, clock):
    actions.set_password(person=world.p_learner, password=PASSWORD)
    client.force_login(world.p_learner, backend=BACKEND)
    clock.shift(timedelta(minutes=11))
    page = client.get("/account/").content.decode()
    assert (MASKED in page, NUMBER in page) == (True, False)
    assert NUMBER not in client.post("/account/telephone/").content.decode()
    assert NUMBER in client.post("/account/telephone/", {"password": PASSWORD}).content.decode()
    assert lines() == [(world.p_learner, str(world.p_learner.pk), {})]


def test_no_number_is_said_so(desk, world):
    page = desk.get(f"/desk/people/{world.p_reserve.pk}/telephone/")
    assert (page.status_code, "<form class" in page.content.decode()) == (200, False)
