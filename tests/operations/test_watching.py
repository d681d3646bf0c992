"""What machines ask and what the log says: ready or not, figures of nobody, one number a request, no personal data."""

import json
import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms import request_ids
from lms.jobs.models import Job
from lms.log_lines import JsonLine, Line, RequestId, without_personal_data
from lms.operations import slow_queries
from lms.operations.actions import mark

CANARIES = ("310104197401022114", "31010419740102211X", "13812345678", "zhang@example.org", "s3cr3t-value")


@pytest.mark.django_db
def test_ready_when_everything_answers(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {
        "status": "ok", "checks": {"database": True, "migrations": True, "cache": True, "broker": True}})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "broken", "status", "state"), [
    ("lms.operations.views.probes.broker_trouble", lambda: "ConnectionRefusedError", 200, "degraded"),
    ("lms.operations.views.probes._migrated", lambda: False, 503, "unavailable"),
    ("lms.operations.views.probes._database", lambda: False, 503, "unavailable"),
])
def test_what_is_away_decides_whether_traffic_may_come(client, monkeypatch, part, broken, status, state):
    monkeypatch.setattr(part, broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (status, state)


@pytest.mark.django_db
def test_a_cache_that_is_away_is_survived(client, monkeypatch):
    def away(*arguments, **options):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", away)
    assert client.get("/readyz").json()["status"] == "degraded"


@pytest.mark.django_db
def test_figures_need_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a-long-random-text"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer a-long-random-text"}).status_code == 200


@pytest.mark.django_db
def test_figures_are_read_from_the_database_in_as_many_queries_whatever_there_is(client, settings, world):
    settings.METRICS_TOKEN = "a-long-random-text"
    mark("beat")
    Job.objects.create(kind="certificates.issue", owner=world.p_district)
    Job.objects.create(kind='odd "kind"\n', owner=world.p_district)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/metrics", headers={"Authorization": "Bearer a-long-random-text"}).content.decode()
        return len(seen), page

    count, page = asked()
    assert 'training_jobs{kind="certificates.issue",state="queued"} 1\n' in page
    assert 'training_jobs{kind="odd \\"kind\\"\\n",state="queued"} 1\n' in page
    assert 'training_queue_unfinished{queue="certificates"} 1\n' in page
    assert 'training_pulse_age_seconds{name="beat"} ' in page
    Job.objects.bulk_create([Job(kind=f"kind{number}", owner=world.p_district) for number in range(20)])
    assert asked()[0] == count == 4


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "kept"), [
    ("abc-12345678", True), ("", False), ("short", False), ("a b\nX-Evil: 1", False), ("x" * 65, False),
])
def test_a_request_keeps_its_number_or_gets_one(client, sent, kept):
    number = client.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert (number == sent) is kept
    assert request_ids._PROPER.fullmatch(number)


def test_the_number_goes_along_into_the_worker():
    token, headers = request_ids.current.set("request-of-somebody"), {}
    request_ids.tell(headers=headers)
    request_ids.current.reset(token)
    assert headers == {"request_id": "request-of-somebody"}

    class Task:
        request = {"request_id": "request-of-somebody"}

    request_ids.take_over(task=Task)
    assert line(Line("[%(request_id)s] %(message)s"), "working") == "[request-of-somebody] working"
    request_ids.leave()
    assert line(Line("[%(request_id)s] %(message)s"), "working") == "[-] working"


def line(formatter, message, *arguments, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("lms.test", logging.ERROR, __file__, 1, message, arguments, info)
    RequestId().filter(record)
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [Line("%(message)s"), JsonLine()])
def test_no_personal_data_reaches_the_log(formatter):
    try:
        raise ValueError(f"row of {CANARIES[0]} with password={CANARIES[4]}")
    except ValueError as caught:
        error = caught
    text = line(formatter, "person %s (%s) at %s, %s, Authorization: Bearer s3cr3t-value", *CANARIES[:4], error=error)
    assert [canary for canary in CANARIES if canary in text] == []
    assert "310***********2114" in text


def test_numbers_that_are_no_ones_stay():
    for text in ("job 0192837465", "20170503123456789", "1234567890123456789", "took 13812 ms", "sum 5f13812345678ab0"):
        assert without_personal_data(text) == text or text.startswith("sum")


def test_a_line_of_json_says_where_an_error_came_from():
    try:
        raise KeyError("x")
    except KeyError as caught:
        found = json.loads(line(JsonLine(), "job %s failed", 7, error=caught))
    assert (found["level"], found["logger"], found["message"], found["request_id"]) == ("ERROR", "lms.test", "job 7 failed", "-")
    assert (found["exception"]["kind"], len(found["exception"]["at"])) == ("KeyError", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("threshold", "told"), [(0.0001, 1), (60_000, 0)])
def test_a_slow_query_is_told_without_its_values(settings, caplog, threshold, told):
    settings.SLOW_QUERY_MS = threshold
    with connection.execute_wrapper(slow_queries.watch), connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["13812345678"])
    lines = [record.getMessage() for record in caplog.records if record.name == "lms.slow_queries"]
    assert len(lines) == told
    assert [text for text in lines if "13812345678" in text or "SELECT %s" not in text] == []
