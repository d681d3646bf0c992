"""Results of an exam at the desk: a school reads those of the people in its classes, wherever they belong."""

import pytest
from django.urls import reverse

from courses.actions import candidates, exams
from tests.courses.exam_making import make_exam, right

from .meetings import make_class, place


@pytest.fixture
def exam(world):
    made, asked = make_exam(world)
    candidates.admit_candidates(actor=None, exam=made, person_ids=[world.p_outsider.pk])
    exams.submit_attempt(attempt=exams.start_attempt(person=world.p_outsider, exam=made), answers=right(asked))
    return made


def names(client, person, exam):
    client.force_login(person)
    page = client.get(reverse("courses:exam-results", args=[exam.pk])).context["page"]
    return [one.name for one in page]


def test_a_school_reads_the_results_of_its_classes_and_of_no_others(client, world, exam):
    assert names(client, world.p_school, exam) == []
    place(make_class(world), world.p_outsider, world.west_branch)
    assert names(client, world.p_school, exam) == [world.p_outsider.name]
