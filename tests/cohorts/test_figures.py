"""The figures of the desk's first page: each is what the list behind its link shows, of one's own subtree alone."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cohorts.actions.trainers import save_profile
from cohorts.kept_figures import FIGURES, figures_for
from cohorts.models import Programme
from courses.actions.ledger import HourLine, post_hours
from courses.models import HourRequirement
from lms.people import actions as people
from lms.people.enums import Position, Role
from lms.people.models import Person

from .classes import make_people
from .meetings import fill, make_class, make_meeting, place
from .surveying import answered_survey, make_template

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def fresh(person):
    return Person.objects.get(pk=person.pk)


def read(slug, person):
    return FIGURES[slug].read(fresh(person), timezone.now())


@pytest.fixture
def programme(world):
    return Programme.objects.create(organisation=world.root, title="本年轮训", year=timezone.localdate().year)


@pytest.fixture
def trained(world, programme):
    """Seven secretaries of the east beside the learner and the reserve: five trained, one in a class, one not."""
    posts = make_people(world.east_branch, 7, position=Position.SECRETARY)
    over = make_class(world, programme=programme, title="结业班", closed_at=timezone.now())
    runs = make_class(world, programme=programme, title="在办班")
    for number, post in enumerate(posts):
        if number < 5:
            place(over, post.person, world.east_branch, state="completed")
        elif number == 5:
            place(runs, post.person, world.east_branch)
    return posts


@pytest.mark.parametrize("role", ["liaison", "school", "subdistrict", "district"])
def test_coverage_is_what_its_lists_show(world, trained, client, role):
    client.force_login(world.people[role])
    share = read("coverage", world.people[role])[0]
    west = 1 if role == "district" else 0
    assert (share.label, share.done, share.begun, share.left, share.total) == ("居民区", 5, 1, 3 + west, 9 + west)
    for state, number in (("trained", share.done), ("begun", share.begun), ("missing", share.left), ("", share.total)):
        page = client.get(f"/desk/trained/?category={share.code}&state={state}")
        assert (page.context["page"].paginator.count, len(page.context["rows"])) == (number, number)
    assert client.get("/desk/trained/?category=none").context["page"].paginator.count == 0


def test_who_holds_two_posts_counts_once_in_a_category(world, trained):
    people.appoint(actor=None, person=trained[0].person, organisation=world.east_branch, position=Position.DEPUTY)
    assert [(one.done, one.total) for one in read("coverage", world.p_subdistrict)] == [(5, 9)]


def test_a_training_of_another_year_or_that_is_not_concentrated_does_not_count(world, trained, programme):
    Programme.objects.update(concentrated=False)
    assert [one.done for one in read("coverage", world.p_subdistrict)] == [0]
    Programme.objects.update(concentrated=True, year=programme.year - 1)
    assert [one.done for one in read("coverage", world.p_subdistrict)] == [0]


def test_hours_are_what_their_lists_show(world, client):
    HourRequirement.objects.update(concentrated_classes=0)
    today = timezone.localdate()
    post_hours(actor=None, lines=[HourLine(
        world.p_learner.pk, today, "lecture", 60 * 45, f"a:person:{world.p_learner.pk}", "课")])
    client.force_login(world.p_subdistrict)
    share = read("hours", world.p_subdistrict)
    for only, number in (("met", share.done), ("open", share.left), ("", share.total)):
        assert client.get(f"/desk/hours/people/?only={only}").context["page"].paginator.count == number
    assert (share.done, share.total) == (1, 2)


def test_coming_classes_are_those_of_the_next_two_weeks(world, client):
    today = timezone.localdate()
    for days in (-1, 0, 13, 14):
        cohort = make_class(world, title=f"{days}", starts_on=today + days * DAY, ends_on=today + 20 * DAY, quota=30)
        fill(cohort, world.east_branch, 3)
    make_class(world, title="西", organiser=world.west, starts_on=today)
    found = read("coming", world.p_school)
    assert [(one.title, one.taken, one.quota, one.free) for one in found] == [("0", 3, 30, 27), ("13", 3, 30, 27)]
    client.force_login(world.p_school)
    page = client.get("/desk/cohorts/?soon=1").context["page"]
    assert sorted(row.pk for row in page) == sorted(one.pk for one in found)


def noon(days=0):
    return timezone.localtime().replace(hour=12, minute=0) + days * DAY - timezone.now()


def test_the_load_of_a_trainer_is_the_sum_of_the_sessions_behind_it(world, client):
    cohort, west = make_class(world), make_class(world, title="西", organiser=world.west)
    for session in [make_meeting(world, cohort, begins=noon()) for _ in range(3)] + [make_meeting(world, west, begins=noon())]:
        assert session.minutes == 90
    make_meeting(world, cohort, begins=noon(), cancelled_at=timezone.now())
    make_meeting(world, cohort, begins=noon(40))
    save_profile(actor=world.p_school, person=world.p_trainer, subjects="", sessions_a_week=2)
    (found,) = read("load", world.p_school)
    assert (found.name, found.sessions, found.minutes, found.most, found.over) == (world.p_trainer.name, 3, 270, 3, True)
    client.force_login(world.p_school)
    assert [one.pk for one in client.get("/desk/teaching-load/").context["page"]] == [world.p_trainer.pk]
    page = client.get(f"/desk/teaching-load/?trainer={found.pk}")
    assert (page.context["page"].paginator.count, page.context["minutes"]) == (3, 270)
    assert client.get(f"/desk/teaching-load/?trainer={world.p_learner.pk}").status_code == 404
    assert [one.sessions for one in read("load", world.p_trainer)] == [4]
    assert [one.sessions for one in read("load", world.p_district)] == [4]


def test_satisfaction_says_nothing_of_fewer_than_five_and_lists_all_that_closed(world, client):
    template = make_template(world)
    answered_survey(world, [5, 5, 4, 4, 5], template=template)
    answered_survey(world, [1, 1], template=template)
    client.force_login(world.p_school)
    found = read("satisfaction", world.p_school)
    assert (found.value, found.answers, found.surveys, found.left_out) == (4.6, 5, 1, 1)
    page = client.get(f"/desk/surveys/?about=session&state=closed&year={found.year}").context["page"]
    assert page.paginator.count == found.closed == 2
    assert client.get(f"/desk/surveys/?year={found.year - 1}").context["page"].paginator.count == 0
    assert client.get("/desk/surveys/?year=0001").context["page"].paginator.count == 2


@pytest.mark.parametrize("slug", ["coverage", "hours", "coming", "load", "satisfaction"])
def test_nothing_of_the_east_is_counted_for_the_west(world, trained, slug):
    make_meeting(world, make_class(world, starts_on=timezone.localdate()), begins=noon())
    answered_survey(world, [5, 5, 4, 4, 5])
    west = people.create_person(actor=None, name="西管")
    people.grant_role(actor=None, person=west, role=Role.SUBDISTRICT, organisation=world.west)
    found = read(slug, west)
    numbers = {
        "coverage": lambda: [(one.done, one.total) for one in found], "hours": lambda: found.total,
        "coming": lambda: found, "load": lambda: found, "satisfaction": lambda: found.closed,
    }[slug]()
    assert numbers == {"coverage": [(0, 1)], "hours": 1, "coming": [], "load": [], "satisfaction": 0}[slug]


def test_an_auditor_is_shown_no_cell_of_fewer_than_five_people(world, trained, client):
    today = timezone.localdate()
    fill(make_class(world, title="小班", starts_on=today), world.east_branch, 2)
    client.force_login(world.p_auditor)
    response = client.get("/desk/?count=hours")
    cards = {card["slug"]: card for card in response.context["cards"]}
    assert [(one.hidden, one.total) for one in cards["coverage"]["value"]] == [(True, 0)]
    assert cards["coming"]["value"][0].hidden is True
    assert response.content.decode().count("不显示：不足五人") == 2
    for post in make_people(world.west_branch, 40, position=Position.SECRETARY):
        assert post.pk
    place_all = make_class(world, programme=Programme.objects.get(title="本年轮训"), title="满班")
    fill_from = Person.objects.filter(appointments__organisation=world.west_branch)[:10]
    for person in fill_from:
        place(place_all, person, world.west_branch)
    (share,) = read("coverage", world.p_auditor)
    assert (share.hidden, share.done, share.total, share.begun) == (False, 5, 50, 11)


def test_an_auditor_who_administers_the_same_reads_the_numbers(world, trained):
    people.grant_role(actor=None, person=world.p_auditor, role=Role.SUBDISTRICT, organisation=world.east)
    assert [one.hidden for one in read("coverage", world.p_auditor)] == [True]  # the rest is audited only
    people.grant_role(actor=None, person=world.p_auditor, role=Role.DISTRICT, organisation=world.root)
    assert [one.hidden for one in read("coverage", world.p_auditor)] == [False]


def test_a_figure_is_kept_for_all_of_a_scope_and_not_after_a_change_of_role(world, trained, django_assert_num_queries):
    def shown(person):
        return {one.figure.slug: one for one in figures_for(fresh(person), timezone.now())}

    second = people.create_person(actor=None, name="副管")
    grant = people.grant_role(actor=None, person=second, role=Role.SUBDISTRICT, organisation=world.east)
    assert (shown(world.p_subdistrict)["coverage"].kept, shown(second)["coverage"].kept) == (False, True)
    people.end_grant(actor=None, grant=grant)
    people.grant_role(actor=None, person=second, role=Role.SUBDISTRICT, organisation=world.west)
    assert [one.total for one in shown(second)["coverage"].value] == [1]
    assert [one.total for one in shown(world.p_subdistrict)["coverage"].value] == [9]


def test_what_is_kept_says_when_it_was_counted(world, trained, client):
    client.force_login(world.p_subdistrict)
    first = client.get("/desk/").content.decode()
    second = client.get("/desk/").content.decode()
    assert (first.count("figure-card__at"), second.count("figure-card__at")) == (0, 4)
    assert second.count(f"截至 {timezone.localtime():%H:}") == 4


def test_a_heavy_figure_is_fetched_by_the_page_and_counted_without_a_script(world, client):
    client.force_login(world.p_subdistrict)
    page = client.get("/desk/")
    assert (page.content.decode().count('hx-get="/desk/figures/hours/"'), page.content.decode().count("hours/people/")) == (1, 0)
    assert client.get("/desk/figures/hours/").url == "/desk/?count=hours#hours"
    assert client.get("/desk/?count=hours").content.decode().count("/desk/hours/people/?only=met") == 1
    part = client.get("/desk/figures/hours/", headers={"hx-request": "true"}).content.decode()
    assert (part.count("<section"), part.count("<html"), part.count("/desk/hours/people/?only=met")) == (1, 0, 1)
    client.force_login(world.p_school)
    assert client.get("/desk/figures/hours/").status_code == 403
    assert client.get("/desk/figures/nothing/").status_code == 404


COST = {"/desk/trained/": 8, "/desk/teaching-load/": 5}


@pytest.mark.parametrize("path", COST)
def test_a_list_costs_the_same_for_one_row_and_for_many(world, trained, client, django_assert_num_queries, path):
    client.force_login(world.p_subdistrict)
    cohort = make_class(world)
    make_meeting(world, cohort, begins=noon())
    with django_assert_num_queries(COST[path]):
        client.get(path)
    make_people(world.east_branch, 20, position=Position.DEPUTY)
    for number in range(3):
        person = people.create_person(actor=None, name=f"教师{number}")
        make_meeting(world, cohort, begins=noon(), trainer=person)
    with django_assert_num_queries(COST[path]):
        client.get(path)


