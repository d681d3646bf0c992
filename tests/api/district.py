"""A little of everything that other systems read, in the east; and asking for it."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from certificates.models import Certificate
from courses.models import HourEntry
from lms.api.actions import create_token
from lms.people.models import Appointment, Person
from tests.cohorts.meetings import fill, make_class, make_meeting, mark

ALL = ["organisations", "people", "cohorts", "sessions", "attendance", "hours", "certificates"]
CANARY = "13987654321"


def make_token(world, **fields):
    today = timezone.localdate()
    given = {
        "name": "区人事系统", "purpose": "核对书记任职", "organisation": world.east, "resources": ALL, "starts_on": today,
        "ends_on": today + timedelta(days=30), **fields,
    }
    return create_token(actor=world.p_district, **given)


def certificate(person, number, **fields):
    return Certificate.objects.create(person=person, source=f"sample:{number}", number=number, facts={
        "name": person.name, "programme": "2017 年轮训", "minutes": 900}, **fields)


def hour(person, source, **fields):
    given = {"on_date": date(2017, 9, 1), "kind": "lecture", "observed": 90, "minutes": Decimal("90.00"), "title": "辅导"}
    return HourEntry.objects.create(person=person, source=source, source_root=source.partition("#")[0], **given | fields)


def add_rows(world, cohort, session, count, first=0):
    """Add ``count`` of each kind of row in the east, people among them."""
    seats = fill(cohort, world.east_branch, count)
    mark(world, session, *[(seat, "present") for seat in seats])
    Appointment.objects.bulk_create([
        Appointment(person=seat.person, organisation=world.east_branch, position="secretary") for seat in seats])
    for number, seat in enumerate(seats, first):
        Person.objects.filter(pk=seat.person_id).update(phone=str(int(CANARY) + number))
        hour(seat.person, f"sample:{number}:person:{seat.person_id}")
        certificate(seat.person, f"东训〔2017〕{number:04}")
        make_meeting(world, make_class(world, title=f"培训班 {number}"), begins=timedelta(days=number + 1))
    return seats


def make_district(world):
    session = make_meeting(world)
    seats = add_rows(world, session.cohort, session, 1)
    return SimpleNamespace(world=world, session=session, cohort=session.cohort, person=seats[0].person, seats=seats)


def ask(client, secret, address, **asked):
    """GET ``/api/v1/<address>`` with the secret, or without one where it is None; ``asked`` are parameters and headers."""
    headers = asked.pop("headers", {})
    if secret is not None:
        headers = {"Authorization": f"Bearer {secret}", **headers}
    return client.get(f"/api/v1/{address}", asked or None, headers=headers)


def items(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]
