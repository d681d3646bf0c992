"""Passwords that are guessed: the rest of an account rises, a network is slowed, and a classroom comes in all the same."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from lms import retention
from lms.people import actions
from lms.people.models import Person
from tests.people.test_sign_in import PASSWORD, fail, secretary, sign_in, trail  # noqa: F401

NETWORK = "203.0.113.7"


def minutes_told(client, name="learner"):
    page = sign_in(client, name, "guess")
    return page.status_code, page.context["minutes"], page.headers["Retry-After"]


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def classmates(world):
    """Sixty people who know their password."""
    people = [actions.create_person(actor=None, name="同学", username=f"mate{number}") for number in range(60)]
    actions.set_password(person=world.p_outsider, password=PASSWORD)
    kept = Person.objects.get(pk=world.p_outsider.pk).password
    Person.objects.filter(pk__in=[person.pk for person in people]).update(password=kept)
    return [person.username for person in people]


def rests(client, clock, name, count):
    """Lock the account ``count`` times, as soon as it can be tried again; return the minutes that were told."""
    found = []
    for _time in range(count):
        fail(client, *[name] * 4)
        found.append(minutes_told(client, name))
        clock.shift(timedelta(seconds=int(found[-1][2])))
    return found


@pytest.mark.parametrize("name", ["learner", "nobody"])
def test_each_lock_is_longer_up_to_an_hour_whether_the_account_exists_or_not(client, secretary, clock, name):  # noqa: F811
    assert rests(client, clock, name, 4) == [(429, 15, "900"), (429, 30, "1800"), (429, 60, "3600"), (429, 60, "3600")]


def test_the_page_tells_what_is_left(client, secretary, clock):  # noqa: F811
    rests(client, clock, "learner", 1)
    fail(client, *["learner"] * 5)
    clock.shift(timedelta(minutes=12, seconds=30))
    assert minutes_told(client) == (429, 18, "1050")


@pytest.mark.parametrize("anew", ["sign in", "first code", "a day"])
def test_after_a_good_sign_in_a_first_code_or_a_day_the_rest_is_short_again(client, secretary, world, clock, anew):  # noqa: F811
    rests(client, clock, "learner", 3)
    if anew == "sign in":
        assert sign_in(client, "learner").status_code == 302
        client.post("/logout/")
    elif anew == "first code":
        fail(client, *["learner"] * 5)
        code = actions.issue_first_code(actor=world.p_district, person=secretary)
        assert sign_in(client, "learner", code).status_code == 302
        client.post("/logout/")
        client = Client()
    else:
        clock.shift(timedelta(days=1))
    assert rests(client, clock, "learner", 2) == [(429, 15, "900"), (429, 30, "1800")]


def test_a_lock_lasts_though_others_fail_meanwhile(client, secretary, clock):  # noqa: F811
    rests(client, clock, "learner", 2)
    fail(client, *["learner"] * 5)
    clock.shift(timedelta(minutes=31))
    fail(client, "outsider", "nobody")
    assert sign_in(client, "learner").status_code == 429


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_twenty_guesses_an_hour_are_looked_at_and_no_more(client, secretary, clock, monkeypatch, steps):  # noqa: F811
    """Without end, from other networks with other browsers: what was compared is counted, also the guess that locks."""
    compared, encode, begin = [], MD5PasswordHasher.encode, timezone.now()
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: compared.append(timezone.now()) or encode(self, *args))
    for number in range(180 // steps):
        for again in range(2):
            sign_in(client, ("learner", "gh007")[again], "guess",
                    REMOTE_ADDR=f"198.51.{number}.1", HTTP_USER_AGENT=f"{number % 7}")
        clock.shift(timedelta(minutes=steps))
    for hour in range(120):
        since = begin + timedelta(minutes=hour)
        assert len([at for at in compared if since <= at < since + timedelta(hours=1)]) <= 20
    assert 10 <= len(compared) <= 60


def test_sixty_come_in_though_each_mistypes_twice_and_one_guesses_among_them(classmates, clock, settings):
    """Within five minutes, behind one address, with the limit that is set for production and without a cache."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert settings.SIGN_IN_NETWORK_FAILURES == 120
    guesser, wrong, right, guesses = Client(REMOTE_ADDR=NETWORK), [], [], []
    for half in (classmates[:30], classmates[30:]):
        for name in half:
            guesses.append(sign_in(guesser, "learner", "guess").status_code)
            wrong += [sign_in(Client(REMOTE_ADDR=NETWORK), name, "mistyped").status_code for _time in range(2)]
            clock.shift(timedelta(seconds=5))
        right += [sign_in(Client(REMOTE_ADDR=NETWORK), name).status_code for name in half]
    assert (right, wrong) == ([302] * 60, [200] * 120)
    assert guesses == [200] * 4 + [429] * 56


def test_a_network_that_guesses_over_many_accounts_is_slowed_and_told_so(world, classmates, clock, settings):
    settings.SIGN_IN_NETWORK_FAILURES = 30
    guesser = Client(REMOTE_ADDR=NETWORK)
    first = [sign_in(guesser, name, "guess").status_code for name in [*classmates[:20], *[f"nobody{n}" for n in range(10)]]]
    page = sign_in(Client(REMOTE_ADDR="203.0.113.99"), classmates[0])  # the same network, and even the right password
    assert (first, page.status_code, page.context["network"], page.headers["Retry-After"]) == ([200] * 30, 429, True, "900")
    assert "您的账号也没有被锁定" in page.content.decode()
    assert sign_in(Client(REMOTE_ADDR="198.51.100.1"), classmates[0]).status_code == 302
    assert trail()[-2:] == ["account.slowed", "account.sign_in"]
    clock.shift(timedelta(minutes=15))
    assert sign_in(Client(REMOTE_ADDR=NETWORK), classmates[1]).status_code == 302


def test_a_slowed_network_is_answered_the_same_for_an_account_that_does_not_exist(
        world, classmates, clock, settings, monkeypatch):
    settings.SIGN_IN_NETWORK_FAILURES = 20
    guesser, compared = Client(REMOTE_ADDR=NETWORK), []
    for name in classmates[:20]:
        sign_in(guesser, name, "guess")
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: compared.append(1))
    pages = [sign_in(guesser, name, "guess") for name in (classmates[30], classmates[0], "nobody")]
    assert {(page.status_code, page.context["minutes"], page.context["network"]) for page in pages} == {(429, 15, True)}
    assert compared == []


def test_room_comes_back_as_failures_are_forgotten(world, classmates, clock, settings):
    settings.SIGN_IN_NETWORK_FAILURES = 20
    guesser = Client(REMOTE_ADDR=NETWORK)
    for name in classmates[:20]:
        sign_in(guesser, name, "guess")
        clock.shift(timedelta(seconds=30))
    assert sign_in(guesser, classmates[30], "guess").headers["Retry-After"] == str(15 * 60 - 20 * 30)
    clock.shift(timedelta(minutes=5))
    assert fail(guesser, *classmates[30:33]) == [200, 429, 429]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", ""])
def test_the_address_of_a_proxy_here_is_no_network(classmates, settings, address):
    settings.SIGN_IN_NETWORK_FAILURES = 20
    assert fail(Client(REMOTE_ADDR=address), *classmates[:25]) == [200] * 25


def test_of_an_address_only_the_network_is_counted(client, secretary):  # noqa: F811
    sign_in(client, "learner", "guess", REMOTE_ADDR="203.0.113.77")
    sign_in(client, "learner", "guess", REMOTE_ADDR="2001:db8:1:2:3::9")
    for counted in (AccessAttempt, AccessFailureLog):
        assert set(counted.objects.values_list("ip_address", flat=True)) == {"203.0.113.0", "2001:db8:1:2::"}


def test_counters_go_by_themselves_after_their_days(client, secretary, clock):  # noqa: F811
    fail(client, *["learner"] * 5)
    act, now, keep = retention.RULES["failed sign-ins"].act, timezone.now(), timedelta(days=30)
    counts = [act(now + timedelta(days=days), keep, dry) for days, dry in ((29, False), (31, True), (31, False))]
    assert (counts, AccessFailureLog.objects.count()) == ([0, 5, 5], 0)
