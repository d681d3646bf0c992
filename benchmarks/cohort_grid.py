"""The attendance of a whole class on one page, and the grid of one session, for 300 people.

``python -m benchmarks.cohort_grid``. Queries, milliseconds (the best of five, rendering included) and bytes of each page, as the
site answers a signed-in class teacher.
"""

import time
from datetime import timedelta

from benchmarks.check_in import load
from benchmarks.harness import cookie_of, emit, fresh_database

PEOPLE, SESSIONS = 300, 12


def main():
    with fresh_database():
        from django.conf import settings
        from django.test import Client

        session, teacher = arrange()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie_of(teacher)[settings.SESSION_COOKIE_NAME]
        for what, path in (
            (f"attendance of {PEOPLE} people x {SESSIONS} sessions", f"/desk/cohorts/{session.cohort_id}/attendance/"),
            (f"grid of one session, {PEOPLE} people", f"/desk/sessions/{session.pk}/grid/"),
            (f"page of one session, {PEOPLE} people", f"/desk/sessions/{session.pk}/"),
        ):
            emit(what, **figures(client, path), **load())


def arrange():
    from django.utils import timezone

    from benchmarks.check_in import arrange as make_class
    from cohorts.models import AttendanceMark, ClassSession, Enrolment
    from lms.people.enums import Role
    from lms.people.models import Organisation, Person, RoleGrant

    session, _ = make_class(PEOPLE)
    teacher, now = Person.objects.create(name="班主任", password="!"), timezone.now()
    RoleGrant.objects.create(person=teacher, role=Role.DISTRICT, organisation=Organisation.objects.get(kind="district"))
    others = [
        ClassSession(cohort=session.cohort, title=f"第{number}讲", starts_at=now - timedelta(days=number), minutes=90,
                     ends_at=now - timedelta(days=number, hours=-2)) for number in range(1, SESSIONS)
    ]
    sessions = [session, *ClassSession.objects.bulk_create(others)]
    seats = list(Enrolment.objects.filter(cohort=session.cohort))
    states = ("present", "present", "present", "late", "present", "absent", "excused", "left_early")
    AttendanceMark.objects.bulk_create([
        AttendanceMark(session=each, enrolment=seat, status=states[(place + number) % len(states)], method="qr")
        for number, each in enumerate(sessions) for place, seat in enumerate(seats)
    ], batch_size=500)
    return session, teacher


def figures(client, path):
    from django.db import connection

    asked, times = [], []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    client.get(path)  # templates are compiled
    with connection.execute_wrapper(count):
        answer = client.get(path)
    for _ in range(5):
        begin = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - begin)
    assert answer.status_code == 200
    return {"queries": len(asked), "ms": round(min(times) * 1000), "bytes": len(answer.content)}


if __name__ == "__main__":
    main()
