"""Makers of a class with people and one session, for the tests of attendance."""

import uuid
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from cohorts.actions.attendance import mark_attendance
from cohorts.actions.publishing import publish_timetable
from cohorts.models import AttendanceMark, ClassSession, Cohort, Enrolment, Programme, Venue
from courses.models import HourEntry
from lms.people.models import Person
from lms.people.pinyin import name_fields

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ["建国", "秀英", "志强", "丽华", "卫东", "玉兰", "国庆", "美玲", "海燕", "德明"]


def make_class(world, **fields):
    programme = Programme.objects.get_or_create(organisation=world.root, title="居民区党组织书记轮训", year=2017)[0]
    defaults = {
        "programme": programme, "organiser": world.east, "title": "东街道居民区书记培训班", "quota": 400,
        "starts_on": date(2017, 9, 1), "ends_on": date(2030, 9, 30),
    }
    return Cohort.objects.create(**defaults | fields)


def make_meeting(world, cohort=None, *, begins=timedelta(minutes=-5), lasts=timedelta(minutes=90), **fields):
    """A session that began five minutes ago, unless ``begins`` says otherwise; published."""
    starts_at = timezone.now() + begins
    venue = Venue.objects.get_or_create(organisation=world.east, name="社区党校报告厅", capacity=400)[0]
    defaults = {
        "cohort": cohort or make_class(world), "title": "党的十九大精神辅导", "starts_at": starts_at,
        "ends_at": starts_at + lasts, "minutes": 90, "venue": venue, "trainer": world.p_trainer,
    }
    session = ClassSession.objects.create(**defaults | fields)
    publish_timetable(actor=None, cohort=session.cohort)
    return session


def place(cohort, person, organisation, **fields):
    return Enrolment.objects.create(cohort=cohort, person=person, organisation=organisation, position="secretary", **fields)


def fill(cohort, organisation, count):
    """Enrol ``count`` new people; return their enrolments."""
    names = [SURNAMES[i % len(SURNAMES)] + GIVEN[i // len(SURNAMES) % len(GIVEN)] for i in range(count)]
    people = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    return Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=organisation, position="secretary") for person in people
    ])


def mark(world, session, *lines, actor=None, **extra):
    return mark_attendance(
        actor=actor or world.p_trainer, session=session, now=timezone.now(),
        marks=[(seat.pk, status, uuid.uuid4()) for seat, status in lines], **extra,
    )


def standing(session):
    return dict(AttendanceMark.objects.current().filter(session=session).values_list("enrolment_id", "status"))


def minutes_of(person):
    return HourEntry.objects.filter(person=person).aggregate(n=Sum("minutes"))["n"] or 0
