"""What needs whom today: each role sees exactly what it may act on, with its number, its age and the way to it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import LessonOrder
from cohorts.today import NEEDS, Need, calls_for, register
from lms.people import access
from lms.people import actions as people
from lms.people.enums import Role
from lms.people.models import Person
from tests.access.rows import House

from .waiting_rows import everything_waits, still_more_waits

FILED = ["appeals", "filings", "re-checks"]
RUNNING = ["refusals", "leaves", "orders", "bookings"]
LATER = ["cohorts-to-close", "exams", "proposals", "questions", "works"]
ASKED = {
    "liaison": ["places", "proposed-orders", "rectifications", "returned-filings"],
    "trainer": ["sessions-to-close", "invitations", "refusals", "leaves", "make-ups", "questions", "works"],
    "school": ["sessions-to-close", "approvals", *RUNNING, "applications", "make-ups", *LATER],
    "subdistrict": [*RUNNING, *FILED, "approvals", "jobs", "applications", "make-ups", "imports", "recognitions",
                    "certificates", *LATER],
    "district": [*RUNNING, *FILED, "approvals", "applications", "make-ups", "imports", "recognitions",
                 "reviews", "certificates", *LATER],
    "editor": [],
    "auditor": [],
}


@pytest.fixture
def house(world):
    return House(world)


@pytest.fixture
def waits(house):
    return everything_waits(house)


def fresh(person):
    return Person.objects.get(pk=person.pk)


def calls(person):
    return calls_for(fresh(person), timezone.now())


@pytest.mark.parametrize("role", ASKED)
def test_a_role_sees_exactly_what_waits_for_it(house, waits, role):
    found = calls(house.people[role])
    assert sorted(call.need.slug for call in found) == sorted(ASKED[role])
    assert {call.found.count for call in found} <= {1}
    levels = [call.need.urgency for call in found]
    assert levels == sorted(levels)


@pytest.mark.parametrize("role", [role for role in ASKED if ASKED[role]])
def test_every_row_that_waits_may_be_acted_on_and_the_list_has_as_many(house, waits, client, role):
    still_more_waits(house, waits)
    person = fresh(house.people[role])
    client.force_login(person)
    for call in calls(person):
        rows = list(call.need.rows(person))
        assert len(rows) == call.found.count
        assert [row for row in rows if not access.allowed(person, call.need.verb, call.need.subject(row))] == []
        page = client.get(reverse("cohorts:need", args=[call.need.slug]))
        assert (page.context["page"].paginator.count, len(page.context["lines"])) == (call.found.count, call.found.count)
        assert {client.get(line["url"]).status_code for line in page.context["lines"]} == {200}


@pytest.mark.parametrize("role", ["stranger", "outsider"])
def test_nothing_of_the_east_waits_for_somebody_of_the_west(house, waits, role):
    assert calls(house.people[role]) == []


def test_a_single_row_is_one_tap_away_and_several_are_a_list(house, waits, client):
    found = {call.need.slug: call.url for call in calls(house.world.p_school)}
    assert (found["orders"], found["applications"]) == (
        reverse("cohorts:order", args=[house.order.pk]), reverse("cohorts:applications", args=[house.application.cohort_id]),
    )
    jobs = {call.need.slug: call.url for call in calls(house.world.p_subdistrict)}
    client.force_login(house.world.p_subdistrict)
    assert (client.get(jobs["jobs"]).status_code, client.get(jobs["imports"]).status_code) == (200, 200)
    still_more_waits(house, waits)
    found = {call.need.slug: call.url for call in calls(house.world.p_school)}
    assert found["orders"] == reverse("cohorts:need", args=["orders"])


def test_the_age_is_that_of_the_oldest_and_places_say_by_when(house, waits):
    LessonOrder.objects.update(waiting_since=timezone.now() - timedelta(days=3))
    house.order.pk = None
    house.order.waiting_since = timezone.now()
    house.order.save()
    order = next(call for call in calls(house.world.p_school) if call.need.slug == "orders")
    assert (order.found.count, order.found.days, order.found.due) == (2, 3, False)
    place = calls(house.world.p_liaison)[0]
    assert (place.found.days, place.found.due) == (0, True)


def test_what_is_done_does_not_wait(house, waits):
    LessonOrder.objects.update(state="declined")
    assert "orders" not in [call.need.slug for call in calls(house.world.p_school)]


def test_whoever_holds_two_roles_sees_each_thing_once(house, waits):
    school = house.world.p_school
    people.grant_role(actor=None, person=school, role=Role.TRAINER, organisation=house.world.east)
    people.grant_role(actor=None, person=school, role=Role.SUBDISTRICT, organisation=house.world.east)
    slugs = [call.need.slug for call in calls(school)]
    # The failed job is the sub-district administrator's own.
    assert sorted(slugs) == sorted({*ASKED["school"], *ASKED["subdistrict"]} - {"jobs"})


def test_nobody_is_asked_to_decide_about_themselves(house, waits):
    people.grant_role(actor=None, person=house.learner, role=Role.DISTRICT, organisation=house.world.root)
    slugs = {call.need.slug for call in calls(house.learner)}
    about_them = {"leaves", "make-ups", "applications", "recognitions", "reviews", "certificates", "proposals", "works",
                  "questions", "exams", "approvals"}
    assert slugs & about_them == set()


def test_a_failed_job_that_was_begun_anew_waits_no_more(house, waits):
    house.job.__class__.objects.create(kind="sample", owner=house.world.p_subdistrict)
    assert "jobs" not in [call.need.slug for call in calls(house.world.p_subdistrict)]


def test_a_noun_registers_its_own_need_once(world):
    with pytest.raises(ValueError, match="two needs are called orders"):
        register(NEEDS["orders"])
    assert isinstance(NEEDS["orders"], Need)


def test_a_list_of_what_is_no_business_of_ones_leads_back_to_the_desk(house, waits, client):
    client.force_login(house.world.p_auditor)
    assert client.get(reverse("cohorts:need", args=["orders"])).url == reverse("cohorts:desk")
    assert client.get(reverse("cohorts:need", args=["nothing"])).status_code == 404


def test_a_list_costs_the_same_for_one_row_and_for_many(house, waits, client, django_assert_num_queries):
    client.force_login(house.world.p_school)
    with django_assert_num_queries(6):
        client.get(reverse("cohorts:need", args=["orders"]))
    still_more_waits(house, waits)
    with django_assert_num_queries(6):
        client.get(reverse("cohorts:need", args=["orders"]))


def test_an_empty_list_says_so_kindly(world, client):
    client.force_login(world.p_school)
    page = client.get(reverse("cohorts:need", args=["orders"]))
    assert (page.status_code, page.context["lines"]) == (200, [])
    assert client.get("/desk/").context["calls"] == []
