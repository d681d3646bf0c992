"""Every kind of event is brought about and stands in the trail: who did when what, to what, from where."""

from collections import Counter

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lms.audit.labels import LABELS
from lms.audit.models import AuditEntry
from tests.access.rows import House
from tests.audit.events import EVENTS, LIKE
from tests.forms import forms_of
from tests.test_access import path_of
from tests.walk import body_of

ADDRESS = "203.0.113.9"
BACKEND = "lms.people.backends.IdentifierBackend"


def bring_about(event, house):
    """Do what the event is: at its address with what its form holds, or as the table says."""
    client = Client(REMOTE_ADDR=ADDRESS)
    if callable(event.at):
        event.at(house, client)
        return
    client.force_login(house.people[event.by], backend=BACKEND)
    path = path_of(event.at, house)
    page = client.get(path)
    held = {}
    if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
        held = next((data for action, data in forms_of(body_of(page).decode()) if action in ("", path)), {})
    body_of(client.post(path, {**held, **event.sent}))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.verb)
def test_an_event_stands_in_the_trail(world, settings, event):
    settings.SECOND_PERSON = ["none"] if event.alone else ["all"]
    with time_machine.travel(timezone.now(), tick=False):
        house = House(world)
        for name in event.rows:
            getattr(house, name)
        if isinstance(event.at, str):
            path_of(event.at, house)  # its rows are made before
        last = AuditEntry.objects.order_by("pk").last()
        bring_about(event, house)
        line = AuditEntry.objects.filter(pk__gt=last.pk if last else 0, verb=event.verb).order_by("pk").last()
        assert line is not None
        who = line.actor.username if line.actor else ""
        assert (who, line.at, line.target_type, line.address) == (
            event.by, timezone.now(), event.about, ADDRESS if event.at_a_page else None)
        auditor = Client()
        auditor.force_login(world.p_auditor, backend=BACKEND)
        page = auditor.get("/desk/audit/", {"verb": event.verb}).content.decode()
        assert str(LABELS[event.verb]) in page.partition("<tbody")[2]


def test_every_verb_of_the_trail_is_brought_about_or_stands_beside_one_of_its_kind():
    brought = [event.verb for event in EVENTS]
    beside = " ".join(LIKE.values()).split()
    named = Counter(brought + beside)
    assert sorted(verb for verb, times in named.items() if times > 1) == []
    assert sorted(LABELS.keys() - named.keys()) == []
    assert sorted(named.keys() - LABELS.keys()) == []
    assert len(brought) >= 40
    assert sorted(LIKE.keys() - set(brought)) == []
