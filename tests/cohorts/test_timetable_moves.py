"""Moving on the board: answered in place or by a page, with ways out of a clash and a way back; the board itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.actions.timetable import cancel_session
from cohorts.actions.trainers import add_absence
from cohorts.actions.venues import create_venue
from cohorts.models import ClassSession, Venue
from lms.people import actions
from lms.people.enums import Role

from .classes import at, make_cohort, make_people, make_session, url

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def soon():
    """The Monday after next: never a public holiday of an unknown week's luck, since only blocks are asserted."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def cohort(world, soon):
    return make_cohort(world, starts_on=soon, ends_on=soon + timedelta(days=11))


def moment(day, hour, minute=0):
    return at(day.day, hour, minute, month=day.month, year=day.year)


def room(world, name, capacity=60):
    return create_venue(actor=None, organisation=world.east, name=name, kind="room", capacity=capacity)


def plan(world, cohort, day, hour, **fields):
    return make_session(world, cohort, starts_at=moment(day, hour), ends_at=moment(day, hour + 2), **fields)


def times(day, start, end):
    return {"starts_at": f"{day}T{start}", "ends_at": f"{day}T{end}"}


def test_a_move_is_answered_in_place_and_can_be_taken_back(world, sign_in, cohort, soon):
    session = plan(world, cohort, soon, 9)
    client = sign_in("subdistrict")
    answer = client.post(url("session-move", session.pk), times(soon, "13:00", "15:00") | {"revision": 0}, headers=FETCH)
    assert (answer.status_code, answer.json()["done"]) == (200, True)
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at, session.revision) == (moment(soon, 13), moment(soon, 15), 1)
    assert f'name="starts_at" value="{soon}T09:00"' in answer.json()["html"]
    undone = client.post(url("session-move", session.pk), times(soon, "09:00", "11:00") | {"undo": "1"}, headers=FETCH)
    session.refresh_from_db()
    assert session.starts_at == moment(soon, 9)
    assert 'name="undo"' not in undone.json()["html"]


def test_the_same_move_by_a_form_leads_back_to_the_board(world, sign_in, cohort, soon):
    session = plan(world, cohort, soon, 9)
    back = f"{url('timetable')}?week={soon}"
    answer = sign_in("subdistrict").post(
        url("session-move", session.pk), times(soon, "10:00", "12:00") | {"next": back})
    assert (answer.status_code, answer.url) == (302, back)
    away = sign_in("subdistrict").post(
        url("session-move", session.pk), times(soon, "09:00", "11:00") | {"next": "https://elsewhere.example/"})
    assert away.url == url("timetable")
    session.refresh_from_db()
    assert session.revision == 2


def test_a_blocked_move_changes_nothing_and_offers_rooms_and_times(world, sign_in, cohort, soon):
    taken, free = room(world, "201"), room(world, "301", 80)
    other = make_cohort(world, title="二班", starts_on=soon, ends_on=soon + timedelta(days=11))
    plan(world, other, soon, 13, venue=taken)
    session = plan(world, cohort, soon, 9, venue=taken)
    answer = sign_in("subdistrict").post(url("session-move", session.pk), times(soon, "14:00", "16:00"), headers=FETCH)
    assert (answer.status_code, answer.json()["done"]) == (409, False)
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (moment(soon, 9), 0)
    html = answer.json()["html"]
    assert f'name="venue" value="{free.pk}"' in html
    assert f'value="{soon}T15:00"' in html  # the nearest free time: after the other class
    mended = sign_in("subdistrict").post(
        url("session-move", session.pk), times(soon, "14:00", "16:00") | {"venue": free.pk}, headers=FETCH)
    session.refresh_from_db()
    assert (mended.status_code, session.venue_id, session.starts_at) == (200, free.pk, moment(soon, 14))


def test_a_busy_trainer_can_be_replaced_by_a_free_one(world, sign_in, cohort, soon):
    free = actions.create_person(actor=None, name="周教师", username="zhou")
    away = actions.create_person(actor=None, name="吴教师", username="wu")
    for person in (free, away):
        actions.grant_role(actor=None, person=person, role=Role.TRAINER, organisation=world.east)
    add_absence(actor=None, person=away, starts_at=moment(soon, 0), ends_at=moment(soon + timedelta(days=1), 0))
    other = make_cohort(world, title="二班", starts_on=soon, ends_on=soon + timedelta(days=11))
    plan(world, other, soon, 13, trainer=world.p_trainer)
    session = plan(world, cohort, soon, 9, trainer=world.p_trainer)
    html = sign_in("subdistrict").post(
        url("session-move", session.pk), times(soon, "13:00", "15:00"), headers=FETCH).json()["html"]
    assert (f'name="trainer" value="{free.pk}"' in html, f'name="trainer" value="{away.pk}"' in html) == (True, False)


def test_a_time_of_the_cohort_itself_is_mended_by_another_time_only(world, sign_in, cohort, soon):
    plan(world, cohort, soon, 13)
    session = plan(world, cohort, soon, 9)
    answer = sign_in("subdistrict").post(url("session-move", session.pk), times(soon, "13:00", "15:00"), headers=FETCH)
    assert ('name="venue"' in answer.json()["html"], f"{soon}T11:00" in answer.json()["html"]) == (False, True)


def test_a_board_that_is_out_of_date_overwrites_nothing(world, sign_in, cohort, soon):
    session = plan(world, cohort, soon, 9)
    client = sign_in("subdistrict")
    client.post(url("session-move", session.pk), times(soon, "10:00", "12:00") | {"revision": 0}, headers=FETCH)
    late = client.post(url("session-move", session.pk), times(soon, "15:00", "17:00") | {"revision": 0}, headers=FETCH)
    assert (late.status_code, late.json()["done"]) == (409, False)
    session.refresh_from_db()
    assert session.starts_at == moment(soon, 10)


@pytest.mark.parametrize("data", [
    {}, {"starts_at": "x", "ends_at": "y"}, {"starts_at": "2017-09-04T11:00", "ends_at": "2017-09-04T09:00"},
])
def test_nonsense_moves_nothing(world, sign_in, cohort, soon, data):
    session = plan(world, cohort, soon, 9)
    answer = sign_in("subdistrict").post(url("session-move", session.pk), data, headers=FETCH)
    assert (answer.status_code, answer.json()["done"]) == (409, False)
    assert ClassSession.objects.get().starts_at == moment(soon, 9)


def test_a_closed_or_cancelled_session_stays(world, sign_in, cohort, soon):
    session = plan(world, cohort, soon, 9)
    cancel_session(actor=None, session=session)
    answer = sign_in("subdistrict").post(url("session-move", session.pk), times(soon, "13:00", "15:00"), headers=FETCH)
    assert answer.status_code == 409


def shown(response):
    return [session.title for day in response.context["days"] for session in day["sessions"]]


def test_the_board_is_of_a_cohort_a_venue_or_a_trainer(world, sign_in, cohort, soon):
    here = room(world, "201")
    other = make_cohort(world, title="二班", starts_on=soon, ends_on=soon + timedelta(days=11))
    plan(world, cohort, soon, 9, title="甲", venue=here)
    plan(world, other, soon, 9, title="乙", trainer=world.p_trainer)
    client = sign_in("subdistrict")

    def of(**query):
        return shown(client.get(url("timetable"), {"week": soon.isoformat()} | query))

    assert sorted(of()) == ["乙", "甲"]
    assert (of(cohort=cohort.pk), of(venue=here.pk), of(trainer=world.p_trainer.pk)) == (["甲"], ["甲"], ["乙"])
    assert sorted(of(cohort="x")) == ["乙", "甲"]


def test_a_month_shows_whole_weeks_and_the_days_off(world, sign_in):
    page = sign_in("subdistrict").get(url("timetable"), {"view": "month", "week": "2026-10-15"})
    days = page.context["days"]
    assert (days[0]["date"], days[-1]["date"]) == (date(2026, 9, 28), date(2026, 11, 1))
    tones = {day["date"].isoformat(): (day["note"][0], day["day"].name) for day in days if day["note"]}
    assert (tones["2026-10-01"], tones["2026-10-10"]) == (("bad", "National Day"), ("info", "National Day"))
    assert "2026-10-12" not in tones
    assert page.context["unknown_year"] is None


def test_a_year_whose_holidays_are_unknown_is_said_so(world, sign_in):
    page = sign_in("subdistrict").get(url("timetable"), {"week": "2090-01-02"})
    assert page.context["unknown_year"] == 2090
    assert "2090" in page.content.decode()


def test_only_who_may_plan_gets_the_script(world, sign_in, cohort, soon):
    plan(world, cohort, soon, 9)
    week = {"week": soon.isoformat()}
    script = "js/timetable"
    assert script in sign_in("subdistrict").get(url("timetable"), week).content.decode()
    assert script not in sign_in("auditor").get(url("timetable"), week).content.decode()


def test_a_clash_that_stands_is_marked_on_the_board(world, sign_in, cohort, soon):
    taken = room(world, "201")
    one, two = (plan(world, cohort, soon, hour, venue=taken) for hour in (9, 13))
    ClassSession.objects.filter(pk=two.pk).update(starts_at=one.starts_at, ends_at=one.ends_at)
    page = sign_in("subdistrict").get(url("timetable"), {"week": soon.isoformat()})
    assert page.context["clashing"] == 2


def test_more_side_by_side_than_can_be_drawn_is_a_list(world, sign_in, soon):
    for number in range(7):
        row = make_cohort(world, title=f"{number}班", starts_on=soon, ends_on=soon + timedelta(days=4))
        plan(world, row, soon, 9)
    page = sign_in("subdistrict").get(url("timetable"), {"week": soon.isoformat()})
    assert (page.context["grid"], page.context["crowded"], page.context["count"]) == (False, True, 7)


@pytest.mark.parametrize("view", ["week", "month"])
@pytest.mark.parametrize("count", [1, 5])
def test_the_board_costs_the_same_however_many_meet(world, sign_in, soon, django_assert_num_queries, view, count):
    for number in range(count):
        row = make_cohort(world, title=f"{number}班", starts_on=soon, ends_on=soon + timedelta(days=4))
        enrol(actor=None, cohort=row, appointments=make_people(world.east_branch, 2, name=f"人{number}"))
        plan(world, row, soon, 9, venue=Venue.objects.create(organisation=world.east, name=f"{number}", capacity=60))
    client = sign_in("subdistrict")
    with django_assert_num_queries(16):
        client.get(url("timetable"), {"week": soon.isoformat(), "view": view})
