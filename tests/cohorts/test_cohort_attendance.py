"""The attendance of a whole class: people by sessions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import CohortGroup
from cohorts.queries.cohort_attendance import attendance_of

from .meetings import fill, make_class, make_meeting, mark, place


def test_each_person_has_a_cell_for_each_session(world):
    cohort = make_class(world)
    first = make_meeting(world, cohort, begins=timedelta(hours=-3))
    second = make_meeting(world, cohort)
    coming = make_meeting(world, cohort, begins=timedelta(hours=3))
    make_meeting(world, cohort, cancelled_at=timezone.now())
    a, b = fill(cohort, world.east_branch, 2)
    group = CohortGroup.objects.create(cohort=cohort, name="第一组")
    b.group = group
    b.save()
    of_group = make_meeting(world, cohort, begins=timedelta(minutes=-1), group=group)
    mark(world, first, (a, "late"), (b, "absent"))
    mark(world, second, (a, "present"))
    mark(world, second, (a, "undone"))
    sessions, lines = attendance_of(cohort, world.p_school, timezone.now())
    assert sessions == [first, second, of_group, coming]
    found = {line.enrolment: ([cell.status for cell in line.cells], [cell.expected for cell in line.cells], line.there,
                              line.counted) for line in lines}
    assert found[a] == (["late", "", "", ""], [True, True, False, True], 1, 2)
    assert found[b] == (["absent", "", "", ""], [True] * 4, 0, 3)


def test_a_liaison_sees_their_own_people_only(client, world):
    cohort = make_class(world)
    make_meeting(world, cohort)
    place(cohort, world.p_learner, world.east_branch)
    place(cohort, world.p_outsider, world.west_branch)
    client.force_login(world.p_liaison)
    page = client.get(reverse("cohorts:cohort-attendance", args=[cohort.pk]))
    assert [line.enrolment.person for line in page.context["lines"]] == [world.p_learner]


def test_a_group_is_chosen(client, world):
    cohort = make_class(world)
    make_meeting(world, cohort)
    a, b = fill(cohort, world.east_branch, 2)
    a.group = CohortGroup.objects.create(cohort=cohort, name="第一组")
    a.save()
    client.force_login(world.p_school)
    url = reverse("cohorts:cohort-attendance", args=[cohort.pk])
    assert [line.enrolment for line in client.get(url, {"group": a.group_id}).context["lines"]] == [a]
    assert len(client.get(url, {"group": "x"}).context["lines"]) == 2


@pytest.mark.parametrize(("people", "sessions"), [(1, 1), (60, 12)])
def test_it_costs_the_same_for_one_and_for_many(client, world, people, sessions, django_assert_num_queries):
    cohort = make_class(world)
    seats = fill(cohort, world.east_branch, people)
    for _ in range(sessions):
        mark(world, make_meeting(world, cohort), *[(seat, "present") for seat in seats])
    client.force_login(world.p_school)
    with django_assert_num_queries(8):
        assert client.get(reverse("cohorts:cohort-attendance", args=[cohort.pk])).status_code == 200
