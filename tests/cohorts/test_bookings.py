"""Visits to open sites: asked, answered, called off, asked again; places are given once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.bookings import accept_booking, cancel_booking, decline_booking, restore_booking
from cohorts.models import ClassSession, Enrolment, SiteBooking
from cohorts.queries.published import published_in
from lms.audit.models import AuditEntry
from lms.notices.models import Notice

from .classes import make_people
from .test_last_seats import all_at_once
from .visits import ask, make_site, soon


@pytest.fixture
def site(world):
    return make_site(world)


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_a_visit_that_is_accepted_is_a_published_session_for_the_branch(world, site):
    booking = accept_booking(actor=world.p_school, booking=ask(world, site))
    session = booking.session
    assert (booking.state, session.venue, session.kind, session.starts_at) == ("accepted", site, "field", soon())
    assert session.cohort.organiser == world.east
    seated = Enrolment.objects.filter(cohort=session.cohort, state="enrolled")
    assert {row.person for row in seated} == {world.p_learner, world.p_reserve}
    assert [meeting.pk for meeting in published_in(session.cohort)] == [session.pk]
    assert "booking.accepted" in told(world.p_liaison)


def test_whoever_runs_the_site_is_told_of_what_is_asked(world, site):
    ask(world, site)
    assert [told(one) for one in (world.p_school, world.p_subdistrict, world.p_district)] == [
        ["booking.placed"], ["booking.placed"], [],
    ]


def test_what_does_not_fit_is_not_even_asked(world, site):
    with pytest.raises(ValidationError) as refused:
        ask(world, site, people=41)
    assert len(refused.value.messages) == 1
    assert SiteBooking.objects.count() == 0


def test_opening_times_are_asked_at_both_moments(world):
    site = make_site(world, opening={str(day): ["09:00", "17:00"] for day in range(7)})
    with pytest.raises(ValidationError):
        ask(world, site, starts_at=soon(8))
    booking = ask(world, site)
    site.opening = {str(day): ["10:00", "17:00"] for day in range(7)}
    site.save()
    with pytest.raises(ValidationError):
        accept_booking(actor=world.p_school, booking=booking)
    booking.refresh_from_db()
    assert (booking.state, ClassSession.objects.count()) == ("placed", 0)


def test_a_visit_that_is_only_asked_for_holds_no_place(world, site):
    first, second = ask(world, site, people=30), ask(world, site, people=30)
    accept_booking(actor=world.p_school, booking=second)
    with pytest.raises(ValidationError):
        accept_booking(actor=world.p_school, booking=first)
    assert list(SiteBooking.objects.order_by("pk").values_list("state", flat=True)) == ["placed", "accepted"]


def test_rooms_are_not_booked(world):
    with pytest.raises(ValidationError):
        ask(world, make_site(world, kind="room"))


def test_a_branch_larger_than_its_group_is_not_put_on_the_list_beforehand(world, site):
    make_people(world.east_branch, 5)
    session = accept_booking(actor=world.p_school, booking=ask(world, site, people=4)).session
    assert Enrolment.objects.filter(cohort=session.cohort).count() == 0
    assert session.cohort.quota == 7


def test_declining_says_why_and_is_final(world, site):
    booking = decline_booking(actor=world.p_school, booking=ask(world, site), reason="当天检修")
    assert (booking.state, booking.reason) == ("declined", "当天检修")
    assert "当天检修" in Notice.objects.get(person=world.p_liaison).text
    with pytest.raises(ValidationError):
        accept_booking(actor=world.p_school, booking=booking)


def test_a_visit_that_is_called_off_frees_its_place_and_can_be_asked_for_again(world, site):
    booking = accept_booking(actor=world.p_school, booking=ask(world, site, people=40))
    session = booking.session
    booking = cancel_booking(actor=world.p_liaison, booking=booking, reason="人员有变")
    session.refresh_from_db()
    assert (booking.state, session.cancelled_at is not None) == ("cancelled", True)
    assert "booking.cancelled" in told(world.p_school)
    booking = restore_booking(actor=world.p_liaison, booking=booking)
    assert (booking.state, booking.session, booking.reason) == ("placed", None, "")
    again = accept_booking(actor=world.p_school, booking=booking)
    assert again.session_id != session.pk


def test_a_place_given_away_meanwhile_is_not_given_back(world, site):
    booking = cancel_booking(actor=world.p_liaison, booking=ask(world, site, people=30))
    accept_booking(actor=world.p_school, booking=ask(world, site, people=30))
    with pytest.raises(ValidationError):
        restore_booking(actor=world.p_liaison, booking=booking)


def test_a_visit_that_has_begun_stays(world, site):
    booking = accept_booking(actor=world.p_school, booking=ask(world, site))
    SiteBooking.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        cancel_booking(actor=world.p_liaison, booking=booking)


def test_every_step_leaves_a_line(world, site):
    booking = accept_booking(actor=world.p_school, booking=ask(world, site))
    cancel_booking(actor=world.p_liaison, booking=booking)
    verbs = AuditEntry.objects.filter(verb__startswith="booking.").order_by("pk").values_list("verb", "actor_id")
    assert list(verbs) == [
        ("booking.place", world.p_liaison.pk), ("booking.accept", world.p_school.pk), ("booking.cancel", world.p_liaison.pk),
    ]


@pytest.mark.django_db(transaction=True)
def test_places_are_given_once_however_many_are_accepted_at_once(world):
    site = make_site(world, capacity=50)
    asked = [ask(world, site, people=20) for _ in range(6)]
    raised = all_at_once([lambda row=row: accept_booking(actor=world.p_school, booking=row) for row in asked])
    assert [type(error) for error in raised] == [ValidationError] * 4
    assert SiteBooking.objects.filter(state="accepted").count() == 2
    assert ClassSession.objects.count() == 2
