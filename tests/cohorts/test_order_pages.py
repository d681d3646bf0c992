"""Venues, the menu and orders at the desk."""

from datetime import date, timedelta

from django.utils import timezone

from cohorts.actions.orders import create_menu_item, place_order
from cohorts.models import LessonOrder, MenuItem, Venue
from lms.people import actions as people
from lms.people.enums import Role

from .classes import at, url


def test_a_venue_is_added_and_closed(world, sign_in):
    client = sign_in("school")
    sent = {"organisation": world.east.pk, "name": "党建服务中心", "kind": "open_site", "capacity": 80}
    client.post(url("venue-new"), sent)
    venue = Venue.objects.get()
    assert list(client.post(url("venue-new"), sent).context["form"].errors) == ["name"]
    assert list(client.post(url("venue-new"), sent | {"name": "b", "capacity": 0}).context["form"].errors) == ["capacity"]
    client.post(url("venue-edit", venue.pk), {
        "name": "党建服务中心", "kind": "open_site", "capacity": 90, "closed_on": "2018-01-01",
    })
    venue.refresh_from_db()
    assert (venue.capacity, venue.closed_on) == (90, date(2018, 1, 1))


def test_a_liaison_orders_and_the_school_answers(world, sign_in):
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    day = timezone.localdate() + timedelta(days=10)
    sent = {"organisation": world.east_branch.pk, "day": day.isoformat(), "start": "14:00", "place": "活动室", "size": 20}
    client = sign_in("liaison")
    assert client.post(url("order-new", item.pk), sent | {"organisation": world.west_branch.pk}).status_code == 200
    assert client.post(url("order-new", item.pk), sent | {"day": "2017-01-01"}).status_code == 200
    assert LessonOrder.objects.count() == 0
    assert client.post(url("order-new", item.pk), sent).status_code == 302
    order = LessonOrder.objects.get()
    assert client.post(url("order", order.pk), {"accept": ""}).status_code == 403
    school = sign_in("school")
    assert school.post(url("order", order.pk), {"decline": "", "decline-reason": ""}).status_code == 200
    school.post(url("order", order.pk), {
        "accept": "", "accept-day": day.isoformat(), "accept-start": "14:30", "accept-minutes": 60,
        "accept-trainer": world.p_trainer.pk,
    })
    order.refresh_from_db()
    assert (order.state, order.session.trainer, timezone.localtime(order.session.starts_at).minute) == (
        "accepted", world.p_trainer, 30
    )


def test_an_item_off_the_menu_is_not_ordered(world, sign_in):
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    sign_in("school").post(url("menu-edit", item.pk), {"retire": ""})
    assert sign_in("liaison").get(url("order-new", item.pk)).status_code == 404
    assert MenuItem.objects.get().retired_at is not None


def test_the_school_of_elsewhere_sees_no_order(world, sign_in):
    west = people.create_person(actor=None, name="西校")
    people.grant_role(actor=None, person=west, role=Role.SCHOOL, organisation=world.west)
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    order = place_order(actor=None, item=item, organisation=world.east_branch, wanted_at=at(4, 9), place="x", size=3)
    client = sign_in("school")
    assert client.get(url("order", order.pk)).status_code == 200
    client.force_login(west)
    assert client.get(url("order", order.pk)).status_code == 404
    assert client.post(url("menu-edit", item.pk), {"retire": ""}).status_code == 403
