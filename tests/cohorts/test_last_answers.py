"""Two who answer one order at once: one answer stands, the other is told."""

import pytest
from django.core.exceptions import ValidationError

from cohorts.actions.order_answers import accept_order, decline_order
from cohorts.actions.orders import withdraw_order
from cohorts.models import ClassSession, Cohort, LessonOrder

from .ordering import make_item, make_order, moment
from .test_last_seats import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_accept_one_order_at_once_plan_one_session(world):
    order = make_order(world)
    raised = all_at_once([
        lambda actor=actor: accept_order(actor=actor, order=order, starts_at=moment(20), trainer=None, minutes=90)
        for actor in (world.p_school, world.p_subdistrict, world.p_district)
    ])
    assert [(type(error), error.code) for error in raised] == [(ValidationError, "answered")] * 2
    assert (ClassSession.objects.count(), Cohort.objects.count()) == (1, 1)
    assert list(order.events.values_list("moment", flat=True)) == ["placed", "accepted"]


def test_of_accepting_declining_and_withdrawing_at_once_one_holds(world):
    order = make_order(world)
    raised = all_at_once([
        lambda: accept_order(actor=world.p_school, order=order, starts_at=moment(20), trainer=None, minutes=90),
        lambda: decline_order(actor=world.p_subdistrict, order=order, reason="x"),
        lambda: withdraw_order(actor=world.p_liaison, order=order),
    ])
    assert [type(error) for error in raised] == [ValidationError] * 2
    order.refresh_from_db()
    assert (order.state == "accepted") == (ClassSession.objects.count() == 1)
    assert order.events.count() == 2


def test_neighbours_brought_together_from_both_sides_at_once_share_one_session(world):
    item = make_item(world)
    one, other = make_order(world, item=item), make_order(world, item=item, place="另一处")
    raised = all_at_once([
        lambda: accept_order(actor=world.p_school, order=one, starts_at=moment(20), trainer=None, minutes=90, together=[other]),
        lambda: accept_order(actor=world.p_district, order=other, starts_at=moment(20), trainer=None, minutes=90, together=[one]),
    ])
    assert [(type(error), error.code) for error in raised] == [(ValidationError, "answered")]
    assert set(LessonOrder.objects.values_list("state", "session")) == {("accepted", ClassSession.objects.get().pk)}
