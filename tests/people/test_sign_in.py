"""Signing in: three names for one account, lockout by account, first codes, demo accounts, signing out."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import Person

PASSWORD = "correct-horse-9"


@pytest.fixture
def secretary(world):
    person = world.p_learner
    person.phone, person.staff_no = "14011112222", "GH007"
    person.save()
    actions.set_password(person=person, password=PASSWORD)
    return person


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post("/login/", {"username": name, "password": password}, **extra)


def fail(client, *names):
    return [sign_in(client, name, "guess").status_code for name in names]


def trail(prefix="account."):
    return list(AuditEntry.objects.filter(verb__startswith=prefix).order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize("name", ["learner", "14011112222", "１４０ 1111 2222", "140-1111-2222", "+86 140-1111-2222", "gh007"])
def test_each_name_of_an_account_signs_in(client, secretary, name):
    response = sign_in(client, name)
    assert (response.status_code, response.url) == (302, "/home/")
    assert trail() == ["account.sign_in"]


def test_a_guesser_locks_one_account_and_no_other_at_the_same_address(client, secretary, world):
    actions.set_password(person=world.p_outsider, password=PASSWORD)
    statuses = fail(client, "learner", "14011112222", "gh007", "１４０１１１１２２２２", "GH007")
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, "learner").status_code == 429
    assert sign_in(client, "outsider").status_code == 302
    assert trail() == [*["account.sign_in_refused"] * 4, *["account.locked_out"] * 2, "account.sign_in"]


def test_four_failures_and_a_right_password_start_the_count_anew(client, secretary):
    for _round in range(2):
        assert fail(client, *["learner"] * 4) == [200] * 4
        assert sign_in(client, "14011112222").status_code == 302
        client.post("/logout/")


def test_the_lock_opens_after_a_quarter_of_an_hour_even_if_the_guesser_goes_on(client, secretary):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False):
        fail(client, *["learner"] * 5)
    with time_machine.travel(begin + timedelta(minutes=14), tick=False):
        assert sign_in(client, "learner", "guess").status_code == 429
    with time_machine.travel(begin + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in(client, "learner").status_code == 302


def test_whoever_goes_on_guessing_has_twenty_guesses_an_hour(client, secretary):
    """Every minute for two hours, with the names of the account in turn: what is not answered with the lock was compared."""
    begin, compared = timezone.now(), [0] * 2
    for number in range(2 * 60):
        with time_machine.travel(begin + timedelta(minutes=number), tick=False):
            compared[number // 60] += sign_in(client, ("learner", "14011112222", "gh007")[number % 3], "guess").status_code == 200
    assert max(compared) <= 20
    assert min(compared) > 0


def test_the_locked_page_says_how_long_to_wait(client, secretary):
    page = [sign_in(client, "learner", "guess") for _number in range(5)][-1]
    assert (page.status_code, page.context["minutes"]) == (429, 15)


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client, secretary):
    wrong, unknown = sign_in(client, "learner", "guess"), sign_in(client, "nobody", "guess")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert fail(client, *["nobody"] * 4) == [200, 200, 200, 429]


def test_every_refusal_costs_one_password_comparison(client, secretary, world, monkeypatch):
    actions.issue_first_code(actor=None, person=world.p_outsider)
    calls, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: calls.append(1) or encode(self, *args))
    costs = {}
    for name in ("learner", "outsider", "reserve", "nobody"):
        calls.clear()
        sign_in(client, name, "guess")
        costs[name] = len(calls)
    assert costs == {"learner": 1, "outsider": 1, "reserve": 1, "nobody": 1}


def test_nothing_that_was_typed_is_kept(client, secretary):
    sign_in(client, "typed-in-the-wrong-field", "secret-typed")
    sign_in(client, "learner", "secret-typed")
    lines = AuditEntry.objects.filter(verb="account.sign_in_refused").order_by("pk")
    assert [(line.target_id, line.detail) for line in lines] == [("", {}), (str(secretary.pk), {})]
    counted = " ".join(str(row) for row in AccessAttempt.objects.values_list())
    assert ("typed-in-the-wrong-field" in counted, "secret-typed" in counted) == (False, False)


def test_the_session_key_changes_at_sign_in(client, secretary):
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    sign_in(client, "learner")
    assert client.session.session_key != before


def test_a_first_code_leads_to_a_password_before_anything_else(client, world):
    code = actions.issue_first_code(actor=world.p_district, person=world.p_learner)
    assert sign_in(client, "learner", f"{code[:4].lower()} {code[4:]}").status_code == 302
    assert client.get("/account/").url == "/first-password/"
    assert client.get("/my/").url == "/first-password/"
    client.post("/first-password/", {"new_password1": "12345678", "new_password2": "12345678"})
    assert client.get("/account/").url == "/first-password/"
    client.post("/first-password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.get("/account/").status_code == 200
    world.p_learner.refresh_from_db()
    assert world.p_learner.must_set_password is False
    client.post("/logout/")
    assert sign_in(client, "learner", code).status_code == 200
    assert sign_in(client, "learner").status_code == 302


def test_an_expired_code_says_so_to_whoever_has_it(client, world):
    code = actions.issue_first_code(actor=world.p_district, person=world.p_learner)
    Person.objects.filter(pk=world.p_learner.pk).update(code_expires_at=timezone.now() - timedelta(days=1))
    expired, wrong = sign_in(client, "learner", code), sign_in(client, "learner", "ABCD2345")
    codes = [answer.context["form"].non_field_errors().as_data()[0].code for answer in (expired, wrong)]
    assert codes == ["code_expired", "invalid_login"]
    assert "_auth_user_id" not in client.session


def test_a_new_code_ends_sessions_and_the_old_password(client, secretary, world):
    sign_in(client, "learner")
    actions.issue_first_code(actor=world.p_district, person=secretary)
    assert client.get("/account/").url == "/login/?next=/account/"
    assert sign_in(client, "learner").status_code == 200


def test_demo_accounts_exist_in_demo_mode_only(client, secretary, settings):
    Person.objects.filter(pk=secretary.pk).update(is_demo=True)
    settings.DEMO_MODE = False
    assert sign_in(client, "learner").status_code == 200
    settings.DEMO_MODE = True
    assert sign_in(client, "learner").status_code == 302
    settings.DEMO_MODE = False
    assert client.get("/account/").status_code == 302


def test_the_sign_in_page_names_demo_accounts_in_demo_mode_only(client, secretary, settings):
    Person.objects.filter(pk=secretary.pk).update(is_demo=True)
    settings.DEMO_MODE = True
    page = client.get("/login/")
    assert [name for name, _role in page.context["demo_accounts"]] == ["learner"]
    assert settings.DEMO_PASSWORD in page.content.decode()
    settings.DEMO_MODE = False
    assert settings.DEMO_PASSWORD not in client.get("/login/").content.decode()


@pytest.mark.parametrize(("next_url", "leads_to"), [
    ("https://evil.example/", "/home/"), ("//evil.example/", "/home/"), ("/account/", "/account/"),
])
def test_next_leads_nowhere_else(client, secretary, next_url, leads_to):
    response = client.post("/login/", {"username": "learner", "password": PASSWORD, "next": next_url})
    assert response.url == leads_to


def test_signing_out_is_a_post_that_clears_the_cache(client, secretary):
    sign_in(client, "learner")
    assert client.get("/logout/").status_code == 405
    answer = client.post("/logout/")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert client.get("/account/").url == "/login/?next=/account/"


@pytest.mark.parametrize("address", ["/cms/login/", "/admin/login/", "/admin/", "/cms/password_reset/", "/cms/"])
def test_other_sign_in_pages_lead_here(client, db, address):
    assert client.get(address).url.partition("?")[0] == "/login/"


def test_where_one_wanted_to_go_is_kept(client, db):
    assert client.get("/admin/login/?next=/desk/").url == "/login/?next=/desk/"
    assert client.get("/cms/pages/").url == "/login/?next=/cms/pages/"


def test_one_changes_ones_own_password(client, secretary):
    sign_in(client, "learner")
    new = "another-horse-8"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/account/", form).status_code == 302
    assert client.get("/account/").status_code == 200
    assert trail("person.set_password") == ["person.set_password"] * 2
    client.post("/logout/")
    assert sign_in(client, "learner", new).status_code == 302


def test_ones_account_is_a_page_to_read_and_signs_out_in_one_place(client, world):
    client.force_login(world.p_learner)
    page = client.get("/account/").content.decode()
    assert 'name="old_password"' in page
    assert "autofocus" not in page
    assert page.count('action="/logout/"') == 1
