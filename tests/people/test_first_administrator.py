"""An empty installation gets its first administrator at the prompt, and no account comes with it."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from lms.audit.models import AuditEntry
from lms.people.models import Organisation, Person

PASSWORD = "bu-yao-gao-su-ren-9"


def make(username="zhang", **options):
    call_command("make_administrator", username, name="张卫国", stdout=StringIO(), **options)


@pytest.mark.django_db
def test_the_first_administrator_finds_a_district_and_signs_in(client, monkeypatch):
    assert not Person.objects.exists()
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "12345678")
    with pytest.raises(CommandError):
        make()
    assert not Organisation.objects.exists()
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)
    make()
    assert list(Organisation.objects.values_list("name", "depth")) == [(settings.DISTRICT_NAME, 0)]
    signed_in = client.post("/login/", {"username": "zhang", "password": PASSWORD}, follow=True)
    assert signed_in.request["PATH_INFO"] == "/desk/"
    assert client.get("/desk/imports/").status_code == client.get("/desk/grants/").status_code == 200
    assert {"organisation.create", "person.create", "grant.give"} <= set(AuditEntry.objects.values_list("verb", flat=True))
