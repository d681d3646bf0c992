"""Nothing that names a person reaches the log, an e-mail to administrators, an address or the trail, errors among the pages."""

import io
import logging

import pytest
from django.conf import settings as site
from django.core import mail
from django.test import Client

from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.log_lines import JsonLine, Line, RequestId
from lms.people import actions
from lms.people.models import Person
from tests.people.imports.conftest import person_row, private_files  # noqa: F401 (a fixture)
from tests.privacy.test_database import import_roster

BACKEND = "lms.people.backends.IdentifierBackend"
NAME, NUMBER, MAIL, PASSWORD, STAFF_NO = "欧阳金丝雀", "14077712345", "jinsique@example.org", "correct-horse-9", "JSQ0777"
TOLD = (NAME, NUMBER, MAIL, PASSWORD)


@pytest.fixture
def lines():
    """Everything that the loggers of the site write, as the site writes it: one stream a format."""
    streams, handlers = [], []
    root, format_ = logging.getLogger(), site.LOGGING["formatters"]["line"]["format"]
    for formatter in (Line(format_), JsonLine()):
        handler = logging.StreamHandler(io.StringIO())
        handler.addFilter(RequestId())
        handler.setFormatter(formatter)
        root.addHandler(handler)
        handlers.append(handler)
        streams.append(handler.stream)
    yield lambda: "\n".join(stream.getvalue() for stream in streams)
    for handler in handlers:
        root.removeHandler(handler)


@pytest.fixture
def canary(world):
    person = Person.objects.get(pk=world.p_learner.pk)
    actions.correct_person(actor=world.p_district, person=person, changes={
        "name": NAME, "phone": NUMBER, "email": MAIL, "staff_no": STAFF_NO})
    actions.set_password(person=person, password=PASSWORD)
    return Person.objects.get(pk=person.pk)


def walk(world, canary):
    """A day's requests; return the addresses that answers lead to."""
    led = []

    def ask(client, method, path, data=None):
        answer = getattr(client, method)(path, data or {})
        led.append(answer.headers.get("Location", ""))
        return answer

    visitor = Client(raise_request_exception=False)
    for password in ("wrong", PASSWORD):
        ask(visitor, "post", "/login/", {"username": NUMBER, "password": password})
    for path in ("/", "/account/", "/account/telephone/", "/my/", "/account/sessions/", "/nowhere/"):
        ask(visitor, "get", path)
    ask(visitor, "post", "/account/telephone/")
    ask(visitor, "post", "/account/copy/")
    ask(visitor, "get", f"/desk/people/{canary.pk}/")  # not allowed

    desk = Client(raise_request_exception=False)
    desk.force_login(world.p_district, backend=BACKEND)
    card = f"/desk/people/{canary.pk}/"
    ask(desk, "get", card)
    ask(desk, "post", card + "telephone/", {"reason": "要通知"})
    ask(desk, "post", card + "edit/", {"name": NAME, "phone": "138", "staff_no": STAFF_NO, "email": MAIL})
    ask(desk, "post", card + "edit/", {"name": NAME, "phone": NUMBER, "staff_no": STAFF_NO, "email": ""})
    ask(desk, "post", "/desk/people/new/", {"name": NAME, "phone": NUMBER})
    ask(desk, "post", "/desk/lists/people.people/export/", {"q": NAME, "form": "xlsx"})
    ask(desk, "post", "/desk/lists/people.people/filters/", {"name": "x", "q": NUMBER})
    import_roster(world, [person_row(1, name=NAME, phone=NUMBER), person_row(2, name=NAME, phone="1407771234x")])
    for job in Job.objects.all():
        run_job(job.pk)
    return led


def test_a_day_with_errors_leaves_no_name_and_no_number(world, canary, lines, monkeypatch, settings):
    settings.ADMINS = [("x", "admin@example.org")]
    led = walk(world, canary)

    def breaks(*args, **kwargs):
        raise ValueError(f"{NUMBER} {MAIL} password={PASSWORD}")

    monkeypatch.setattr("lms.people.views.people._card", breaks)
    desk = Client(raise_request_exception=False)
    desk.force_login(world.p_district, backend=BACKEND)
    assert desk.get(f"/desk/people/{canary.pk}/").status_code == 500
    monkeypatch.setattr("lms.people.actions.reveal_phone", breaks)
    assert desk.post(f"/desk/people/{canary.pk}/telephone/", {"reason": NAME}).status_code == 500

    written = lines()
    assert "Internal Server Error" in written  # the provoked errors are there
    assert [text for text in TOLD if text in written] == []
    assert mail.outbox == []
    assert [text for text in TOLD for address in led if text in address] == []
    details = " ".join(str(detail) for detail in AuditEntry.objects.values_list("detail", flat=True))
    assert [text for text in TOLD if text in details] == []
    assert AuditEntry.objects.filter(verb="person.reveal").count() >= 1


def test_the_search_sees_what_is_written(lines):
    logging.getLogger("lms").warning("a name: %s", NAME)
    assert NAME in lines()  # names cannot be told by their looks: they must not be logged in the first place
    logging.getLogger("lms").warning("a number: %s, an address: %s", NUMBER, MAIL)
    assert (NUMBER in lines(), MAIL in lines()) == (False, False)
