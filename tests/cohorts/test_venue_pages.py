"""Venues with opening times, open sites and their bookings in the browser."""

from datetime import date

import pytest

from cohorts.actions.bookings import accept_booking
from cohorts.models import SiteBooking, Venue

from .classes import url
from .visits import ask, make_site, soon

PLAIN = {"name": "滨江党群服务站", "kind": "open_site", "capacity": 60, "address": "龙腾大道二号"}


def test_opening_times_equipment_and_guide_are_kept(world, sign_in):
    sent = PLAIN | {
        "organisation": world.east.pk, "equipment": "投影", "guide": "从北门进", "from_0": "09:00", "until_0": "17:30",
        "from_5": "10:00", "until_5": "12:00",
    }
    sign_in("school").post(url("venue-new"), sent)
    venue = Venue.objects.get()
    assert venue.opening == {"0": ["09:00", "17:30"], "5": ["10:00", "12:00"]}
    assert (venue.equipment, venue.guide) == ("投影", "从北门进")
    form = sign_in("school").get(url("venue-edit", venue.pk)).context["form"]
    assert [form[name].initial for name in ("from_0", "until_5", "from_1")] == ["09:00", "12:00", ""]


@pytest.mark.parametrize(("times", "field"), [
    ({"from_0": "09:00"}, "until_0"), ({"until_2": "09:00"}, "from_2"), ({"from_3": "17:00", "until_3": "09:00"}, "until_3"),
])
def test_half_a_time_is_refused(world, sign_in, times, field):
    answer = sign_in("school").post(url("venue-new"), PLAIN | {"organisation": world.east.pk} | times)
    assert list(answer.context["form"].errors) == [field]
    assert Venue.objects.count() == 0


def test_a_branch_sees_sites_and_its_own_visits_and_no_room(world, sign_in):
    site, room = make_site(world), make_site(world, name="301", kind="room")
    booking = ask(world, site)
    ask(world, site, organisation=world.west_branch, starts_at=soon(14))
    client = sign_in("liaison")
    assert [row.name for row in client.get(url("sites")).context["page"]] == [site.name]
    page = client.get(url("venue", site.pk))
    assert ([row.pk for row in page.context["bookings"]], page.context["sessions"]) == ([booking.pk], [])
    assert client.get(url("venue", room.pk)).status_code == 403
    assert len(sign_in("school").get(url("venue", site.pk)).context["bookings"]) == 2


def test_a_liaison_books_and_the_school_confirms(world, sign_in):
    site = make_site(world, opening={str(day): ["09:00", "17:00"] for day in range(7)})
    sent = {"organisation": world.east_branch.pk, "day": soon().date(), "start": "09:00", "end": "11:00", "people": 20}
    client = sign_in("liaison")
    refused = client.post(url("booking-new", site.pk), sent | {"end": "18:00"})
    assert "17:00" in refused.context["form"].non_field_errors()[0]
    assert client.post(url("booking-new", site.pk), sent | {"organisation": world.west_branch.pk}).status_code == 200
    assert SiteBooking.objects.count() == 0
    client.post(url("booking-new", site.pk), sent)
    booking = SiteBooking.objects.get()
    assert client.post(url("booking", booking.pk), {"accept": ""}).status_code == 403
    school = sign_in("school")
    assert school.post(url("booking", booking.pk), {"decline": "", "decline-reason": ""}).status_code == 200
    school.post(url("booking", booking.pk), {"accept": ""})
    booking.refresh_from_db()
    assert (booking.state, booking.session.venue) == ("accepted", site)


def test_called_off_and_asked_again_in_the_browser(world, sign_in):
    booking = accept_booking(actor=world.p_school, booking=ask(world, make_site(world)))
    client = sign_in("liaison")
    client.post(url("booking", booking.pk), {"cancel": "", "cancel-reason": "改期"})
    booking.refresh_from_db()
    assert (booking.state, booking.reason) == ("cancelled", "改期")
    client.post(url("booking", booking.pk), {"restore": ""})
    booking.refresh_from_db()
    assert booking.state == "placed"


def test_what_has_changed_meanwhile_is_said_on_the_page(world, sign_in):
    site = make_site(world)
    first, second = ask(world, site, people=30), ask(world, site, people=30)
    accept_booking(actor=world.p_school, booking=first)
    page = sign_in("school").post(url("booking", second.pk), {"accept": ""})
    assert len(page.context["trouble"]) == 1


@pytest.mark.parametrize("count", [1, 12])
def test_lists_cost_the_same_however_long(world, sign_in, django_assert_num_queries, count):
    for number in range(count):
        ask(world, make_site(world, name=f"{number}号站"))
    client = sign_in("liaison")
    client.get(url("sites"))
    with django_assert_num_queries(6):
        assert len(client.get(url("sites")).context["page"]) == count
    with django_assert_num_queries(6):
        assert len(client.get(url("bookings")).context["page"]) == count


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
