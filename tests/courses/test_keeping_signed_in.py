"""An exam that is under way keeps its candidate signed in until its deadline, and no longer."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from courses.actions import candidates, exams
from courses.keeping_signed_in import open_attempt
from lms.people import actions
from lms.people.enums import Role

from .exam_making import make_exam

NOW = timezone.now()


@pytest.fixture
def attempt(world):
    """A trainer sits an exam of an hour: staff are candidates too."""
    exam, _asked = make_exam(world, minutes=60)
    actions.grant_role(actor=None, person=world.p_learner, role=Role.TRAINER, organisation=world.east)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk])
    return exams.start_attempt(person=world.p_learner, exam=exam, device="phone", now=NOW)


def test_an_open_attempt_counts_until_its_deadline(world, attempt):
    assert open_attempt(world.p_learner, NOW) == attempt.deadline
    assert open_attempt(world.p_learner, attempt.deadline + timedelta(seconds=1)) is None
    assert open_attempt(world.p_reserve, NOW) is None


def test_one_that_was_handed_in_counts_no_more(world, attempt):
    type(attempt).objects.filter(pk=attempt.pk).update(submitted_at=NOW)
    assert open_attempt(world.p_learner, NOW) is None


def test_its_candidate_who_writes_nothing_for_long_is_still_signed_in(world, attempt):
    with time_machine.travel(NOW, tick=False) as clock:
        client, colleague = Client(), Client()
        client.force_login(world.p_learner, backend="lms.people.backends.IdentifierBackend")
        colleague.force_login(world.p_trainer, backend="lms.people.backends.IdentifierBackend")
        clock.move_to(NOW + timedelta(minutes=35))
        seen = [each.get("/account/").status_code for each in (client, colleague)]
    assert seen == [200, 302]
