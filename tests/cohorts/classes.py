"""Makers of programmes, cohorts and people for the tests of planning."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from cohorts.actions.cohorts import open_cohort
from cohorts.actions.programmes import create_programme
from cohorts.actions.publishing import publish_timetable
from cohorts.actions.timetable import schedule_session
from lms.people import actions
from lms.people.enums import Position
from lms.people.models import Person
from lms.people.pinyin import name_fields


def at(day, hour, minute=0, month=9, year=2017):
    """Return a moment of September 2017 in the district's own time."""
    return timezone.make_aware(datetime(year, month, day, hour, minute))


def make_programme(world, **fields):
    fields = {"organisation": world.root, "title": "居民区党组织书记培训", "year": 2017} | fields
    return create_programme(actor=world.p_district, **fields)


def make_cohort(world, *, programme=None, **fields):
    fields = {
        "organiser": world.east, "title": "东街道书记培训一班", "starts_on": date(2017, 9, 4), "ends_on": date(2017, 9, 8),
        "quota": 30,
    } | fields
    if programme is None and "no_programme" not in fields:
        programme = make_programme(world, title=f"{fields['title']} 项目")
    fields.pop("no_programme", None)
    return open_cohort(actor=world.p_subdistrict, programme=programme, **fields)


def make_session(world, cohort, *, starts_at=None, ends_at=None, published=True, **fields):
    """Plan a session and, unless told otherwise, publish the timetable with it."""
    fields = {"title": "集中授课", "kind": "lecture"} | fields
    session = schedule_session(
        actor=world.p_subdistrict, cohort=cohort, starts_at=starts_at or at(4, 9), ends_at=ends_at or at(4, 11, 30), **fields
    )
    if published:
        publish_timetable(actor=world.p_subdistrict, cohort=cohort)
    return session


def make_people(branch, count, *, position=Position.MEMBER, name="党员"):
    """Return the current appointments of ``count`` new people of the branch, in order."""
    names = [f"{name}{number:03}" for number in range(count)]
    people = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    return [actions.appoint(actor=None, person=person, organisation=branch, position=position) for person in people]


def url(name, *args):
    return reverse(f"cohorts:{name}", args=args)


def rows_of(response):
    return response.context["page"].object_list
