"""A class arrives: 300 people check in through HTTP, each with their own session, 20 at a time.

``python -m benchmarks.check_in``. A server of two processes is started on the benchmark's own database. Each person opens
the code that is on the screen at that moment, presses the button and reads the answer: three requests.
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.harness import emit, fresh_database

PEOPLE, CONCURRENCY = 300, 20
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def main():
    with fresh_database():
        session, cookies = arrange(PEOPLE)
        with server() as port:
            visit(port, "/healthz", {})
            started, times = time.perf_counter(), []
            with ThreadPoolExecutor(CONCURRENCY) as pool:
                answers = list(pool.map(lambda cookie: arrive(port, session, cookie, times), cookies))
            seconds = time.perf_counter() - started
        report(session, seconds, sorted(times), answers)


def arrange(count):
    """Make a class of ``count`` people with a session that began just now; return it, and a sign-in cookie each."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from cohorts.models import ClassSession, Cohort, Enrolment
    from lms.people import actions
    from lms.people.models import Person
    from lms.people.pinyin import name_fields

    district = actions.create_organisation(actor=None, parent=None, name="区委", kind="district")
    now = timezone.now()
    cohort = Cohort.objects.create(
        organiser=district, title="居民区党组织书记培训班", quota=count, starts_on=now.date(), ends_on=now.date()
    )
    names = [f"学员{number:03}" for number in range(count)]
    people = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=district, position="secretary") for person in people
    ])
    session = ClassSession.objects.create(
        cohort=cohort, title="集中授课", starts_at=now, ends_at=now + timedelta(hours=2), minutes=90
    )
    cookies = []
    for person in people:
        store = SessionStore()
        store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        store[BACKEND_SESSION_KEY] = "lms.people.backends.IdentifierBackend"
        store.save()
        cookies.append({settings.SESSION_COOKIE_NAME: store.session_key})
    return session, cookies


@contextmanager
def server():
    """Run the site on a free port until the block ends; yield the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--factory", "benchmarks.check_in:site",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--log-level", "error",
    ]
    process = subprocess.Popen(command, env=os.environ.copy())
    try:
        for _ in range(300):
            try:
                if visit(port, "/healthz", {})[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("the server did not answer within a minute")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def site():
    """The site for the server; pages draw their addresses of static files from the folders, nothing is collected."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN
    from lms.wsgi import application

    return application


def visit(port, path, cookies, form=None):
    """Send one request; return ``(status, text, headers)`` and keep the cookies that came."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, headers)
    response = connection.getresponse()
    text = response.read().decode()
    for name, value in response.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0]
    connection.close()
    return response.status, text, response.headers


lock = threading.Lock()


def arrive(port, session, cookies, times):
    """One person checks in; return whether the answer was a tick. Seconds of the whole go to ``times``."""
    from django.utils import timezone

    from cohorts.rules.check_in import code_at

    begin = time.perf_counter()
    try:
        path = f"/check-in/{session.pk}/{code_at(session.secret, session.pk, timezone.now())}/"
        _, page, _ = visit(port, path, cookies)
        fields = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrfmiddlewaretoken", "claim")}
        status, _, headers = visit(port, path, cookies, fields)
        done = status == 302 and "arrive__sign--ok" in visit(port, headers["Location"], cookies)[1]
    except (OSError, TypeError):
        done = False
    with lock:
        times.append(time.perf_counter() - begin)
    return done


def report(session, seconds, times, answers):
    from cohorts.models import AttendanceMark

    emit(
        f"{len(answers)} people check in, {CONCURRENCY} at a time", seconds=round(seconds, 2),
        p50_ms=round(times[len(times) // 2] * 1000), p95_ms=round(times[int(len(times) * 0.95)] * 1000),
        errors=answers.count(False), rows=AttendanceMark.objects.filter(session=session).count(),
    )


if __name__ == "__main__":
    main()
