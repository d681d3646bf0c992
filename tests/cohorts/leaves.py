"""Makers for the tests of leave and make-ups: a class of the east whose learner is seated, with sessions around now."""

from datetime import timedelta

from django.utils import timezone

from cohorts.models import AttendanceMark, MakeUp
from cohorts.queries.completion import facts_of

from .meetings import make_class, make_meeting, place

DAY = timedelta(days=1)


def learner_in(world, **fields):
    """A class led by the trainer with the learner in it, as their enrolment."""
    return place(make_class(world, class_teacher=world.p_trainer, **fields), world.p_learner, world.east_branch)


def session_in(world, cohort, days, *, hour=9, **fields):
    """A session of the class in so many days (past ones below 0), of two hours from ``hour`` on, published."""
    starts_at = (timezone.localtime() + days * DAY).replace(hour=hour, minute=0, second=0, microsecond=0)
    fields = {"title": f"第{days}天", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | fields
    return make_meeting(world, cohort, **fields)


def mark_of(session, seat):
    return AttendanceMark.objects.current().get(session=session, enrolment=seat)


def facts(seat):
    return facts_of(seat.cohort, [seat])[seat.pk]


def make_up_states(seat):
    return list(MakeUp.objects.filter(enrolment=seat).order_by("pk").values_list("state", flat=True))
