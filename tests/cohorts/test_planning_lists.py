"""Lists of the desk ask the database the same whether they hold one row or many."""


import pytest

from cohorts.actions.enrolment import enrol
from cohorts.actions.order_answers import accept_order
from cohorts.actions.venues import create_venue
from cohorts.models import Programme
from lms.people.enums import Position
from lms.people.models import Category

from .classes import at, make_cohort, make_people, make_programme, make_session, url
from .ordering import make_item, make_order, moment


def _programmes(world, count):
    for number in range(count):
        make_programme(world, title=f"项目{number}", categories=Category.objects.all())
    return url("programmes")


def _cohorts(world, count):
    programme = make_programme(world)
    for number in range(count):
        enrol(actor=None, cohort=make_cohort(world, programme=programme, title=f"{number}班"),
              appointments=[world.p_learner.appointments.get()])
    return url("cohorts")


def _programme(world, count):
    _cohorts(world, count)
    return url("programme", Programme.objects.get().pk)


def _cohort(world, count):
    cohort = make_cohort(world)
    room = create_venue(actor=None, organisation=world.east, name="301", kind="room", capacity=100)
    for number in range(count):
        make_session(world, cohort, starts_at=at(4, 8 + number), ends_at=at(4, 9 + number), venue=room,
                     trainer=world.p_trainer)
    return url("cohort", cohort.pk)


def _timetable(world, count):
    _cohort(world, count)
    return url("timetable") + "?week=2017-09-04"


def _roster(world, count):
    cohort = make_cohort(world)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, count))
    return url("roster", cohort.pk)


def _enrol(world, count):
    make_people(world.east_branch, count, position=Position.DEPUTY)
    return url("enrol", make_cohort(world).pk) + "?chosen=1&position=deputy"


def _venues(world, count):
    for number in range(count):
        create_venue(actor=None, organisation=world.east, name=f"{number}室", kind="room", capacity=10)
    return url("venues")


def _orders(world, count):
    item = make_item(world)
    for number in range(count):
        order = make_order(world, item=item, days=[4 + number])
        if number % 2:
            accept_order(actor=None, order=order, starts_at=moment(4 + number), trainer=None, minutes=60)
    return url("orders")


def _menu(world, count):
    for number in range(count):
        make_item(world, title=f"课{number}", areas=[world.east])
    return url("menu")


SIGNED_IN = 4  # the session, the person, the roles, the notices


@pytest.mark.parametrize(("make", "queries"), [
    (_programmes, 5), (_cohorts, 4), (_programme, 11), (_cohort, 12), (_timetable, 12), (_roster, 8), (_enrol, 7), (_venues, 3),
    (_orders, 4), (_menu, 6),
], ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("count", [1, 9])
def test_a_list_costs_the_same_however_long(world, sign_in, django_assert_num_queries, make, queries, count):
    address, client = make(world, count), sign_in("subdistrict")
    with django_assert_num_queries(SIGNED_IN + queries):
        assert client.get(address).status_code == 200
