"""Signing in: three names for one account, lockout by account, first codes, demo accounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions

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


@pytest.mark.parametrize("name", ["learner", "14011112222", "１４０ 1111 2222", "140-1111-2222", "gh007"])
def test_each_name_of_an_account_signs_in(client, secretary, name):
    response = sign_in(client, name)
    assert (response.status_code, response.url) == (302, "/home/")


def test_a_guesser_locks_one_account_and_no_other_at_the_same_address(client, secretary, world):
    actions.set_password(person=world.p_outsider, password=PASSWORD)
    for name in ["learner", "14011112222", "gh007", "learner", "14011112222"]:
        last = sign_in(client, name, "guess")
    assert last.status_code == 429
    assert sign_in(client, "learner").status_code == 429
    assert sign_in(client, "outsider").status_code == 302


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client, secretary):
    wrong, unknown = sign_in(client, "learner", "guess"), sign_in(client, "nobody", "guess")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_refused_sign_ins_are_recorded_without_what_was_typed(client, secretary):
    sign_in(client, "learner", "secret-typed")
    entry = AuditEntry.objects.get(verb="account.sign_in_refused")
    assert (entry.target_id, entry.detail) == (str(secretary.pk), {})


def test_a_first_code_leads_to_a_password_before_anything_else(client, world):
    code = actions.issue_first_code(actor=world.p_district, person=world.p_learner)
    assert sign_in(client, "learner", f"{code[:4].lower()} {code[4:]}").status_code == 302
    assert client.get("/account/").url == "/first-password/"
    client.post("/first-password/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.get("/account/").status_code == 200
    world.p_learner.refresh_from_db()
    assert world.p_learner.must_set_password is False


def test_an_expired_code_does_not_sign_in(client, world):
    code = actions.issue_first_code(actor=world.p_district, person=world.p_learner)
    type(world.p_learner).objects.filter(pk=world.p_learner.pk).update(code_expires_at=timezone.now() - timedelta(days=1))
    assert sign_in(client, "learner", code).status_code == 200


def test_demo_accounts_exist_in_demo_mode_only(client, secretary, settings):
    type(secretary).objects.filter(pk=secretary.pk).update(is_demo=True)
    settings.DEMO_MODE = False
    assert sign_in(client, "learner").status_code == 200
    settings.DEMO_MODE = True
    assert sign_in(client, "learner").status_code == 302
    settings.DEMO_MODE = False
    assert client.get("/account/").status_code == 302


def test_next_leads_nowhere_else(client, secretary):
    response = client.post("/login/?next=https://evil.example/", {"username": "learner", "password": PASSWORD})
    assert response.url == "/home/"


@pytest.mark.parametrize("address", ["/cms/login/", "/admin/login/"])
def test_other_sign_in_pages_lead_here(client, db, address):
    assert client.get(address).url.partition("?")[0] == "/login/"
