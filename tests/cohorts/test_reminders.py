"""Reminders: to whom asked for them, of what was published, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.actions.publishing import publish_timetable
from cohorts.actions.reminders import choose_reminders, remind
from cohorts.actions.timetable import cancel_session, move_session
from cohorts.models import CohortGroup, Enrolment, ReminderChoice
from lms.notices.models import Delivery, Notice
from lms.people.actions import erase_person
from lms.people.models import Person

from .classes import make_cohort, make_session, url
from .meetings import fill, place

EVERYTHING = {"day_before": True, "hour_before": True, "in_app": True, "by_email": True, "by_sms": True}


@pytest.fixture
def now():
    return timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=2)


@pytest.fixture
def session(world, now):
    cohort = make_cohort(world, starts_on=now.date() - timedelta(days=3), ends_on=now.date() + timedelta(days=9))
    place(cohort, world.p_learner, world.east_branch)
    place(cohort, world.p_reserve, world.east_branch)
    return make_session(world, cohort, title="开班动员", starts_at=now + timedelta(hours=24), ends_at=now + timedelta(hours=26),
                        trainer=world.p_trainer)


def given():
    return list(Notice.objects.filter(kind__startswith="reminder.").order_by("pk").values_list("person__username", "kind"))


def test_nobody_is_reminded_who_did_not_ask(session, now):
    assert remind(now=now) == 0
    assert given() == []


def test_a_day_and_an_hour_before_once_each(world, session, now):
    choose_reminders(person=world.p_learner, day_before=True, hour_before=True)
    remind(now=now - timedelta(minutes=1))
    assert given() == []
    for minutes in (0, 1, 2):
        remind(now=now + timedelta(minutes=minutes))
    assert given() == [("learner", "reminder.day")]
    for minutes in (0, 1):
        remind(now=session.starts_at - timedelta(minutes=60 - minutes))
    assert given() == [("learner", "reminder.day"), ("learner", "reminder.hour")]
    notice = Notice.objects.get(kind="reminder.hour")
    assert (notice.url, notice.read_at) == (url("my-class", session.cohort_id), None)
    assert "开班动员" in notice.text


@pytest.mark.parametrize(("choice", "kinds"), [
    ({"day_before": True, "hour_before": False}, ["reminder.day"]),
    ({"day_before": False, "hour_before": True}, ["reminder.hour"]),
    ({"day_before": True, "hour_before": True, "in_app": False}, []),
])
def test_each_time_is_a_choice(world, session, now, choice, kinds):
    choose_reminders(person=world.p_learner, **choice)
    remind(now=now)
    remind(now=session.starts_at - timedelta(hours=1))
    assert [kind for _, kind in given()] == kinds


def test_each_way_is_a_choice(world, session, now):
    Person.objects.filter(pk=world.p_learner.pk).update(email="x@example.org", phone="13800001234")
    choose_reminders(person=world.p_learner, **EVERYTHING | {"in_app": False})
    remind(now=now)
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["email", "sms"]
    assert Notice.objects.get(kind="reminder.day").read_at is not None  # it lights no bell
    remind(now=now)
    assert Delivery.objects.count() == 2


def test_without_an_address_nothing_is_sent_there(world, session, now):
    Person.objects.filter(pk=world.p_learner.pk).update(email="", phone=None)
    choose_reminders(person=world.p_learner, **EVERYTHING)
    remind(now=now)
    assert (Delivery.objects.count(), given()) == (0, [("learner", "reminder.day")])


def test_the_trainer_is_reminded_too(world, session, now):
    choose_reminders(person=world.p_trainer, day_before=True)
    remind(now=now)
    assert Notice.objects.get(kind="reminder.day").url == url("cohort", session.cohort_id)


def test_a_group_is_reminded_of_its_own_sessions(world, session, now):
    group = CohortGroup.objects.create(cohort=session.cohort, name="第一小组")
    Enrolment.objects.filter(person=world.p_reserve).update(group=group)
    for person in (world.p_learner, world.p_reserve):
        choose_reminders(person=person, day_before=True)
    type(session).objects.filter(pk=session.pk).update(group=group)
    publish_timetable(actor=None, cohort=session.cohort)
    remind(now=now)
    assert given() == [("reserve", "reminder.day")]


def test_what_was_published_counts_and_not_the_draft(world, session, now):
    choose_reminders(person=world.p_learner, day_before=True)
    moved = session.starts_at + timedelta(days=2)
    move_session(actor=None, session=session, starts_at=moved, ends_at=moved + timedelta(hours=2))
    remind(now=now)
    assert given() == [("learner", "reminder.day")]  # nobody was told of the new time yet
    publish_timetable(actor=None, cohort=session.cohort)
    remind(now=now)
    assert len(given()) == 1
    remind(now=moved - timedelta(hours=20))
    assert len(given()) == 2  # it is another time


def test_a_cancelled_session_and_whoever_left_are_left_alone(world, session, now):
    for person in (world.p_learner, world.p_reserve):
        choose_reminders(person=person, day_before=True)
    Enrolment.objects.filter(person=world.p_reserve).update(state="withdrawn")
    cancel_session(actor=None, session=session)
    publish_timetable(actor=None, cohort=session.cohort)
    assert remind(now=now) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_looking_costs_the_same_however_many_ask(world, session, now, django_assert_num_queries, count):
    people = [row.person for row in fill(session.cohort, world.east_branch, count)]
    ReminderChoice.objects.bulk_create([ReminderChoice(person=person) for person in people])
    assert remind(now=now) == count
    with django_assert_num_queries(4):
        assert remind(now=now) == 0


def test_the_page_keeps_the_choice(world, sign_in):
    client = sign_in("learner")
    form = client.get(url("reminders")).context["form"]
    assert form.fields["by_email"].disabled is True
    client.post(url("reminders"), {"day_before": "on", "in_app": "on", "by_email": "on"})
    choice = ReminderChoice.objects.get(person=world.p_learner)
    assert (choice.day_before, choice.hour_before, choice.in_app, choice.by_email) == (True, False, True, False)
    assert len(client.post(url("reminders"), {"day_before": "on"}).context["form"].non_field_errors()) == 1
    client.post(url("reminders"), {"in_app": "on"})
    choice.refresh_from_db()
    assert (choice.day_before, choice.hour_before) == (False, False)


def test_a_known_address_can_be_chosen_and_the_number_is_masked(world, sign_in):
    Person.objects.filter(pk=world.p_learner.pk).update(email="x@example.org", phone="13800001234")
    page = sign_in("learner").get(url("reminders")).content.decode()
    assert "138****1234" in page
    assert "13800001234" not in page
    sign_in("learner").post(url("reminders"), {"hour_before": "on", "by_sms": "on"})
    assert ReminderChoice.objects.get().by_sms is True


def test_who_left_the_class_or_was_erased_gets_no_notice(world, session, now):
    for person in (world.p_learner, world.p_reserve):
        choose_reminders(person=person, day_before=True, hour_before=True)
    Enrolment.objects.filter(cohort=session.cohort).update(state="withdrawn")
    erase_person(actor=world.p_district, person=world.p_reserve, reason="x")
    remind(now=now)
    assert given() == []
    Enrolment.objects.filter(cohort=session.cohort).update(state="enrolled")
    remind(now=now)
    assert given() == [("learner", "reminder.day")]  # of the erased one not even the wish is left
