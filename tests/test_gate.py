"""Too many at once: who waits too long is turned away at once and in words, what must not be lost goes first."""

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from lms import gate as gates
from lms.gate import FIRST, TURNED_AWAY, Gate
from lms.operations.actions import count_turned_away
from lms.operations.models import Pulse


class Site:
    """An application that holds each request until ``go`` is set, and notes the order in which they came."""

    def __init__(self):
        self.go, self.came = threading.Event(), []

    def __call__(self, environ, start_response):
        start_response("503 Away" if TURNED_AWAY in environ else "200 OK", [])
        if TURNED_AWAY not in environ:
            self.came.append(environ["PATH_INFO"])
            self.go.wait(10)
        return Body()


class Body(list):
    streaming = False

    def close(self):
        pass


class Visitor(threading.Thread):
    def __init__(self, gate, path):
        super().__init__(daemon=True)
        self.gate, self.path, self.status, self.seconds = gate, path, "", 0
        self.start()

    def run(self):
        began = time.monotonic()
        self.gate({"PATH_INFO": self.path}, lambda status, headers: setattr(self, "status", status))
        self.seconds = time.monotonic() - began


def until(what):
    end = time.monotonic() + 5
    while not what():
        assert time.monotonic() < end, "this did not come about in time"
        time.sleep(0.01)


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(Gate, "_note", lambda self: None)
    made = Site()
    yield made
    made.go.set()


def test_who_would_wait_too_long_is_turned_away_and_who_is_let_in_is_answered(site):
    gate = Gate(site, threads=1, seconds=0.2)
    inside = Visitor(gate, "/my/")
    until(lambda: site.came)
    late = Visitor(gate, "/my/")
    late.join(5)
    site.go.set()
    inside.join(5)
    assert (inside.status, late.status, site.came, gate.turned_away) == ("200 OK", "503 Away", ["/my/"], 1)
    assert 0.2 <= late.seconds < 2


def test_where_too_many_wait_who_waited_longest_does_not_wait_on(site, monkeypatch):
    monkeypatch.setattr(gates, "WAITING", 1)
    gate = Gate(site, threads=1, seconds=9)
    inside = Visitor(gate, "/my/")
    until(lambda: site.came)
    waited = Visitor(gate, "/my/")
    until(lambda: gate.others)
    late = Visitor(gate, "/courses/")
    waited.join(5)
    assert (waited.status, waited.seconds < 2, gate.turned_away) == ("503 Away", True, 1)
    site.go.set()
    for visitor in (inside, late):
        visitor.join(5)
    assert (inside.status, late.status, site.came) == ("200 OK", "200 OK", ["/my/", "/courses/"])


@pytest.mark.parametrize(("patient", "order"), [(60, ["/my/", "/a/", "/b/", "/c/"]), (0, ["/my/", "/c/", "/b/", "/a/"])])
def test_once_somebody_waited_long_who_came_last_is_answered_first(site, monkeypatch, patient, order):
    monkeypatch.setattr(gates, "PATIENT", patient)
    gate = Gate(site, threads=1, seconds=9)
    visitors = [Visitor(gate, "/my/")]
    until(lambda: site.came)
    for number, path in enumerate(("/a/", "/b/", "/c/"), start=1):
        visitors.append(Visitor(gate, path))
        until(lambda number=number: len(gate.others) == number)
    site.go.set()
    for visitor in visitors:
        visitor.join(5)
    assert (site.came, {visitor.status for visitor in visitors}) == (order, {"200 OK"})


def test_who_was_turned_away_takes_no_place_any_more(site):
    gate = Gate(site, threads=1, seconds=0.1)
    Visitor(gate, "/my/")
    until(lambda: site.came)
    Visitor(gate, "/a/").join(5)
    assert list(gate.others) == []


def test_an_answer_of_an_exam_goes_ahead_and_is_not_turned_away(site, monkeypatch):
    monkeypatch.setattr(gates, "WAITING", 1)
    gate = Gate(site, threads=1, seconds=0.2)
    visitors = [Visitor(gate, "/my/")]
    until(lambda: site.came)
    visitors.append(Visitor(gate, "/learn/"))
    until(lambda: gate.others)
    visitors += [Visitor(gate, "/exams/attempts/5/save/"), Visitor(gate, "/exams/attempts/6/save/")]
    until(lambda: len(gate.first) == 2)
    site.go.set()
    for visitor in visitors:
        visitor.join(5)
    assert [visitor.status for visitor in visitors] == ["200 OK"] * 4
    assert (site.came[0], site.came[-1]) == ("/my/", "/learn/")


def test_a_fault_reaches_the_web_server_and_the_gate_goes_on():
    def broken(environ, start_response):
        raise KeyError(environ["PATH_INFO"])

    gate = Gate(broken, threads=1, seconds=5)
    for _ in range(2):
        with pytest.raises(KeyError):
            gate({"PATH_INFO": "/my/"}, None)


@pytest.mark.parametrize(("name", "args", "first"), [
    ("courses:attempt", [5], True), ("courses:attempt-save", [5], True), ("courses:attempt-submit", [5], True),
    ("courses:assignment-save", [5], True), ("cohorts:check-in-code", [], True), ("cohorts:check-in", [5, "code"], True),
    ("cohorts:answer-call", [5, "code"], True), ("cohorts:kiosk", ["token"], True), ("cohorts:marks", [5], True),
    ("healthz", [], True), ("operations:readyz", [], True), ("operations:metrics", [], True),
    ("courses:exam", [5], True), ("courses:exams-mine", [], False),
    ("cohorts:my", [], False), ("cohorts:desk", [], False), ("login", [], False),
])
def test_what_goes_first(name, args, first):
    assert bool(FIRST.match(reverse(name, args=args))) is first


def test_who_is_turned_away_reads_why_and_when_to_try_again_and_nothing_is_asked_for_it(client):
    page = client.get("/my/?page=2", **{TURNED_AWAY: True})
    assert (page.status_code, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "10", "no-store")
    assert "网站现在使用的人非常多" in page.content.decode()
    assert "没有保存" not in page.content.decode()
    assert "没有保存" in client.post("/login/", **{TURNED_AWAY: True}).content.decode()
    client.cookies["django_language"] = "en"
    assert "Very many people are using the site" in client.get("/my/", **{TURNED_AWAY: True}).content.decode()
    answer = client.get("/api/v1/people/", **{TURNED_AWAY: True})
    assert (answer.status_code, answer.json()["title"]) == (503, "One moment, please")


@pytest.mark.django_db
def test_how_many_were_turned_away_is_counted_for_all_processes(client, settings):
    settings.METRICS_TOKEN = "a-long-random-text"
    count_turned_away(3)
    count_turned_away(4)
    page = client.get("/metrics", headers={"Authorization": "Bearer a-long-random-text"}).content.decode()
    assert "# TYPE training_requests_turned_away_total counter\ntraining_requests_turned_away_total 7\n" in page
    assert 'training_pulse_age_seconds{name="turned_away"}' not in page


@pytest.mark.django_db(transaction=True)
def test_the_gate_itself_notes_it(monkeypatch):
    def answered(environ, start_response):
        start_response("200 OK", [])
        return Body()

    def once(self):
        try:
            plain(self)
        finally:
            connection.close()  # of the gate's own thread

    plain = Gate._note
    monkeypatch.setattr(Gate, "_note", once)
    gate = Gate(answered, threads=1, seconds=5)
    gate.turned_away = 12
    gate({"PATH_INFO": "/my/"}, lambda status, headers: None)
    until(lambda: Pulse.objects.named("turned_away"))
    assert Pulse.objects.named("turned_away").detail == {"requests": 12}
