"""Calendar links: what they show, to whom, and that calendar programs follow a change."""

from datetime import timedelta

import pytest
import vobject
from django.utils import timezone
from icalendar import Calendar

from cohorts.actions.cohorts import cancel_cohort
from cohorts.actions.enrolment import enrol, withdraw
from cohorts.actions.feeds import make_feed, revoke_feed
from cohorts.actions.publishing import publish_timetable
from cohorts.actions.timetable import cancel_session, move_session
from cohorts.actions.venues import create_venue
from cohorts.models import CalendarFeed
from lms.audit.models import AuditEntry

from .classes import make_cohort, make_session, url


@pytest.fixture
def soon():
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)


@pytest.fixture
def cohort(world, soon):
    cohort = make_cohort(world, starts_on=soon.date(), ends_on=soon.date() + timedelta(days=9), class_teacher=world.p_trainer)
    enrol(actor=world.p_district, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    return cohort


@pytest.fixture
def session(world, cohort, soon):
    venue = create_venue(actor=world.p_district, organisation=world.east, name="报告厅", kind="room", capacity=60)
    return make_session(world, cohort, title="开班动员", starts_at=soon, ends_at=soon + timedelta(hours=2), venue=venue)


def events(client, feed):
    answer = client.get(url("feed", feed.token))
    assert answer.status_code == 200
    return [event for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def titles(client, feed):
    return [str(event["summary"]) for event in events(client, feed)]


def test_a_session_is_told_in_the_districts_own_time(client, world, session, soon):
    [event] = events(client, make_feed(actor=world.p_learner, kind="mine"))
    assert str(event["summary"]) == "开班动员"
    assert (event["dtstart"].dt, event["dtend"].dt) == (soon, soon + timedelta(hours=2))
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)


def test_another_parser_reads_the_same(client, world, session, soon):
    feed = make_feed(actor=world.p_learner, kind="mine")
    calendar = vobject.readOne(client.get(url("feed", feed.token)).content.decode())
    assert (calendar.vevent.summary.value, calendar.vevent.dtstart.value) == ("开班动员", soon)


def test_a_change_keeps_the_uid_and_raises_the_sequence(client, world, session, soon):
    feed = make_feed(actor=world.p_learner, kind="mine")
    [before] = events(client, feed)
    move_session(actor=world.p_district, session=session, starts_at=soon + timedelta(hours=1), ends_at=soon + timedelta(hours=3))
    assert events(client, feed) == [before]  # not told yet
    publish_timetable(actor=world.p_district, cohort=session.cohort)
    [moved] = events(client, feed)
    cancel_session(actor=world.p_district, session=session)
    publish_timetable(actor=world.p_district, cohort=session.cohort)
    [cancelled] = events(client, feed)
    assert {str(event["uid"]) for event in (before, moved, cancelled)} == {str(before["uid"])}
    assert [event["sequence"] for event in (before, moved, cancelled)] == [0, 1, 2]
    assert (str(cancelled["status"]), str(cancelled["summary"])) == ("CANCELLED", "已取消：开班动员")


def test_saving_a_session_unchanged_is_no_change(world, session):
    move_session(actor=world.p_district, session=session, title=session.title)
    session.refresh_from_db()
    assert session.revision == 0


def test_a_cancelled_cohort_cancels_its_sessions(client, world, cohort, session):
    feed = make_feed(actor=world.p_trainer, kind="mine")
    cancel_cohort(actor=world.p_district, cohort=cohort)
    assert [str(event["status"]) for event in events(client, feed)] == ["CANCELLED"]


def test_each_link_shows_what_its_owner_may_see_today(client, world, cohort, session):
    own = make_feed(actor=world.p_learner, kind="mine")
    of_cohort = make_feed(actor=world.p_learner, kind="cohort", cohort=cohort)
    of_venue = make_feed(actor=world.p_learner, kind="venue", venue=session.venue)
    assert [titles(client, feed) for feed in (own, of_cohort)] == [["开班动员"], ["开班动员"]]
    assert titles(client, of_venue) == []  # venues are for staff
    withdraw(actor=world.p_district, enrolment=cohort.enrolments.get(), reason="调离")
    assert [titles(client, feed) for feed in (own, of_cohort)] == [[], []]


def test_a_trainer_sees_what_they_teach_and_lead(client, world, session):
    assert titles(client, make_feed(actor=world.p_trainer, kind="mine")) == ["开班动员"]
    assert titles(client, make_feed(actor=world.p_outsider, kind="mine")) == []


def test_a_revoked_link_is_gone_and_the_next_has_another_address(client, world, session):
    feed = make_feed(actor=world.p_learner, kind="mine")
    assert make_feed(actor=world.p_learner, kind="mine") == feed
    revoke_feed(actor=world.p_learner, feed=feed)
    assert client.get(url("feed", feed.token)).status_code == 404
    assert make_feed(actor=world.p_learner, kind="mine").token != feed.token
    assert list(AuditEntry.objects.filter(verb__startswith="feed.").order_by("pk").values_list("verb", flat=True)) == [
        "feed.make", "feed.revoke", "feed.make",
    ]


def test_whoever_left_has_no_calendar(client, world, session):
    feed = make_feed(actor=world.p_learner, kind="mine")
    type(world.p_learner).objects.filter(pk=world.p_learner.pk).update(is_active=False)
    assert client.get(url("feed", feed.token)).status_code == 404


def test_links_are_made_shown_and_revoked_in_the_browser(sign_in, world, cohort, session):
    sign_in("trainer").post(url("feed-make"))
    sign_in("trainer").post(url("cohort-feed", cohort.pk))
    sign_in("trainer").post(url("venue-feed", session.venue_id))
    rows = sign_in("trainer").get(url("feeds")).context["feeds"]
    assert [row.kind for row in rows] == ["mine", "cohort", "venue"]
    assert rows[0].subscribe == f"webcal://testserver/calendar/{rows[0].token}.ics"
    assert sign_in("learner").post(url("feed-revoke", rows[0].pk)).status_code == 404
    sign_in("trainer").post(url("feed-revoke", rows[0].pk))
    assert CalendarFeed.objects.get(pk=rows[0].pk).revoked_at is not None
    assert sign_in("learner").post(url("venue-feed", session.venue_id)).status_code == 403
    assert sign_in("learner").post(url("cohort-feed", cohort.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_a_calendar_costs_the_same_however_many_sessions(client, world, cohort, soon, django_assert_num_queries, count):
    for number in range(count):
        start = soon + timedelta(hours=number)
        make_session(world, cohort, title=f"第{number}课", starts_at=start, ends_at=start + timedelta(minutes=50))
    feed = make_feed(actor=world.p_learner, kind="mine")
    with django_assert_num_queries(4):
        assert len(events(client, feed)) == count
