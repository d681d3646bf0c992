"""Planning sessions at the desk, and the timetable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.actions.venues import create_venue
from cohorts.models import ClassSession

from .classes import at, make_cohort, make_people, make_session, url


@pytest.fixture
def soon(world):
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    return make_cohort(world, starts_on=monday, ends_on=monday + timedelta(days=11))


def session_data(day, **more):
    return {"title": "开班动员", "kind": "lecture", "day": day.isoformat(), "start": "09:00", "end": "11:30"} | more


def test_the_form_of_a_session_offers_the_next_free_working_day(world, sign_in, soon):
    client = sign_in("subdistrict")
    first = client.get(url("session-new", soon.pk)).context["form"].initial
    assert (first["day"], str(first["start"]), str(first["end"])) == (soon.starts_on, "09:00:00", "11:30:00")
    for number in range(5):
        day = soon.starts_on + timedelta(days=number)
        assert client.post(url("session-new", soon.pk), session_data(day)).status_code == 302
    assert ClassSession.objects.count() == 5
    after = client.get(url("session-new", soon.pk)).context["form"].initial
    assert after["day"] == soon.starts_on + timedelta(days=7)  # over the weekend


def test_a_clash_is_told_and_a_free_venue_takes_the_session(world, sign_in, soon):
    small, large = [
        create_venue(actor=None, organisation=world.east, name=name, kind="room", capacity=places)
        for name, places in [("201", 20), ("301", 60)]
    ]
    client = sign_in("subdistrict")
    enrol(actor=None, cohort=soon, appointments=make_people(world.east_branch, 25))
    answer = client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk))
    assert answer.status_code == 200
    assert answer.context["ways"].venues == (large,)
    assert len(answer.context["form"].non_field_errors()) == 1
    assert ClassSession.objects.count() == 0
    client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk, use_venue=large.pk))
    assert ClassSession.objects.get().venue == large
    again = client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk))
    assert again.context["ways"].venues == ()  # the cohort itself meets then: another venue would not help


def test_moving_keeps_the_row_and_cancelling_asks_first(world, sign_in, soon):
    client = sign_in("subdistrict")
    client.post(url("session-new", soon.pk), session_data(soon.starts_on))
    session = ClassSession.objects.get()
    client.post(url("session-edit", session.pk), session_data(soon.starts_on, end="10:00", title="改题", minutes=60))
    session.refresh_from_db()
    assert (session.title, session.minutes, timezone.localtime(session.ends_at).hour) == ("改题", 60, 10)
    assert client.get(url("session-cancel", session.pk)).status_code == 200
    session.refresh_from_db()
    assert session.cancelled_at is None
    client.post(url("session-cancel", session.pk))
    session.refresh_from_db()
    assert session.cancelled_at is not None
    assert client.get(url("session-edit", session.pk)).status_code == 302


def test_the_timetable_shows_one_week_of_what_one_sees(world, sign_in):
    make_session(world, make_cohort(world), title="东课", starts_at=at(6, 9), ends_at=at(6, 11))
    make_session(world, make_cohort(world, organiser=world.west, title="西班"), title="西课")
    client = sign_in("subdistrict")

    def titles(week):
        shown = client.get(url("timetable"), {"week": week})
        return [session.title for day in shown.context["days"] for session in day["sessions"]]

    assert titles("2017-09-07") == ["东课"]
    assert titles("2017-09-11") == []
    assert titles("not a day") == []
    assert client.get(url("timetable"), {"week": "0001-01-01"}).status_code == 200
