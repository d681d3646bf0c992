"""The desk's first page: a page made for each role, at a fixed cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.models import Enrolment
from courses.models import Course
from lms.people import actions as people
from lms.people.enums import Position, Role

from .classes import make_cohort, make_people, make_programme, make_session
from .ordering import make_item, make_order

DESK = "/desk/"


def home(client, person):
    client.force_login(person)
    return client.get(DESK)


def panels(response):
    return {panel["template"].split("/")[-1].removesuffix(".html"): panel for panel in response.context["panels"]}


@pytest.fixture
def busy(world):
    """Cohorts of this week with sessions today, people on them, orders, a course: more than one of each."""
    today = timezone.localdate()
    begin = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    programme = make_programme(world, year=today.year)
    item = make_item(world)
    posts = [world.p_learner.appointments.get(), world.p_reserve.appointments.get(), *make_people(world.east_branch, 5)]
    for number in range(4):
        cohort = make_cohort(world, programme=programme, title=f"{number}班", starts_on=today,
                             ends_on=today + timedelta(days=5))
        enrol(actor=None, cohort=cohort, appointments=posts)
        start = begin + timedelta(hours=2 * number)
        make_session(world, cohort, starts_at=start, ends_at=start + timedelta(hours=1), trainer=world.p_trainer,
                     title=f"第{number}课")
        make_order(world, item=item, days=[3 + number])
        Course.objects.create(title=f"课程{number}", school=world.east)
    return programme


COST = {  # queries of each panel, beside the session, the person, the roles and the notices
    "trainer": 3, "school": 4, "subdistrict": 4, "district": 5, "liaison": 3, "editor": 1, "auditor": 1,
}


@pytest.mark.parametrize("role", COST)
def test_the_page_of_a_role_has_its_panel_at_a_fixed_cost(world, busy, client, django_assert_num_queries, role):
    client.force_login(world.people[role])
    with django_assert_num_queries(4 + COST[role]):
        response = client.get(DESK)
    assert list(panels(response)) == [role]


@pytest.mark.parametrize("role", COST)
def test_the_page_of_a_role_is_whole_when_nothing_is_there(world, client, role):
    assert home(client, world.people[role]).status_code == 200


def test_whoever_holds_no_role_is_led_to_their_own_learning(world, client):
    assert home(client, world.p_learner).url == reverse("cohorts:my")


@pytest.mark.parametrize("role", ["school", "subdistrict", "trainer"])
def test_the_west_does_not_show_on_a_desk_of_the_east(world, busy, client, role):
    cohort = make_cohort(world, organiser=world.west, title="西班", starts_on=timezone.localdate(),
                         ends_on=timezone.localdate())
    make_session(world, cohort, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1), title="西课")
    item = make_item(world, school=world.west, title="西送学")
    make_order(world, item=item, organisation=world.west_branch)
    page = home(client, world.people[role]).content.decode()
    assert [word for word in ("0班", "西班", "西课", "西送学") if word in page] == ["0班"]


def test_a_programme_that_is_no_concentrated_training_does_not_count(world, busy, client):
    Enrolment.objects.filter(person=world.p_learner).update(state="completed")
    type(busy).objects.update(concentrated=False)
    assert [one.trained for one in panels(home(client, world.p_subdistrict))["subdistrict"]["coverage"]] == [0, 0]


def test_roles_add_up(world, client):
    people.grant_role(actor=None, person=world.p_trainer, role=Role.SCHOOL, organisation=world.east)
    assert list(panels(home(client, world.p_trainer))) == ["trainer", "school"]


def test_a_trainer_has_own_sessions_only_and_the_buttons_for_each(world, busy, client):
    other = people.create_person(actor=None, name="别人")
    people.grant_role(actor=None, person=other, role=Role.TRAINER, organisation=world.east)
    assert panels(home(client, other))["trainer"]["sessions"] == []
    response = home(client, world.p_trainer)
    sessions = panels(response)["trainer"]["sessions"]
    assert [session.title for session in sessions] == ["第0课", "第1课", "第2课", "第3课"]
    text = response.content.decode()
    assert [reverse(f"cohorts:{name}", args=[sessions[0].pk]) in text for name in ("projector", "grid")] == [True, True]


def test_coverage_counts_people_in_office_with_what_is_left(world, busy, client):
    Enrolment.objects.filter(person=world.p_learner, cohort__title="0班").update(state="completed")
    Enrolment.objects.filter(person=world.p_learner, cohort__title="1班").update(state="completed")
    east = panels(home(client, world.p_subdistrict))["subdistrict"]["coverage"]
    assert [(one.trained, one.total, one.left) for one in east] == [(1, 1, 0), (0, 1, 1)]
    district = panels(home(client, world.p_district))["district"]
    assert [(one.trained, one.total) for one in district["coverage"]] == [(1, 2), (0, 1)]
    assert [(one.label, one.trained, one.total, one.percent) for one in district["categories"]] == [("居民区", 1, 2, 50)]


def test_a_cohort_of_another_year_does_not_count(world, busy, client):
    type(busy).objects.update(year=busy.year - 1)
    Enrolment.objects.filter(person=world.p_learner).update(state="completed")
    east = panels(home(client, world.p_subdistrict))["subdistrict"]["coverage"]
    assert [one.trained for one in east] == [0, 0]


def test_a_liaison_sees_where_own_people_are(world, busy, client):
    people.appoint(actor=None, person=world.p_outsider, organisation=world.east_branch, position=Position.MEMBER)
    Enrolment.objects.filter(person=world.p_learner, cohort__title="0班").update(state="completed")
    panel = panels(home(client, world.p_liaison))["liaison"]
    assert panel["counts"] == {"total": 8, "placed": 7, "trained": 1}
    assert [post.person.name for post in panel["left"]] == ["钱后备"]
    assert len(panel["orders"]) == 4


def test_a_school_answers_its_own_orders(world, busy, client):
    west = people.create_person(actor=None, name="西校")
    people.grant_role(actor=None, person=west, role=Role.SCHOOL, organisation=world.west)
    assert panels(home(client, west))["school"]["orders"] == []
    assert len(panels(home(client, world.p_school))["school"]["orders"]) == 4
