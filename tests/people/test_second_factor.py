"""The second factor: set up by whoever is offered one, asked for at sign-in, paused by guesses, reset by the district."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions, one_time
from lms.people.enums import Role
from lms.people.models import Person, RecoveryCode, SecondFactor, SignInSession
from lms.people.rules import second_factor as rules
from tests.people.test_sign_in import PASSWORD, sign_in

BACKEND = "lms.people.backends.IdentifierBackend"
NOW = datetime(2017, 6, 1, 9, 0, 15, tzinfo=UTC)


def code_of(person, now=None, ahead=0):
    """The code that the person's app shows."""
    factor = SecondFactor.objects.get(person=person)
    return one_time.code_at(factor.secret, rules.step_at(now or timezone.now()) + ahead).decode()


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(world, clock):
    """The trainer, whose second factor is on; their codes are ``person.codes``."""
    trainer = world.p_trainer
    actions.set_password(person=trainer, password=PASSWORD)
    actions.begin_second_factor(actor=trainer)
    _answer, trainer.codes = actions.confirm_second_factor(actor=trainer, code=code_of(trainer))
    clock.shift(timedelta(minutes=1))
    return trainer


def is_in(client):
    return client.get("/account/").status_code == 200


def second(client, code, **more):
    return client.post("/login/code/", {"code": code, **more})


def trail(*prefixes):
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in verbs if verb.startswith(prefixes)]


# Setting it up


def test_setting_it_up_by_the_page(client, world, clock):
    client.force_login(world.p_trainer, backend=BACKEND)
    assert client.get("/account/second-factor/").context["factor"] is None
    client.post("/account/second-factor/begin/")
    page = client.get("/account/second-factor/")
    secret = page.context["secret"].replace(" ", "")
    assert (len(secret), page.context["qr"][:26], page.context["address"].count(secret)) == (32, "data:image/svg+xml;charset", 1)
    assert client.post("/account/second-factor/confirm/", {"code": "000000"}).status_code == 200
    assert SecondFactor.objects.get().confirmed_at is None
    answer = client.post("/account/second-factor/confirm/", {"code": code_of(world.p_trainer)})
    assert answer.url == "/account/second-factor/codes/"
    shown = client.get(answer.url)
    codes = shown.context["codes"]
    assert (len(codes), len(set(codes)), shown.headers["Cache-Control"]) == (10, 10, "no-store, private")
    assert all(re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", code) for code in codes)
    assert client.get(answer.url).url == "/account/second-factor/"
    assert client.get("/account/second-factor/").context["left"] == 10
    assert trail("second_factor.") == ["second_factor.begin", "second_factor.refused", "second_factor.on"]


def test_nothing_of_it_is_kept_in_clear(person):
    factor = SecondFactor.objects.get()
    clear = one_time.in_words(factor.secret)
    kept = " ".join(str(row) for row in (*SecondFactor.objects.values_list(), *RecoveryCode.objects.values_list(),
                                         *AuditEntry.objects.values_list()))
    assert [text in kept for text in (clear, *person.codes)] == [False] * 11


def test_learners_and_demo_accounts_are_offered_none(client, world, settings):
    settings.DEMO_MODE = True
    client.force_login(world.p_learner, backend=BACKEND)
    assert client.get("/account/second-factor/").status_code == 403
    Person.objects.filter(pk=world.p_district.pk).update(is_demo=True)
    client.force_login(world.p_district, backend=BACKEND)
    assert client.post("/account/second-factor/begin/").status_code == 403
    assert SecondFactor.objects.count() == 0


def test_one_that_is_begun_only_is_not_asked_for(client, world):
    actions.set_password(person=world.p_trainer, password=PASSWORD)
    actions.begin_second_factor(actor=world.p_trainer)
    assert sign_in(client, "trainer").url == "/home/"


def test_beginning_again_does_not_touch_one_that_is_on(person):
    before = SecondFactor.objects.get().secret
    actions.begin_second_factor(actor=person)
    assert SecondFactor.objects.get().secret == before


# Signing in


def test_the_password_alone_lets_nobody_in(client, person):
    assert sign_in(client, "trainer").url == "/login/code/"
    assert (is_in(client), SignInSession.objects.count(), trail("account.")) == (False, 0, [])
    assert second(client, code_of(person)).url == "/home/"
    assert (is_in(client), trail("account.")) == (True, ["account.sign_in"])


def test_where_one_wanted_to_go_is_kept_over_the_second_step(client, person):
    client.post("/login/", {"username": "trainer", "password": PASSWORD, "next": "/account/"})
    assert second(client, code_of(person)).url == "/account/"


def test_the_second_step_without_the_first_leads_to_the_first(client, person):
    assert second(client, code_of(person)).url == "/login/"
    assert not is_in(client)


def test_a_code_lets_in_once(person):
    code, outcomes = code_of(person), []
    for client in (Client(), Client()):
        sign_in(client, "trainer")
        outcomes.append(second(client, code).status_code)
    assert outcomes == [302, 200]


def test_the_first_step_is_good_for_ten_minutes(client, person, clock):
    sign_in(client, "trainer")
    clock.shift(timedelta(minutes=10, seconds=1))
    assert second(client, code_of(person)).url == "/login/"
    assert not is_in(client)


def test_a_password_changed_between_the_steps_ends_the_first(client, person):
    sign_in(client, "trainer")
    actions.set_password(person=person, password="another-horse-8")
    assert second(client, code_of(person)).url == "/login/"


def test_a_recovery_code_lets_in_once_and_is_recorded(person):
    outcomes = []
    for client in (Client(), Client()):
        sign_in(client, "trainer")
        outcomes.append(second(client, rules.shown(person.codes[0]).lower()).status_code)
    assert (outcomes, trail("second_factor.recovery")) == ([302, 200], ["second_factor.recovery"])
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_guesses_pause_the_account_wherever_they_come_from(person, clock):
    for number in range(5):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in(client, "trainer")
        assert second(client, "000000").status_code == 200
    owner = Client()
    sign_in(owner, "trainer")
    for code in (code_of(person), person.codes[0]):
        assert [error.code for error in second(owner, code).context["form"].errors.as_data()["code"]] == [None]
    assert not is_in(owner)
    assert trail("second_factor.re", "second_factor.p") == ["second_factor.refused"] * 4 + ["second_factor.paused"] * 3
    clock.shift(timedelta(minutes=15, seconds=1))
    sign_in(owner, "trainer")
    assert second(owner, code_of(person)).status_code == 302


def test_guesses_of_one_account_pause_no_other(person, world):
    other = world.p_district
    actions.set_password(person=other, password=PASSWORD)
    actions.begin_second_factor(actor=other)
    actions.confirm_second_factor(actor=other, code=code_of(other))
    for _number in range(5):
        actions.check_code(actor=person, code="000000")
    assert actions.check_code(actor=other, code=code_of(other, ahead=1)).kind == "app"


def test_a_district_that_does_without_asks_nobody(client, person, settings):
    settings.SECOND_FACTOR = "off"
    assert sign_in(client, "trainer").url == "/home/"


# A remembered device


def test_a_device_is_remembered_for_the_days_of_the_setting(client, person, settings, clock):
    settings.SECOND_FACTOR_REMEMBER_DAYS = 3
    sign_in(client, "trainer")
    cookie = second(client, code_of(person), remember="on").cookies["known_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3 * 86400)
    client.post("/logout/")
    assert sign_in(client, "trainer").url == "/home/"
    clock.shift(timedelta(days=3, seconds=1))
    client.post("/logout/")
    client.cookies["known_device"] = cookie.value  # a browser that forgets nothing
    assert sign_in(client, "trainer").url == "/login/code/"


def test_without_the_setting_no_device_is_remembered(client, person):
    sign_in(client, "trainer")
    assert "known_device" not in second(client, code_of(person), remember="on").cookies


@pytest.mark.parametrize("change", ["password", "factor"])
def test_a_remembered_device_is_forgotten_with_the_password_and_with_the_factor(client, person, settings, clock, change):
    settings.SECOND_FACTOR_REMEMBER_DAYS = 3
    sign_in(client, "trainer")
    second(client, code_of(person), remember="on")
    if change == "password":
        actions.set_password(person=person, password=PASSWORD)
    else:
        actions.reset_second_factor(actor=None, person=person, reason="lost")
        actions.begin_second_factor(actor=person)
        actions.confirm_second_factor(actor=person, code=code_of(person))
    client.post("/logout/")
    assert sign_in(client, "trainer").url == "/login/code/"


# Required of roles


def test_a_role_that_needs_one_comes_nowhere_without(client, world, settings):
    settings.SECOND_FACTOR, settings.SECOND_FACTOR_ROLES = "required", ["trainer"]
    client.force_login(world.p_trainer, backend=BACKEND)
    assert [client.get(path).url for path in ("/desk/", "/account/", "/cms/")] == ["/account/second-factor/"] * 3
    client.post("/account/second-factor/begin/")
    client.post("/account/second-factor/confirm/", {"code": code_of(world.p_trainer)})
    assert client.get("/account/second-factor/codes/").status_code == 200
    assert is_in(client)


def test_roles_that_are_not_named_need_none(client, world, settings):
    settings.SECOND_FACTOR, settings.SECOND_FACTOR_ROLES = "required", ["trainer"]
    for role in ("learner", "district"):
        client.force_login(world.people[role], backend=BACKEND)
        assert is_in(client)


def test_a_role_given_meanwhile_needs_one_at_the_next_request(client, world, settings):
    settings.SECOND_FACTOR, settings.SECOND_FACTOR_ROLES = "required", ["trainer"]
    client.force_login(world.p_learner, backend=BACKEND)
    assert is_in(client)
    actions.grant_role(actor=None, person=world.p_learner, role=Role.TRAINER, organisation=world.east)
    assert client.get("/account/").url == "/account/second-factor/"


# Taking it off, and resetting


def test_it_is_taken_off_with_a_code_only(client, person):
    client.force_login(person, backend=BACKEND)
    assert client.post("/account/second-factor/off/", {"code": "000000"}).context["asked"] == "off"
    client.post("/account/second-factor/off/", {"code": code_of(person)})
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_new_recovery_codes_replace_the_old_ones(client, person):
    client.force_login(person, backend=BACKEND)
    answer = client.post("/account/second-factor/codes/", {"code": code_of(person)})
    assert len(client.get(answer.url).context["codes"]) == 10
    assert actions.check_code(actor=person, code=person.codes[0]).kind == "wrong"


def test_a_district_administrator_resets_one_with_a_reason(client, person, world):
    owner = Client()
    sign_in(owner, "trainer")
    second(owner, code_of(person))
    client.force_login(world.p_district, backend=BACKEND)
    page = f"/desk/people/{person.pk}/second-factor/"
    assert f'href="{page}"' in client.get(f"/desk/people/{person.pk}/").content.decode()
    assert client.post(page, {"reason": ""}).status_code == 200
    assert SecondFactor.objects.count() == 1
    assert client.post(page, {"reason": "手机丢失，已当面核实"}).status_code == 302
    assert (SecondFactor.objects.count(), is_in(owner)) == (0, False)
    line = AuditEntry.objects.get(verb="second_factor.reset")
    assert (line.actor, line.target_id, line.detail) == (world.p_district, str(person.pk), {"reason": "手机丢失，已当面核实"})
    assert sign_in(owner, "trainer").url == "/home/"


def test_nobody_resets_their_own(client, world):
    client.force_login(world.p_district, backend=BACKEND)
    assert client.post(f"/desk/people/{world.p_district.pk}/second-factor/", {"reason": "x"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_by_many_at_once_counts_once(world):
    person = world.p_trainer
    actions.begin_second_factor(actor=person)
    code, kinds = code_of(person), []

    def send():
        kinds.append(actions.check_code(actor=person, code=code).kind)
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kinds) == ["app", "wrong", "wrong", "wrong"]
