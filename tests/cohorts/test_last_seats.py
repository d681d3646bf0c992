"""Many ask for the last seats at once; the database decides, on SQLite and on PostgreSQL."""

import threading

import pytest
from django.db import connection

from cohorts.actions.enrolment import enrol, withdraw
from cohorts.actions.timetable import ScheduleClash, create_venue
from cohorts.models import ClassSession, Enrolment

from .classes import make_cohort, make_people, make_session

ASKING, PLACES = 20, 5


def all_at_once(acts):
    """Run every act in a thread of its own, all released together; return what they raised."""
    gate, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test wants to see it
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_twenty_ask_for_five_seats_at_once(world):
    cohort, asked = make_cohort(world, quota=PLACES), make_people(world.east_branch, ASKING)
    assert all_at_once([
        lambda one=one: enrol(actor=world.p_subdistrict, cohort=cohort, appointments=[one]) for one in asked
    ]) == []
    states = list(Enrolment.objects.order_by("created_at", "pk").values_list("state", flat=True))
    assert states == ["enrolled"] * PLACES + ["waitlisted"] * (ASKING - PLACES)

    seated = list(Enrolment.objects.filter(state="enrolled"))
    line = list(Enrolment.objects.filter(state="waitlisted").order_by("created_at", "pk").values_list("pk", flat=True))
    assert all_at_once([
        lambda row=row: withdraw(actor=world.p_subdistrict, enrolment=row, reason="出差") for row in seated
    ]) == []
    assert set(Enrolment.objects.filter(state="enrolled").values_list("pk", flat=True)) == set(line[:PLACES])


@pytest.mark.django_db(transaction=True)
def test_one_room_asked_for_by_eight_cohorts_at_once_goes_to_one(world):
    room = create_venue(actor=world.p_subdistrict, organisation=world.east, name="301", kind="room", capacity=40)
    cohorts = [make_cohort(world, title=f"{number}班") for number in range(8)]
    raised = all_at_once([lambda cohort=cohort: make_session(world, cohort, venue=room) for cohort in cohorts])
    assert [type(error) for error in raised] == [ScheduleClash] * 7
    assert ClassSession.objects.count() == 1
