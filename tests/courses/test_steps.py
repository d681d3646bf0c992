"""Steps of an exam that are taken out of their order, by the addresses that a page would ask, are refused and change nothing."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions import candidates, exam_setup, exams
from courses.enums import EndedBy, Release
from courses.models import Attempt, AttemptAnswer
from courses.rules.marking import GRACE

from .exam_making import make_exam

STATES = ("before", "closed", "after", "under way", "over", "handed in", "released")
# What each step answers in each state: the status, and where it leads or why not. Only what stands in `WRITES` changes rows.
TABLE = {
    "start": {
        "before": (409, "too_early"), "closed": (409, "closed"), "after": (409, "over"), "under way": (302, "attempt"),
        "over": (409, "no_attempts"), "handed in": (409, "no_attempts"), "released": (409, "no_attempts"),
    },
    "read": {
        "under way": (200, ""), "over": (200, ""), "handed in": (302, "attempt-result"), "released": (302, "attempt-result"),
    },
    "answer": {
        "under way": (302, "attempt-review"), "over": (302, "attempt-review"), "handed in": (302, "attempt-result"),
        "released": (302, "attempt-result"),
    },
    "save": {"under way": (200, ""), "over": (409, ""), "handed in": (409, ""), "released": (409, "")},
    "review": {
        "under way": (200, ""), "over": (200, ""), "handed in": (302, "attempt-result"), "released": (302, "attempt-result"),
    },
    "submit": dict.fromkeys(("under way", "over", "handed in", "released"), (302, "attempt-result")),
    "result": {"under way": (302, "attempt"), "over": (302, "attempt"), "handed in": (200, "unknown"), "released": (200, "told")},
    "answers": {
        "under way": (302, "attempt-result"), "over": (302, "attempt-result"), "handed in": (302, "attempt-result"),
        "released": (200, ""),
    },
}
WRITES = {("answer", "under way"), ("save", "under way"), ("submit", "under way"), ("submit", "over")}
CASES = [(step, state) for step in TABLE for state in STATES]


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


class Hall:
    """An exam of one attempt, and its candidate, brought into a state."""

    def __init__(self, world, clock, state):
        self.exam, self.asked = make_exam(world, attempts_allowed=1, one_device=False, shuffle_options=False,
                                          scores_after=Release.DECIDED, answers_after=Release.DECIDED,
                                          explanations_after=Release.DECIDED)
        candidates.admit_candidates(actor=None, exam=self.exam, person_ids=[world.p_learner.pk])
        self.client, self.attempt = Client(), None
        if state not in ("before", "closed", "after"):
            self.attempt = exams.start_attempt(person=world.p_learner, exam=self.exam)
            exams.save_answers(attempt=self.attempt, answers={self.asked[0].pk: ["b"]})
        if state in ("before", "after"):
            ahead = timedelta(hours=1 if state == "before" else -2)
            exam_setup.edit_exam(actor=None, exam=self.exam, opens_at=timezone.now() + ahead,
                                 closes_at=timezone.now() + ahead + timedelta(hours=1))
        elif state == "closed":
            exam_setup.close_exam(actor=None, exam=self.exam)
        elif state == "over":
            clock.move_to(self.attempt.deadline + GRACE + timedelta(seconds=1))
        elif state in ("handed in", "released"):
            exams.submit_attempt(attempt=self.attempt)
        if state == "released":
            exam_setup.release_results(actor=None, exam=self.exam, now=timezone.now())
        self.client.force_login(world.p_learner)

    def take(self, step):
        pk = self.attempt.pk if self.attempt else 1
        name = {"start": "exam", "read": "attempt", "answer": "attempt"}.get(step, f"attempt-{step}")
        path, field = reverse(f"courses:{name}", args=[self.exam.pk if step == "start" else pk]), f"q{self.asked[0].pk}"
        if step in ("read", "review", "result", "answers"):
            return self.client.get(path)
        changes = [{"q": self.asked[0].pk, "seq": 9, "fields": {field: ["3"]}}]
        sent = {"answer": {field: "3"}, "save": {"page": "p", "changes": json.dumps(changes)}}
        return self.client.post(path, sent.get(step, {}))

    def rows(self):
        return (list(Attempt.objects.order_by("pk").values_list("pk", "submitted_at", "ended_by", "points", "deadline")),
                list(AttemptAnswer.objects.order_by("pk").values_list("question", "chosen")))


@pytest.mark.parametrize(("step", "state"), CASES)
def test_a_step_out_of_its_order_is_refused_and_changes_nothing(world, clock, step, state):
    hall = Hall(world, clock, state)
    clock.shift(1)  # what two pages write in the same moment stands as it came first
    before, answer = hall.rows(), hall.take(step)
    expected = TABLE[step].get(state, (404, ""))  # without an attempt there is no address of one
    assert (answer.status_code, said(hall, step, answer)) == expected
    assert (hall.rows() != before) == ((step, state) in WRITES)


def said(hall, step, answer):
    """Return where an answer leads, or for a start why not, or whether a page tells the result."""
    if answer.status_code == 302:
        names = ("attempt", "attempt-review", "attempt-result")
        return {reverse(f"courses:{name}", args=[hall.attempt.pk]): name for name in names}[answer.url]
    if step == "result" and answer.status_code == 200:
        return "told" if re.search(r"\b33\s?%", answer.content.decode()) else "unknown"
    return answer.context["refused_code"] if step == "start" else ""


def test_what_is_sent_after_the_end_counts_for_nothing(world, clock):
    """Answers, a saving and a handing in after the deadline: what was saved before is marked, and that it was the time."""
    hall = Hall(world, clock, "over")
    assert [hall.take(step).status_code for step in ("answer", "save", "submit")] == [302, 409, 302]
    done = Attempt.objects.get()
    assert (done.points, done.ended_by, list(done.answers.values_list("chosen", flat=True))) == (5, EndedBy.TIME, [["b"]])
