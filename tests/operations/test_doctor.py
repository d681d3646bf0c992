"""The doctor says what is ill and what to do, and its page is for the operator alone."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.operations import registry
from lms.operations.actions import mark
from lms.operations.models import Pulse
from lms.operations.registry import State, examine
from lms.operations.rules import health
from lms.people.actions import create_person
from lms.people.models import Person

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(("installed", "floor", "below"), [
    ("7.4.1", "7.4.2", True), ("7.4.2", "7.4.2", False), ("7.10", "7.4.2", False), ("69", "69", False), ("69.0", "69", False),
    ("68.1", "69", True), ("5.5.0rc1", "5.5", False), ("", "5.5", True),
])
def test_a_version_is_compared_by_its_numbers(installed, floor, below):
    assert health.below_floor({"x": installed}, {"x": floor}) == ([("x", installed, floor)] if below else [])


def test_pins_are_read_from_the_lock():
    assert health.pinned("django==5.2.19\ndjango-csp==4.0\npillow==12.1\n", ("django", "pillow")) == {
        "django": "5.2.19", "pillow": "12.1"}


def test_each_wrong_pragma_is_named():
    right = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30000, "foreign_keys": 1}
    assert health.wrong_pragmas(right) == []
    assert health.wrong_pragmas(right | {"synchronous": 1, "busy_timeout": 100}) == [
        ("synchronous", 1, 2), ("busy_timeout", 100, 5000)]
    assert health.wrong_pragmas(right | {"journal_mode": "delete"}) == [("journal_mode", "delete", "wal")]


@pytest.mark.parametrize(("key", "reason"), [
    ("django-insecure-" + "x1y2z3" * 9, "sample"), ("k3y", "short"), ("ab" * 40, "plain"), ("aB3dE6gH9" * 6, ""),
])
def test_a_key_is_long_and_random(key, reason):
    assert health.weak_key(key) == reason


@pytest.mark.parametrize(("free", "state"), [(0.5, "failure"), (2, "failure"), (4, "warning"), (9, "warning"), (20, "ok")])
def test_room_on_a_disk_of_a_hundred(free, state):
    assert health.room(free * health.GIB, 100 * health.GIB) == state


def test_silence_is_measured_from_the_last_sign():
    assert health.silent(None, NOW, timedelta(minutes=3))
    assert health.silent(NOW - timedelta(minutes=4), NOW, timedelta(minutes=3))
    assert not health.silent(NOW - timedelta(minutes=2), NOW, timedelta(minutes=3))


def found(name, **asked):
    with translation.override("en"):
        return [(each.finding.state.value, each.finding.text) for each in examine(names=[name], asked=asked)]


@pytest.mark.django_db
def test_the_clock_of_the_work_is_watched():
    now = timezone.now()
    assert found("beat") == [("failure", "Nothing tells the workers what is due; the last sign of life: never.")]
    mark("beat", now=now)
    assert found("beat")[0][0] == "warning"
    mark("worker", now=now)
    assert found("beat")[0][0] == "ok"
    mark("beat", now=now - timedelta(minutes=2))
    assert found("beat")[0][0] == "failure"


@pytest.mark.django_db
def test_jobs_that_stand_still_are_counted(world):
    now = timezone.now()
    assert found("jobs") == [("ok", "No job stands still.")]
    waiting = Job.objects.create(kind="x", owner=world.p_district)
    silent = now - timedelta(minutes=6)
    Job.objects.create(kind="x", owner=world.p_district, state=JobState.RUNNING, heartbeat_at=silent)
    assert found("jobs") == [("failure", "1 jobs stand still.")]
    Job.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(minutes=11))
    assert found("jobs") == [("failure", "2 jobs stand still.")]
    Job.objects.update(state=JobState.FAILED, finished_at=now)
    assert found("jobs") == [("warning", "2 jobs failed in the last 24 hours.")]


@pytest.mark.django_db
def test_the_database_is_examined():
    word = "SQLite, write-ahead logging" if connection.vendor == "sqlite" else "PostgreSQL"
    state, text = found("database")[0]
    assert (state, text.startswith(word)) == ("ok", True)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_wrong_pragma_of_this_connection_is_told(monkeypatch):
    monkeypatch.setitem(health.PRAGMAS, "synchronous", 3)
    assert found("database") == [("failure", "SQLite: synchronous is 2 and should be 3.")]


@pytest.mark.django_db
def test_a_clock_that_differs_is_told():
    assert found("clock", date="Mon, 30 Nov 2009 08:00:00 GMT")[0][1].startswith("The clock differs from the one you gave by ")
    assert found("clock", date="half past nine") == [("warning", "The Date could not be read.")]
    assert found("clock")[0][0] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value", "text"), [
    ("SECRET_KEY", "short", "SECRET_KEY is shorter than 50 characters."),
    ("DEBUG", True, "DEBUG is on: errors show code and data to whoever meets them."),
    ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS lets every host name in."),
])
def test_a_setting_of_a_trial_is_a_failure(name, value, text, settings):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.DEMO_MODE = "aB3dE6gH9" * 6, ["training.example.org"], False
    assert found("secrets")[0][0] == "ok"
    setattr(settings, name, value)
    assert found("secrets") == [("failure", text)]


@pytest.mark.django_db
def test_what_django_finds_is_one_finding(monkeypatch):
    from django.core import checks

    found_there = [checks.Warning("long words", id="security.W008"), checks.Warning("long words", id="security.W004")]
    monkeypatch.setattr("django.core.checks.run_checks", lambda **options: found_there)
    assert found("deploy") == [("warning", "Django's check of the settings names security.W004, security.W008.")]
    found_there.append(checks.Error("long words", id="security.E001"))
    assert found("deploy")[0][0] == "failure"
    found_there.clear()
    assert found("deploy") == [("ok", "Django finds nothing wrong with the settings.")]


@pytest.mark.django_db
def test_demo_accounts_are_a_warning(settings):
    settings.DEMO_MODE = False
    assert found("demo") == [("ok", "There are no demo accounts.")]
    person = create_person(actor=None, name="演示", username="demo1")
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    settings.DEMO_MODE = True
    assert found("demo") == [("warning", "Demo mode is on, with 1 accounts whose password is known.")]


@pytest.mark.django_db
def test_private_files_in_a_served_folder_are_a_failure(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_ROOT = tmp_path / "private"
    assert ("failure", "Private files lie in a folder that is served.") in found("storage")


@pytest.mark.django_db
def test_rare_characters_that_no_font_has_are_named(monkeypatch):
    assert found("fonts")[0][0] == "ok"
    monkeypatch.setattr("lms.operations.checks.machine.RARE", "\u0378")
    assert found("fonts")[0][1].startswith("No installed font can print the character “\u0378” (U+0378).")


@pytest.mark.django_db
def test_a_system_that_does_not_limit_memory_is_told(monkeypatch):
    monkeypatch.setattr("lms.confined.MEMORY_IS_LIMITED", True)
    assert found("limits") == [("ok", "Reading an upload or drawing a page is stopped when it takes too much memory or time.")]
    monkeypatch.setattr("lms.confined.MEMORY_IS_LIMITED", False)
    assert found("limits") == [
        ("warning", "This system does not limit the memory that reading an upload or drawing a page may take.")]


@pytest.mark.django_db
@pytest.mark.parametrize(("missing", "state"), [("pango-1.0", "failure"), ("harfbuzz-subset", "warning")])
def test_a_missing_library_names_its_package(missing, state, monkeypatch):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None if name == missing else "lib")
    from lms.machine import LIBRARIES

    result = examine(names=["libraries"])[0].finding
    assert (result.state, LIBRARIES[missing] in result.todo) == (state, True)


@pytest.mark.django_db
def test_a_broker_that_is_away_is_told_in_time(monkeypatch):
    from lms.celery import app

    assert found("broker") == [("ok", "The broker answers.")]
    away = app.connection_for_write
    monkeypatch.setattr(app, "connection_for_write", lambda **options: away(url="redis://127.0.0.1:1/0", transport_options={}))
    assert found("broker")[0][1].startswith("The broker does not answer (")
    assert found("worker")[0][0] == "failure"


@pytest.mark.django_db
def test_keys_are_asked_after(settings, tmp_path):
    from certificates.signing import keys

    settings.SIGNING_FOLDER = tmp_path / "signing"
    assert found("signing") == [("failure", "There are no keys to sign certificates with yet.")]
    keys.installation_keys()
    assert found("signing") == [("warning", "No copy of the keys was made since they are what they are.")]
    mark("keys")
    assert found("signing")[0][0] == "ok"
    (tmp_path / "signing" / "signer.key").chmod(0o644)
    assert found("signing")[0][0] == "failure"


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_failure_and_stops_no_other(monkeypatch):
    def broken(asked):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(registry, "CHECKS", {
        "broken": registry.Check("broken", "Broken", broken, True), "jobs": registry.CHECKS["jobs"]})
    assert [each.finding.state for each in examine()] == [State.FAILURE, State.OK]


def run(*arguments):
    out, status = StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as stop:
        status = stop.code
    return status, out.getvalue()


@pytest.mark.django_db
def test_the_command_says_what_to_do_and_ends_with_1_on_a_failure():
    mark("beat")
    mark("worker")
    assert run("jobs", "--language", "en") == (0, "✓ Jobs: No job stands still.\n")
    Pulse.objects.filter(name="beat").update(at=timezone.now() - timedelta(days=1))
    status, text = run("signing", "beat", "--json", "--language", "en")
    assert (status, json.loads(text)["state"]) == (1, "failure")
    assert [each["name"] for each in json.loads(text)["checks"]] == ["beat", "signing"]
    with pytest.raises(CommandError, match="There is no check named nothing"):
        run("nothing")


@pytest.mark.django_db
def test_the_page_is_for_the_operator_alone_and_names_nobody(client, world, django_assert_num_queries):
    Job.objects.create(kind="x", owner=world.p_learner)
    operator = create_person(actor=None, name="运维", username="operator")
    Person.objects.filter(pk=operator.pk).update(is_superuser=True)
    client.force_login(world.p_district, backend="lms.people.backends.IdentifierBackend")
    assert client.get("/desk/status/").status_code == 403
    client.force_login(operator, backend="lms.people.backends.IdentifierBackend")
    assert client.get("/home/").headers["Location"] == "/desk/status/"
    page = client.get("/desk/status/")
    assert page.status_code == 200
    text = page.content.decode()
    assert [person.name for person in world.people.values() if person.name in text] == []
    before = len(_queries(client))
    Job.objects.bulk_create([Job(kind=f"kind{number}", owner=world.p_learner) for number in range(20)])
    assert len(_queries(client)) == before


def _queries(client):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get("/desk/status/")
    return seen


@pytest.mark.django_db
def test_the_operator_is_made_with_a_password_that_holds(client, monkeypatch):
    monkeypatch.setenv("OPERATOR_PASSWORD", "12345678")
    with pytest.raises(CommandError):
        call_command("make_operator", "ops", stdout=StringIO())
    assert not Person.objects.filter(username="ops").exists()
    monkeypatch.setenv("OPERATOR_PASSWORD", "bu-yao-gao-su-ren-9")
    call_command("make_operator", "ops", stdout=StringIO())
    with pytest.raises(CommandError, match="is taken"):
        call_command("make_operator", "ops", stdout=StringIO())
    signed_in = client.post("/login/", {"username": "ops", "password": "bu-yao-gao-su-ren-9"}, follow=True)
    assert signed_in.request["PATH_INFO"] == "/desk/status/"
