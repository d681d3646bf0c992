"""A class arrives: 300 people check in through HTTP, each with their own session, 20 at a time.

``python -m benchmarks.check_in``. A server of two processes is started on the benchmark's own database. Each person opens
the code that is on the screen at that moment, presses the button and reads the answer: three requests.
"""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from benchmarks.harness import cookie_of, emit, fresh_database, server, visit

PEOPLE, CONCURRENCY = 300, 20


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
    return session, [cookie_of(person) for person in people]


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
