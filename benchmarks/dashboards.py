"""The desk's first page at the size of a large district, for each role: queries and milliseconds, cold and kept.

``python -m benchmarks.dashboards [PEOPLE]``. The organisations, people and ledger are those of ``benchmarks.ledger``; beside
them 40 classes a sub-district with 30 people and three sessions each. Cold: nothing is kept, and the page comes without the
figure that takes seconds, which is measured apart, as the page fetches it.
"""

import statistics
import sys
import time
from datetime import timedelta

from benchmarks import ledger
from benchmarks.harness import emit, fresh_database, measure

CLASSES, SEATS, SESSIONS, TIMES = 40, 30, 3, 5


def build(people):
    """Return the staff by role; one sub-district's, but for the district's own."""
    from django.utils import timezone

    from cohorts.models import ClassSession, Cohort, Enrolment, Programme
    from lms.people import actions
    from lms.people.enums import OrganisationKind, Role
    from lms.people.models import Appointment, Category, Organisation

    ledger.YEAR = timezone.localdate().year
    district = ledger.build(people)
    root = Organisation.objects.get(parent=None)
    categories = list(Category.objects.order_by("pk"))
    branches = Organisation.objects.filter(kind=OrganisationKind.BRANCH)
    for number, category in enumerate(categories):
        branches.filter(pk__in=[pk for pk in branches.values_list("pk", flat=True) if pk % len(categories) == number]).update(
            category=category)
    streets = list(Organisation.objects.filter(parent=root).order_by("pk"))
    staff = {"district": district, "auditor": _staff(actions, Role.AUDITOR, root)}
    branch = branches.filter(parent=streets[0]).order_by("pk")[0]
    for role, place in ((Role.SUBDISTRICT, streets[0]), (Role.SCHOOL, streets[0]), (Role.TRAINER, streets[0]),
                        (Role.LIAISON, branch)):
        staff[role.value] = _staff(actions, role, place)
    programme = Programme.objects.create(organisation=root, title="轮训", year=ledger.YEAR)
    now, today = timezone.now(), timezone.localdate()
    for street in streets:
        cohorts = Cohort.objects.bulk_create([
            Cohort(programme=programme, organiser=street, title=f"{street.name}{number}班", quota=40,
                   class_teacher=staff["trainer"] if street == streets[0] and number < 3 else None,
                   starts_on=today + timedelta(days=number - 20), ends_on=today + timedelta(days=number))
            for number in range(CLASSES)
        ])
        posts = list(Appointment.objects.filter(organisation__parent=street).select_related("person")[:CLASSES * SEATS])
        Enrolment.objects.bulk_create([
            Enrolment(cohort=cohorts[at % CLASSES], person=post.person, organisation_id=post.organisation_id,
                      position=post.position, state="completed" if at % 3 == 0 else "enrolled")
            for at, post in enumerate(posts)
        ], batch_size=2000)
        ClassSession.objects.bulk_create([
            ClassSession(cohort=cohort, title="课", starts_at=start, ends_at=start + timedelta(minutes=90), minutes=90,
                         trainer=staff["trainer"] if street == streets[0] else None)
            for cohort in cohorts for number in range(SESSIONS) for start in [now + timedelta(days=number, hours=-1)]
        ])
    return staff


def _staff(actions, role, organisation):
    person = actions.create_person(actor=None, name=f"{role} 某", username=f"bench-{role}")
    actions.grant_role(actor=None, person=person, role=role, organisation=organisation)
    return person


def visit(client, path, *, cold, **headers):
    """Return the queries of one visit and the median milliseconds of some."""
    from django.core.cache import cache

    times = []
    for _ in range(TIMES if not headers else 1):
        if cold:
            cache.clear()
        with measure() as once:
            start = time.perf_counter()
            response = client.get(path, headers=headers)
            times.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, response.status_code
    return {"queries": once.queries, "ms": round(statistics.median(times))}


def main():
    people = int(sys.argv[1]) if len(sys.argv) > 1 else ledger.PEOPLE
    with fresh_database():
        from django.conf import settings
        from django.db import connection
        from django.test import Client

        settings.ALLOWED_HOSTS = ["*"]
        staff = build(people)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for role, person in staff.items():
            client = Client()
            client.force_login(person, backend="lms.people.backends.IdentifierBackend")
            client.get("/desk/")
            emit("desk, cold", role=role, people=people, **visit(client, "/desk/", cold=True))
            if person.scope.holds("liaison", "subdistrict", "district", "auditor"):
                found = visit(client, "/desk/figures/hours/", cold=True, **{"hx-request": "true"})
                emit("hours of all, fetched", role=role, people=people, **found)
            client.get("/desk/")
            emit("desk, kept", role=role, people=people, **visit(client, "/desk/", cold=False))


if __name__ == "__main__":
    main()
