"""Tokens on the desk: made by the district, shown once, kept as a hash, revoked at once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.api import actions
from lms.api.digests import digest_of
from lms.api.models import ApiToken, ApiUse
from lms.audit.models import AuditEntry

from .district import ask, make_token


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_district, backend="lms.people.backends.IdentifierBackend")
    return client


def form(**more):
    today = timezone.localdate()
    return {
        "name": "区人事系统", "purpose": "核对书记任职", "looked_for": "东街道",
        "resources": ["people", "hours"],
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=30)).isoformat(), "form_key": str(uuid.uuid4()),
        **more,
    }


def test_the_secret_is_shown_once_and_kept_nowhere(desk, world):
    page = desk.post("/desk/api/new/", form())
    secret = re.search(r"rt_[A-Za-z0-9_-]{43}", page.content.decode())[0]
    made = ApiToken.objects.get()
    assert (made.digest, made.hint, made.organisation, made.created_by) == (
        digest_of(secret), secret[:8], world.east, world.p_district)
    assert made.resources == ["hours", "people"]
    assert page.headers["Cache-Control"] == "no-store, private"
    for address in ("/desk/api/", f"/desk/api/{made.pk}/", "/desk/audit/"):
        assert secret not in desk.get(address).content.decode()
    kept = "".join(str(value) for row in (*ApiToken.objects.values_list(), *AuditEntry.objects.values_list()) for value in row)
    assert secret not in kept
    assert ask(desk, secret, "token").status_code == 200


def test_sending_the_form_twice_makes_one_token(desk):
    sent = form()
    desk.post("/desk/api/new/", sent)
    again = desk.post("/desk/api/new/", sent, follow=True)
    assert [ApiToken.objects.count(), again.redirect_chain] == [1, [("/desk/api/", 302)]]
    assert AuditEntry.objects.filter(verb="api.create_token").count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"resources": []}, "resources"), ({"resources": ["salaries"]}, "resources"), ({"ends_on": "2000-01-01"}, "ends_on"),
    ({"ends_on": "2999-01-01"}, "ends_on"), ({"telephones": "on"}, "telephones_reason"), ({"looked_for": ""}, "looked_for"),
    ({"name": ""}, "name"), ({"purpose": ""}, "purpose"), ({"form_key": "x"}, "form_key"),
])
def test_a_wrong_entry_is_named_and_makes_nothing(desk, wrong, field):
    page = desk.post("/desk/api/new/", form(**wrong))
    assert [list(page.context["form"].errors), ApiToken.objects.count()] == [[field], 0]


def test_telephones_need_a_reason_in_the_database_too(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_token(world, telephones=True)


def test_revoking_asks_first_and_works_at_once(desk, world, token):
    address = f"/desk/api/{token.pk}/revoke/"
    assert [desk.get(address).status_code, ask(desk, token.secret, "token").status_code] == [200, 200]
    desk.post(address)
    assert ask(desk, token.secret, "token").status_code == 401
    desk.post(address)
    token.refresh_from_db()
    assert token.revoked_by == world.p_district
    assert AuditEntry.objects.filter(verb="api.revoke_token", target_id=str(token.pk)).count() == 1
    assert f"/desk/api/{token.pk}/revoke/" not in desk.get(f"/desk/api/{token.pk}/").content.decode()


def test_an_auditor_reads_and_changes_nothing(client, world, token):
    client.force_login(world.p_auditor, backend="lms.people.backends.IdentifierBackend")
    assert [client.get(address).status_code for address in (
        "/desk/api/", f"/desk/api/{token.pk}/", "/desk/api/new/", f"/desk/api/{token.pk}/revoke/")] == [200, 200, 403, 403]


def test_reads_are_counted_by_token_resource_and_day_with_one_line_of_the_trail(client, token):
    today = timezone.localdate()
    for _ in range(3):
        ask(client, token.secret, "organisations")
    ask(client, token.secret, "people")
    ask(client, token.secret, "people/987654321")  # nothing was told
    assert sorted(ApiUse.objects.values_list("resource", "day", "requests", "rows")) == [
        ("organisations", today, 3, 6), ("people", today, 1, 2)]
    lines = AuditEntry.objects.filter(verb="api.read", target_id=str(token.pk)).order_by("pk")
    assert list(lines.values_list("detail", "organisation_path", "actor")) == [
        ({"resource": "organisations"}, token.organisation.path, None), ({"resource": "people"}, token.organisation.path, None)]
    token.refresh_from_db()
    assert token.last_used_on == today


def test_a_first_read_that_another_was_quicker_with_is_counted(token, monkeypatch):
    today = timezone.localdate()
    ApiUse.objects.create(token=token, resource="people", day=today, requests=1, rows=5)
    real, late = ApiUse.objects.filter, []

    def blind(*args, **kwargs):
        """See nothing at the first look, as if the other had not committed yet."""
        late.append(1)
        return real(*args, **kwargs) if len(late) > 1 else Later(real(*args, **kwargs))

    class Later:
        def __init__(self, rows):
            self.rows, self.looked = rows, False

        def update(self, **values):
            if self.looked:
                return self.rows.update(**values)
            self.looked = True
            return 0

    monkeypatch.setattr(ApiUse.objects, "filter", blind)
    actions.note_read(actor=None, token=token, resource="people", rows=2, day=today)
    monkeypatch.undo()
    assert ApiUse.objects.values_list("requests", "rows").get() == (2, 7)


@pytest.mark.parametrize(("address", "queries"), [("/desk/api/", 6), ("/desk/api/{pk}/", 7)])
def test_queries_of_the_desk_do_not_grow(desk, world, django_assert_num_queries, token, address, queries):
    today = timezone.localdate()
    address = address.format(pk=token.pk)
    ApiUse.objects.create(token=token, resource="people", day=today, requests=1, rows=1)
    desk.get(address)
    with django_assert_num_queries(queries):
        desk.get(address)
    for number in range(5):
        make_token(world)
        ApiUse.objects.create(token=token, resource="people", day=today - timedelta(days=number + 1), requests=1, rows=1)
    with django_assert_num_queries(queries):
        desk.get(address)


def test_an_empty_list_says_what_to_do(desk, token):
    assert 'class="empty"' in desk.get(f"/desk/api/{token.pk}/").content.decode()
    ApiToken.objects.all().delete()
    assert 'class="empty"' in desk.get("/desk/api/").content.decode()
