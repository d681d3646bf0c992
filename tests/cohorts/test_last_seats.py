"""The last seats are given once, however many ask: processes with connections of their own, on SQLite and on PostgreSQL.

Fifty processes race in ``benchmarks.last_seat`` as well, twenty times over.
"""

import threading

import pytest
from django.db import connection, connections

from benchmarks import last_seat
from cohorts.actions.timetable import ScheduleClash
from cohorts.actions.venues import create_venue
from cohorts.models import ClassSession

from .classes import make_cohort, make_session

PROCESSES, PLACES, REPETITIONS = 50, 5, 2
UNGUARDED = 20  # enough to overbook


@pytest.fixture
def racers(transactional_db):
    with last_seat.Racers(PROCESSES) as racers:
        yield racers
    connections.close_all()


def test_fifty_processes_ask_for_five_seats_at_once(world, racers):
    for number in range(REPETITIONS):
        cohort, posts = last_seat.arrange(world.east, PROCESSES, PLACES, f"{number}班")
        racers.all_at_once(last_seat.ask, [(cohort.pk, post.pk) for post in posts])
        assert cohort.enrolments.seated().count() == PLACES
        assert last_seat.stands_in_order(cohort, PLACES)
        assert last_seat.withdraw_all(racers, cohort)


def test_without_the_lock_the_same_race_overbooks(world, racers):
    cohort, posts = last_seat.arrange(world.east, UNGUARDED, PLACES, "无锁")
    racers.all_at_once(last_seat.ask_unguarded, [(cohort.pk, post.pk) for post in posts])
    assert cohort.enrolments.seated().count() > PLACES
    assert not last_seat.stands_in_order(cohort, PLACES)


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
def test_one_room_asked_for_by_eight_cohorts_at_once_goes_to_one(world):
    room = create_venue(actor=world.p_subdistrict, organisation=world.east, name="301", kind="room", capacity=40)
    cohorts = [make_cohort(world, title=f"{number}班") for number in range(8)]
    raised = all_at_once([lambda cohort=cohort: make_session(world, cohort, venue=room) for cohort in cohorts])
    assert [type(error) for error in raised] == [ScheduleClash] * 7
    assert ClassSession.objects.count() == 1
