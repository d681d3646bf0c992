"""How long a sign-in lasts, the list of one's own, and what ends one at the next request."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions, keeping_signed_in
from lms.people.enums import Role
from lms.people.models import PastPassword, Person, SignInSession
from lms.people.rules.devices import device
from lms.people.rules.sessions import Limits, over, shortened
from tests.people.test_sign_in import PASSWORD, sign_in

BACKEND = "lms.people.backends.IdentifierBackend"
NOW = datetime(2017, 6, 1, 9, tzinfo=UTC)
LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
PHONE = ("Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile "
         "Safari/537.36 MicroMessenger/8.0.44 Language/zh_CN")
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"


def signed_in(person, **extra):
    client = Client(**extra)
    client.force_login(person, backend=BACKEND)
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(("idle", "since", "why"), [
    (timedelta(minutes=30), timedelta(hours=12), ""),
    (timedelta(minutes=30, seconds=1), timedelta(hours=1), "idle"),
    (timedelta(), timedelta(hours=12, seconds=1), "longest"),
    (-timedelta(hours=3), -timedelta(hours=3), ""),
])
def test_a_sign_in_is_over_by_its_limits(idle, since, why):
    assert over(began=NOW - since, seen=NOW - idle, now=NOW, limits=LIMITS) == why


@pytest.mark.parametrize(("address", "text"), [
    ("203.0.113.77", "203.0.113.*"), ("::ffff:203.0.113.77", "203.0.113.*"), ("2001:db8:1:2:3::9", "2001:db8:1:*"), (None, ""),
])
def test_an_address_is_shown_shortened(address, text):
    assert shortened(address) == text


@pytest.mark.parametrize(("agent", "words"), [
    (PHONE, ("Android", "wechat")), (DESKTOP, ("Windows", "Edge")), ("curl/8", ("", "")), ("", ("", "")),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", ("iPhone", "Safari")),
])
def test_a_device_is_told_in_two_words(agent, words):
    assert device(agent) == words


def test_staff_are_signed_out_after_half_an_hour_without_a_request(world):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_district)
        clock.move_to(begin + timedelta(minutes=29))
        assert is_in(client)
        clock.move_to(begin + timedelta(minutes=58))
        assert is_in(client)
        clock.move_to(begin + timedelta(minutes=89))
        assert client.get("/account/").url == "/login/?next=/account/"
        page = client.get("/login/")
    assert page.context["signed_out"] == "idle"
    last = AuditEntry.objects.latest("pk")
    assert (last.verb, last.actor, last.detail) == ("account.session_over", world.p_district, {"limit": "idle"})
    assert SignInSession.objects.count() == 0


def test_staff_sign_in_anew_after_twelve_hours_in_any_case(world):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_trainer)
        for step in range(1, 25):
            clock.move_to(begin + timedelta(minutes=29 * step))
            assert is_in(client)
        clock.move_to(begin + timedelta(hours=12, minutes=1))
        assert not is_in(client)
        assert client.get("/login/").context["signed_out"] == "longest"


def test_whoever_only_learns_stays_signed_in_for_a_week(world):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_learner)
        clock.move_to(begin + timedelta(days=6))
        assert is_in(client)
        clock.move_to(begin + timedelta(days=13, hours=1))
        assert not is_in(client)


def test_a_learner_who_is_given_a_role_has_the_limits_of_staff_at_the_next_request(world):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_learner)
        clock.move_to(begin + timedelta(hours=1))
        actions.grant_role(actor=None, person=world.p_learner, role=Role.TRAINER, organisation=world.east)
        assert not is_in(client)


def test_an_open_attempt_keeps_its_candidate_signed_in_until_the_deadline(world, monkeypatch):
    begin = timezone.now()
    monkeypatch.setattr(keeping_signed_in, "KEEPERS", [lambda person, now: begin + timedelta(hours=2)])
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_trainer)
        other = signed_in(world.p_trainer)
        clock.move_to(begin + timedelta(hours=2))
        assert is_in(client)
        clock.move_to(begin + timedelta(hours=2, minutes=1))
        assert (is_in(client), is_in(other)) == (True, False)


def test_requests_ask_the_database_for_nothing_more_but_once_a_minute(world, django_assert_num_queries):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        client = signed_in(world.p_learner)
        with django_assert_num_queries(2):  # the session and the person
            client.get("/language/")
        clock.move_to(begin + timedelta(seconds=61))
        client.get("/language/")
        assert SignInSession.objects.get().seen_at == begin + timedelta(seconds=61)
        with django_assert_num_queries(2):
            client.get("/language/")


def test_a_sign_in_from_before_the_list_is_taken_up(world):
    client = signed_in(world.p_learner)
    session = client.session
    for key in ("signed_in_at", "last_seen_at"):
        del session[key]
    session.save()
    SignInSession.objects.all().delete()
    assert is_in(client)
    assert SignInSession.objects.get().session_key == session.session_key


def test_the_list_names_ones_own_devices(world):
    actions.set_password(person=world.p_learner, password=PASSWORD)
    here = Client(HTTP_USER_AGENT=DESKTOP, REMOTE_ADDR="203.0.113.7")
    there = Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="2001:db8:1::5")
    sign_in(here, "learner")
    sign_in(there, "learner")
    signed_in(world.p_outsider)
    page = here.get("/account/sessions/")
    seen = {(each.device, each.where, each.here) for each in page.context["page"]}
    assert seen == {("Windows · Edge", "203.0.113.*", True), ("Android · 微信", "2001:db8:1:*", False)}
    assert ("203.0.113.7" in page.content.decode(), page.context["others"]) == (False, 1)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_list_do_not_grow(world, count, django_assert_num_queries):
    client = signed_in(world.p_learner)
    for number in range(count):
        SignInSession.objects.create(person=world.p_learner, session_key=f"other-{number}")
    with django_assert_num_queries(6):
        client.get("/account/sessions/")


def test_one_sign_in_is_ended_and_the_others_stay(world):
    here, there, third = (signed_in(world.p_learner) for _number in range(3))
    row = SignInSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/account/sessions/{row.pk}/end/").url == "/account/sessions/"
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    assert AuditEntry.objects.latest("pk").verb == "account.end_session"


def test_the_present_one_is_ended_by_signing_out_only(world):
    here = signed_in(world.p_learner)
    here.post(f"/account/sessions/{SignInSession.objects.get().pk}/end/")
    assert is_in(here)


def test_all_others_are_ended_at_once_and_nobody_elses(world):
    here, there, third = (signed_in(world.p_learner) for _number in range(3))
    stranger = signed_in(world.p_outsider)
    here.post("/account/sessions/end/")
    assert [is_in(client) for client in (here, there, third, stranger)] == [True, False, False, True]
    last = AuditEntry.objects.latest("pk")
    assert (last.verb, last.detail) == ("account.end_sessions", {"closed": 2})


def test_a_request_that_was_on_its_way_does_not_bring_an_ended_sign_in_back(world, rf):
    here = signed_in(world.p_learner)
    request = rf.get("/")
    request.session = here.session
    actions.end_sessions(person=world.p_learner)
    actions.see_session(request=request, now=timezone.now())
    assert (Session.objects.count(), SignInSession.objects.count(), is_in(here)) == (0, 0, False)


def test_a_changed_password_ends_every_other_sign_in_at_the_next_request(world):
    actions.set_password(person=world.p_learner, password=PASSWORD)
    here, there = Client(), Client()
    sign_in(here, "learner")
    sign_in(there, "learner")
    before = here.session.session_key
    here.post("/account/", {"old_password": PASSWORD, "new_password1": "another-horse-8", "new_password2": "another-horse-8"})
    assert (is_in(here), is_in(there)) == (True, False)
    assert [row.session_key for row in SignInSession.objects.all()] == [here.session.session_key]
    assert here.session.session_key != before


def test_a_disabled_account_is_out_at_the_next_request(world):
    client = signed_in(world.p_learner)
    Person.objects.filter(pk=world.p_learner.pk).update(is_active=False)
    assert not is_in(client)


def test_a_role_that_ends_and_one_that_begins_hold_at_the_next_request(world):
    client = signed_in(world.p_auditor)
    assert client.get("/desk/audit/").status_code == 200
    actions.end_grant(actor=world.p_district, grant=world.p_auditor.grants.get())
    assert client.get("/desk/audit/").status_code == 403
    actions.grant_role(actor=world.p_district, person=world.p_auditor, role=Role.DISTRICT, organisation=world.root)
    assert client.get("/desk/audit/").status_code == 200


def test_signing_out_takes_the_sign_in_off_the_list_and_its_cookie_is_worth_nothing(world):
    client, copy = signed_in(world.p_learner), Client()
    copy.cookies = client.cookies.copy()
    answer = client.post("/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (SignInSession.objects.count(), is_in(copy)) == (0, False)


def test_pages_of_whoever_is_signed_in_are_not_stored(world):
    client = signed_in(world.p_district)
    kept = {path: client.get(path).headers["Cache-Control"] for path in ("/account/", "/desk/people/", "/account/sessions/")}
    assert set(kept.values()) == {"no-store, private"}


def test_what_is_over_is_forgotten(world):
    begin = timezone.now()
    signed_in(world.p_learner)
    signed_in(world.p_outsider)
    assert actions.tidy_sessions(now=begin + timedelta(days=13)) == 0
    assert actions.tidy_sessions(now=begin + timedelta(days=15)) == 2


# Passwords


def refusals(client, new):
    page = client.post("/account/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    return [] if page.status_code == 302 else [error.code for error in page.context["form"].errors.as_data()["new_password2"]]


@pytest.mark.parametrize(("new", "codes"), [
    ("short-7", ["password_too_short"]), ("iloveyou1", ["password_too_common"]), ("gh00720170x", ["password_too_similar"]),
    ("another-horse-8", []),
])
def test_a_password_is_long_enough_uncommon_and_unlike_the_account(client, world, new, codes):
    Person.objects.filter(pk=world.p_learner.pk).update(staff_no="GH00720170")
    world.p_learner.refresh_from_db()
    actions.set_password(person=world.p_learner, password=PASSWORD)
    sign_in(client, "learner")
    assert refusals(client, new) == codes


def test_former_passwords_are_refused_as_far_as_the_history_goes(client, world, settings):
    settings.PASSWORD_HISTORY = 2
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "lms.people.passwords.FormerPasswordValidator"}]
    names = [PASSWORD, "another-horse-8", "a-third-horse-7"]
    for name in names:
        actions.set_password(person=world.p_learner, password=name)
    sign_in(client, "learner", names[-1])
    outcomes = []
    for new in (names[2], names[1], names[0]):
        page = client.post("/account/", {"old_password": names[2], "new_password1": new, "new_password2": new})
        outcomes.append(page.status_code)
    assert (outcomes, PastPassword.objects.count()) == ([200, 200, 302], 1)


def test_no_former_password_is_kept_unless_it_is_asked_for(world):
    for name in (PASSWORD, "another-horse-8"):
        actions.set_password(person=world.p_learner, password=name)
    assert PastPassword.objects.count() == 0


def test_sixty_good_users_at_one_address_sign_in_while_one_guesses(world):
    people = [actions.create_person(actor=None, name="同学", username=f"mate{number}") for number in range(60)]
    Person.objects.filter(pk__in=[person.pk for person in people]).update(password=_hashed(PASSWORD))
    guesser, statuses, guesses = Client(REMOTE_ADDR="203.0.113.7"), [], []
    for number in range(60):
        guesses.append(sign_in(guesser, "learner", f"guess-{number}").status_code)
        statuses.append(sign_in(Client(REMOTE_ADDR="203.0.113.7"), f"mate{number}").status_code)
    assert (statuses, guesses) == ([302] * 60, [200] * 4 + [429] * 56)


def _hashed(password):
    person = Person()
    person.set_password(password)
    return person.password


def test_an_unknown_account_costs_what_a_known_one_costs(world, monkeypatch):
    """As many hashes, each with as many rounds, whether the account is known or not, may sign in or not."""
    actions.set_password(person=world.p_learner, password=PASSWORD)
    actions.set_password(person=world.p_outsider, password=PASSWORD)
    Person.objects.filter(pk=world.p_outsider.pk).update(is_active=False)
    work, encode = [], MD5PasswordHasher.encode

    def counted(self, password, *rest):
        work.append((self.algorithm, len(password)))
        return encode(self, password, *rest)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    done = {}
    for name in ("learner", "outsider", "nobody"):
        work.clear()
        page = sign_in(Client(), name, "guess")
        done[name] = (list(work), page.context["form"].errors.as_json())
    assert done["learner"] == done["outsider"] == done["nobody"]
    assert done["nobody"][0] == [("md5", 5)]
