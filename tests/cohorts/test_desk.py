"""The first page of the desk: each role sees what needs it, of its own area, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import LessonOrder, MenuItem, Programme
from courses.models import Course
from tests.cohorts.meetings import make_class, make_meeting, place

ROLES = ["trainer", "school", "subdistrict", "district", "liaison", "editor", "auditor"]
QUERIES = {"trainer": 6, "school": 7, "subdistrict": 7, "district": 8, "liaison": 6, "editor": 4, "auditor": 4}


def sign_in(client, person):
    client.force_login(person, backend="lms.people.backends.IdentifierBackend")


def fill_desk(world, count):
    for number in range(count):
        cohort = make_class(world, title=f"东班{number}", class_teacher=world.p_trainer)
        make_meeting(world, cohort, title=f"东课{number}", begins=timedelta(minutes=5 + number))
        item = MenuItem.objects.create(school=world.east, title=f"送学{number}")
        LessonOrder.objects.create(
            item=item, organisation=world.east_branch, wanted_at=timezone.now() + timedelta(days=3), place="活动室", size=9
        )
        Course.objects.create(title=f"课程{number}", school=world.east, url=f"/c/{number}/", published_at=timezone.now())


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, role, rows, django_assert_num_queries):
    fill_desk(world, rows)
    sign_in(client, world.people[role])
    client.get(reverse("cohorts:desk"))
    with django_assert_num_queries(QUERIES[role]):
        response = client.get(reverse("cohorts:desk"))
    assert response.status_code == 200


@pytest.mark.parametrize("role", ["school", "subdistrict", "trainer"])
def test_the_west_does_not_show_on_a_desk_of_the_east(client, world, role):
    fill_desk(world, 1)
    cohort = make_class(world, organiser=world.west, title="西班")
    make_meeting(world, cohort, title="西课", begins=timedelta(minutes=9), trainer=None)
    LessonOrder.objects.create(
        item=MenuItem.objects.create(school=world.west, title="西送学"), organisation=world.west_branch,
        wanted_at=timezone.now(), place="西活动室", size=9,
    )
    sign_in(client, world.people[role])
    page = client.get(reverse("cohorts:desk")).content.decode()
    assert "东班0" in page
    assert [word for word in ("西班", "西课", "西送学") if word in page] == []


def test_a_sub_district_reads_who_was_trained_of_how_many(client, world):
    programme = Programme.objects.create(organisation=world.root, title="本年轮训", year=timezone.localdate().year)
    place(make_class(world, programme=programme), world.p_learner, world.east_branch, state="completed")
    place(make_class(world, programme=programme, organiser=world.west), world.p_outsider, world.west_branch, state="enrolled")
    sign_in(client, world.p_subdistrict)
    panels = client.get(reverse("cohorts:desk")).context["panels"]
    assert [(row.trained, row.total) for row in panels[0]["coverage"]] == [(1, 1), (0, 1)]
    sign_in(client, world.p_district)
    panels = client.get(reverse("cohorts:desk")).context["panels"]
    assert [(row.trained, row.total) for row in panels[0]["coverage"]] == [(1, 2), (0, 1)]


def test_a_trainee_without_a_role_does_not_see_the_desk(client, world):
    sign_in(client, world.p_learner)
    assert client.get(reverse("cohorts:desk")).status_code == 403
