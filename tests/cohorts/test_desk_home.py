"""The desk's first page: a page made for each role, at a fixed cost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.models import LessonOrder
from courses.models import Course
from lms.audit.trail import record
from lms.people import actions as people
from lms.people.enums import Role
from tests.access.rows import House

from .classes import make_cohort, make_people, make_programme, make_session
from .ordering import make_item, make_order
from .waiting_rows import everything_waits, still_more_waits

DESK = "/desk/"


def home(client, person, query=""):
    client.force_login(person)
    return client.get(f"{DESK}{query}")


def lists(response):
    return {one["template"].split("/")[-1].removesuffix(".html"): one for one in response.context["lists"]}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


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


SHOWN = {  # the figures, then the lists of each role
    "liaison": (["coverage", "hours", "coming"], ["orders"]),
    "trainer": (["coming", "load", "satisfaction"], ["cohorts"]),
    "school": (["coverage", "coming", "load", "satisfaction"], ["week", "cohorts"]),
    "subdistrict": (["coverage", "hours", "coming", "load", "satisfaction"], ["cohorts", "imports"]),
    "district": (["coverage", "hours", "coming", "load", "satisfaction"], ["cohorts"]),
    "editor": ([], ["courses"]),
    "auditor": (["coverage", "hours", "coming", "load", "satisfaction"], ["lines"]),
}
# Queries of each page when nothing is kept, beside the session, the person, the roles and the notices; one asks whether it is.
COST = {
    "liaison": 13, "trainer": 19, "school": 26, "subdistrict": 31, "district": 31, "editor": 4, "auditor": 11,
}


@pytest.mark.parametrize("role", COST)
def test_the_page_of_a_role_has_its_parts_at_a_fixed_cost(world, client, django_assert_num_queries, role):
    house = House(world)
    rows = everything_waits(house)
    person = world.people[role]
    for more in (False, True):
        if more:
            still_more_waits(house, rows)
        cache.clear()
        client.force_login(person)
        with django_assert_num_queries(4 + COST[role]):
            response = client.get(DESK)
    assert ([card["slug"] for card in response.context["cards"]], list(lists(response))) == SHOWN[role]


KEPT = {"liaison": 2, "trainer": 5, "school": 4, "subdistrict": 4, "district": 3, "editor": 2, "auditor": 2}


@pytest.mark.parametrize("role", KEPT)
def test_what_is_kept_costs_nothing_but_the_question_whether_it_is(world, busy, client, django_assert_num_queries, role):
    home(client, world.people[role], "?count=hours")
    with django_assert_num_queries(4 + KEPT[role]):
        response = client.get(DESK)
    assert {card["kept"] for card in response.context["cards"]} <= {True}


def test_what_waits_is_counted_again_once_one_did_something_and_else_after_a_minute(world, client, time_machine):
    begin = timezone.now()
    time_machine.move_to(begin, tick=False)
    make_order(world, item=make_item(world), days=[3, 4, 5])
    client.force_login(world.p_school)

    def counted():
        return {call.need.slug: call.found.count for call in client.get(DESK).context["calls"]}

    assert counted() == {"orders": 1}
    LessonOrder.objects.update(state="cancelled")  # somebody else, elsewhere
    assert counted() == {"orders": 1}
    record(actor=world.p_school, verb="order.accept", target=LessonOrder.objects.get())
    assert counted() == {}
    LessonOrder.objects.update(state="placed")
    assert counted() == {}
    time_machine.move_to(begin + timedelta(seconds=61), tick=False)
    assert counted() == {"orders": 1}


@pytest.mark.parametrize("role", COST)
def test_the_page_of_a_role_is_whole_when_nothing_is_there(world, client, role):
    response = home(client, world.people[role], "?count=hours")
    assert (response.status_code, response.context["calls"]) == (200, [])
    assert response.content.decode().count("今天没有需要您处理的事项") == 1


def test_whoever_holds_no_role_is_led_to_their_own_learning(world, client):
    assert home(client, world.p_learner).url == reverse("cohorts:my")


@pytest.mark.parametrize("role", ["school", "subdistrict", "trainer"])
def test_the_west_does_not_show_on_a_desk_of_the_east(world, busy, client, role):
    cohort = make_cohort(world, organiser=world.west, title="西班", starts_on=timezone.localdate(),
                         ends_on=timezone.localdate())
    make_session(world, cohort, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1), title="西课")
    page = home(client, world.people[role]).content.decode()
    assert [word for word in ("0班", "西班", "西课") if word in page] == ["0班"]


def test_roles_add_up_and_nothing_stands_twice(world, client):
    for role in (Role.SCHOOL, Role.SUBDISTRICT, Role.LIAISON):
        people.grant_role(actor=None, person=world.p_trainer, role=role, organisation=world.east)
    response = home(client, world.p_trainer)
    assert [card["slug"] for card in response.context["cards"]] == ["coverage", "hours", "coming", "load", "satisfaction"]
    assert list(lists(response)) == ["week", "cohorts", "orders", "imports"]


def test_a_trainer_has_own_sessions_of_today_and_tomorrow_only(world, busy, client):
    other = people.create_person(actor=None, name="别人")
    people.grant_role(actor=None, person=other, role=Role.TRAINER, organisation=world.east)
    assert home(client, other).context["sessions"] == []
    cohort = make_cohort(world, title="下周班", starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=9))
    later = timezone.now() + timedelta(days=5)
    make_session(world, cohort, starts_at=later, ends_at=later + timedelta(hours=1), trainer=world.p_trainer, title="下周")
    sessions = home(client, world.p_trainer).context["sessions"]
    assert [session.title for session in sessions] == ["第0课", "第1课", "第2课", "第3课"]


@pytest.mark.parametrize(("minutes", "name"), [(20, "projector"), (-30, "grid"), (-90, "session-close"), (300, None)])
def test_the_one_button_of_a_session_is_what_the_hour_asks_for(world, client, minutes, name):
    today = timezone.localdate()
    cohort = make_cohort(world, starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=2))
    start = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    session = make_session(world, cohort, starts_at=start, ends_at=start + timedelta(hours=1), trainer=world.p_trainer)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: start - timedelta(minutes=minutes))
        page = home(client, world.p_trainer).content.decode()
    ways = [reverse(f"cohorts:{one}", args=[session.pk]) for one in ("projector", "grid", "session-close")]
    asked = [reverse(f"cohorts:{name}", args=[session.pk])] if name else []
    assert [way for way in ways if f'button--block" href="{way}"' in page] == asked


def test_when_nothing_is_on_the_next_session_is_shown(world, client):
    cohort = make_cohort(world, starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=9))
    later = timezone.now() + timedelta(days=5)
    session = make_session(world, cohort, starts_at=later, ends_at=later + timedelta(hours=1), trainer=world.p_trainer)
    assert home(client, world.p_trainer).context["sessions"] == [session]


def test_what_can_wait_is_folded_while_a_session_asks_for_its_button(world, client):
    everything_waits(House(world))  # the house's class has a session that began ten minutes ago
    context = home(client, world.p_trainer).context
    assert [call.need.slug for call in context["later"]] == ["works", "questions"]
    assert {call.need.slug for call in context["calls"]} & {"works", "questions"} == set()
    assert home(client, world.p_school).context["later"] == []
