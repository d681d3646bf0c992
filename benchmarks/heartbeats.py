"""Learners watch films: 500 players report through HTTP; and what an hour of watching costs in rows.

``python -m benchmarks.heartbeats``. A server of two processes is started on the benchmark's own database. Every player reports
some seconds of film, as one does every twelve seconds: 500 learners watching are some 42 reports a second. Here they come as
fast as they are answered, so each holds less film than the clock allows.
"""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

from benchmarks.harness import emit, fresh_database, measure, server, visit

LEARNERS, CONCURRENCY, SECONDS = 500, 16, 30
EVERY = 12  # seconds between the reports of one player
PART = 2  # seconds of film in each when they come without a pause


def main():
    with fresh_database():
        medium = film()
        rows_of_an_hour(medium)
        players = arrange(LEARNERS, medium)
        with server() as port:
            visit(port, "/healthz", {})
            sustain(port, medium, players)


def film():
    from django.utils import timezone

    from courses.actions.catalogue import register_lesson
    from courses.actions.watching import Medium, register_media

    lesson = register_lesson(
        key=uuid4(), title="一小时的课", summary="", url="/hour/", published_at=timezone.now(), kind="lesson", minutes=60
    )
    register_media(lesson=lesson, media=[Medium("film", "一小时的课", "video", 3600, "/media/film.mp4")])
    return lesson.media.get()


def rows_of_an_hour(medium):
    """Watch the film once at usual speed, a report every twelve seconds; print what it left and what it took."""
    from django.db import connection
    from django.utils import timezone

    from courses.actions.watching import begin_watching, note_beats
    from courses.models import HourEntry, LessonProgress, PlaybackSession, WatchedInterval
    from courses.rules.watching import Beat
    from lms.audit.models import AuditEntry
    from lms.people.models import Person

    person = Person.objects.create(name="学员", password="!")
    tables = (PlaybackSession, WatchedInterval, LessonProgress, HourEntry, AuditEntry)
    before = {table: table.objects.count() for table in tables}
    now = timezone.now() - timedelta(hours=2)
    session = begin_watching(person=person, medium=medium, now=now)
    writes = []

    def count(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(sql.split()[0])
        return execute(sql, params, many, context)

    reports = 3600 // EVERY
    with measure() as taken, connection.execute_wrapper(count):
        for number in range(reports):
            note_beats(
                session=session, now=now + timedelta(seconds=(number + 1) * EVERY), position=(number + 1) * EVERY * 1000,
                beats=[Beat(number + 1, number * EVERY * 1000, (number + 1) * EVERY * 1000, EVERY * 1000)],
            )
    assert HourEntry.objects.get(person=person).minutes == 60
    rows = {f"rows_{table._meta.model_name}": table.objects.count() - before[table] for table in tables}
    emit("an hour of watching", reports=reports, **rows, rows=sum(rows.values()), inserts=writes.count("INSERT"),
         updates=writes.count("UPDATE"), queries_a_report=round(taken.queries / reports, 1),
         ms_a_report=round(taken.seconds / reports * 1000, 2))


def arrange(count, medium):
    """Make ``count`` learners with a sign-in cookie and a player each; return ``[(cookies, token)]``."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from courses.actions.watching import begin_watching
    from lms.people.models import Person
    from lms.people.pinyin import name_fields

    names = [f"学员{number:03}" for number in range(count)]
    people = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    players, begun = [], timezone.now() - timedelta(minutes=10)
    for person in people:
        store = SessionStore()
        store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        store[BACKEND_SESSION_KEY] = "lms.people.backends.IdentifierBackend"
        store.save()
        session = begin_watching(person=person, medium=medium, now=begun)
        csrf = "a" * 32
        cookies = {settings.SESSION_COOKIE_NAME: store.session_key, settings.CSRF_COOKIE_NAME: csrf}
        players.append(({"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                         "X-CSRFToken": csrf, "Content-Type": "application/json"}, str(session.token)))
    return players


def sustain(port, medium, players):
    """Report round after round for some seconds, ``CONCURRENCY`` at a time over kept connections; print the figures."""
    from courses.models import WatchedInterval

    times, refused, local = [], [], threading.local()
    end = time.perf_counter() + SECONDS

    def report(task):
        turn, (headers, token) = task
        if time.perf_counter() > end:
            return
        body = json.dumps({
            "token": token, "position": (turn + 1) * PART,
            "beats": [[turn + 1, turn * PART, (turn + 1) * PART, PART]],
        })
        started = time.perf_counter()
        try:
            if not hasattr(local, "connection"):
                local.connection = HTTPConnection("127.0.0.1", port, timeout=60)
            local.connection.request("POST", f"/learn/media/{medium.pk}/beats/", body, headers)
            response = local.connection.getresponse()
            text, status = response.read(), response.status
        except (OSError, HTTPException):
            del local.connection
            text, status = b"", 0
        times.append(time.perf_counter() - started)
        if status != 200:
            refused.append((status, text[:80]))

    begun, turns = time.perf_counter(), 0
    with ThreadPoolExecutor(CONCURRENCY) as pool:
        while time.perf_counter() < end:
            list(pool.map(report, ((turns, player) for player in players)))
            turns += 1
    seconds = time.perf_counter() - begun
    times.sort()
    a_second = len(times) / seconds
    emit(f"{len(players)} learners watching, {CONCURRENCY} at a time", reports=len(times), seconds=round(seconds, 1),
         reports_a_second=round(a_second, 1), learners_carried=int(a_second * EVERY),
         p50_ms=round(times[len(times) // 2] * 1000, 1), p95_ms=round(times[int(len(times) * 0.95)] * 1000, 1),
         errors=len(refused), intervals=WatchedInterval.objects.filter(medium=medium).count() - 1)


if __name__ == "__main__":
    main()
