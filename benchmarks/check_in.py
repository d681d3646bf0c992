"""A class arrives: 300 people check in through HTTP, each with their own session, 20 and 100 at a time.

``python -m benchmarks.check_in``. A server of two processes is started on the benchmark's own database. Each person opens
the code that is on the screen at that moment, presses the button and reads the answer: three requests. Then the same while
the attendance of a programme of a million marks is written into a workbook by another process, as a worker does it.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.harness import cookie_of, emit, fresh_database, server, visit

PEOPLE = 300
MARKS = 1_000_000


def main():
    with fresh_database():
        queries_of_one()
        with server() as port:
            visit(port, "/healthz", {})
            for concurrency in (20, 100):
                session, cookies = arrange(PEOPLE)
                arrivals(port, session, cookies, concurrency)
            programme, user = many_marks(MARKS)
            for concurrency in (20, 100):
                during_an_export(port, programme, user, concurrency)


def load():
    """How busy the machine is: others' work on it makes every figure worse."""
    return {"load": round(os.getloadavg()[0], 1), "cores": os.cpu_count()}


def arrivals(port, session, cookies, concurrency, **more):
    busy, started, times = load(), time.perf_counter(), []
    with ThreadPoolExecutor(concurrency) as pool:
        answers = list(pool.map(lambda cookie: arrive(port, session, cookie, times), cookies))
    report(session, time.perf_counter() - started, sorted(times), answers, concurrency, **more, **busy)


def arrange(count, title="居民区党组织书记培训班"):
    """Make a class of ``count`` people with a session that began just now; return it, and a sign-in cookie each."""
    from django.utils import timezone

    from cohorts.models import ClassSession, Cohort, Enrolment
    from lms.people import actions
    from lms.people.models import Organisation, Person
    from lms.people.pinyin import name_fields

    district = Organisation.objects.filter(kind="district").first() or actions.create_organisation(
        actor=None, parent=None, name="区委", kind="district"
    )
    now = timezone.now()
    cohort = Cohort.objects.create(organiser=district, title=title, quota=count, starts_on=now.date(), ends_on=now.date())
    names = [f"学员{number:03}" for number in range(count)]
    people = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=district, position="secretary") for person in people
    ])
    session = ClassSession.objects.create(
        cohort=cohort, title="集中授课", starts_at=now, ends_at=now + timedelta(hours=2), minutes=90
    )
    return session, [cookie_of(person) for person in people]


def queries_of_one():
    """Count the queries of one check-in, request by request, as the server makes them."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from cohorts.rules.check_in import code_at

    session, [cookie] = arrange(1)
    client, asked = Client(), []
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie[settings.SESSION_COOKIE_NAME]
    path = f"/check-in/{session.pk}/{code_at(session.secret, session.pk, timezone.now())}/"

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(path)
        opened = len(asked)
        client.post(path)
        pressed = len(asked) - opened
        client.get(f"{path}?done=1")
    emit("one check-in", queries_page=opened, queries_button=pressed, queries_answer=len(asked) - opened - pressed,
         queries=len(asked))


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


def report(session, seconds, times, answers, concurrency, *, meanwhile="", **more):
    from cohorts.models import AttendanceMark

    emit(
        f"{len(answers)} people check in, {concurrency} at a time{meanwhile}", seconds=round(seconds, 2),
        p50_ms=round(times[len(times) // 2] * 1000), p95_ms=round(times[int(len(times) * 0.95)] * 1000),
        errors=answers.count(False), rows=AttendanceMark.objects.filter(session=session).count(), **more,
    )


def many_marks(count):
    """Fill a programme with ``count`` marks: 100 cohorts of 100 people and 100 sessions; return it and who exports it."""
    from django.db import connection
    from django.utils import timezone

    from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme
    from lms.people.enums import Role
    from lms.people.models import Organisation, Person, RoleGrant
    from lms.people.pinyin import name_fields

    each = round(count ** (1 / 3))
    district, now = Organisation.objects.get(kind="district"), timezone.now()
    programme = Programme.objects.create(organisation=district, title="全区轮训", year=2017, positions=["secretary"])
    cohorts = Cohort.objects.bulk_create([
        Cohort(programme=programme, organiser=district, title=f"第{number}期", quota=each, starts_on=now.date(),
               ends_on=now.date()) for number in range(each)
    ])
    people = Person.objects.bulk_create([
        Person(name=f"党员{number:03}", password="!", **name_fields("党员")) for number in range(each)
    ])
    user = people[0]
    RoleGrant.objects.create(person=user, role=Role.DISTRICT, organisation=district)
    ClassSession.objects.bulk_create([
        ClassSession(cohort=cohort, title=f"第{number}讲", starts_at=now - timedelta(days=number + 1), minutes=90,
                     ends_at=now - timedelta(days=number + 1, hours=-2)) for cohort in cohorts for number in range(each)
    ], batch_size=2000)
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=district, position="secretary")
        for cohort in cohorts for person in people
    ], batch_size=2000)
    number = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    no = "false" if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO {AttendanceMark._meta.db_table} (session_id, enrolment_id, status, method, observed_at, recorded_at,
                   reason, late_minutes, early_minutes, offline, device, nonce)
            SELECT s.id, e.id, 'present', 'qr', s.starts_at, s.starts_at, '', 0, 0, {no}, '', {number}
            FROM {ClassSession._meta.db_table} s JOIN {Enrolment._meta.db_table} e ON e.cohort_id = s.cohort_id
            JOIN {Cohort._meta.db_table} c ON c.id = s.cohort_id WHERE c.programme_id = %s
        """, [programme.pk])
        cursor.execute("ANALYZE")
    return programme, user


EXPORT = """
import sys, time
import django
django.setup()
from cohorts.models import Programme
from cohorts.reports.attendance import write_attendance
from lms.celery import stand_back
from lms.people.models import Person
stand_back()
user, programme = Person.objects.get(pk=sys.argv[2]), Programme.objects.get(pk=sys.argv[3])
while True:
    begin = time.perf_counter()
    rows = write_attendance(
        path=sys.argv[1], user=user, programme=programme, progress=lambda done, total: print(done, flush=True)
    )
    print("done", rows, round(time.perf_counter() - begin, 1), flush=True)
    if len(sys.argv) < 5:
        break
"""


@contextmanager
def exporting(programme, user, *more):
    """Write the marks of ``programme`` into a workbook by another process, as a worker does it; yield that when it has begun.

    With ``"again"`` it begins anew until the end of the block.
    """
    with tempfile.TemporaryDirectory() as folder:
        export = subprocess.Popen(
            [sys.executable, "-c", EXPORT, Path(folder) / "attendance.xlsx", str(user.pk), str(programme.pk), *more],
            stdout=subprocess.PIPE, text=True, env=os.environ.copy(),
        )
        try:
            export.stdout.readline()  # the first lines are written
            yield export
        finally:
            export.kill()
            export.wait()


def during_an_export(port, programme, user, concurrency):
    """Let a class arrive while another process writes the million marks; say whether it was writing all the while."""
    session, cookies = arrange(PEOPLE)
    with exporting(programme, user) as export:
        arrivals(port, session, cookies, concurrency, meanwhile=f" while {MARKS:,} marks are exported",
                 export_going_on=export.poll() is None)
        still = export.poll() is None
        *_, last = export.stdout
        emit("export of the marks, the class arriving meanwhile", rows=int(last.split()[1]), seconds=float(last.split()[2]),
             outlasted_the_class=still, concurrency=concurrency, **load())


if __name__ == "__main__":
    main()
