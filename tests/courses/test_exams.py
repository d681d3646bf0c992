"""Exams: who may sit, one attempt at a time, the clock of the server, marks, and keys that never leave the house."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from courses.actions import exams, questions
from courses.actions.candidates import admit_candidates
from courses.models import Attempt, AttemptAnswer, Exam, ExamCandidate, Question
from courses.queries.exams import results_of
from courses.rules import marking, paper
from courses.rules.results import Result

from .exam_making import CANARY, make_exam, right


@pytest.fixture
def exam(world):
    made, asked = make_exam(world)
    made.asked = asked
    admit_candidates(actor=None, exam=made, person_ids=[world.people["learner"].pk])
    return made


# The rules -------------------------------------------------------------------------------------------------------------

MULTIPLE = marking.PaperQuestion(1, "multiple", ("a", "b", "c"), ("a", "c"), 5)
SINGLE = marking.PaperQuestion(2, "single", ("a", "b"), ("b",), 3)


@pytest.mark.parametrize(("chosen", "points"), [
    (["a", "c"], 5), (["c", "a"], 5), (["a"], 0), (["a", "b", "c"], 0), ([], 0), (["b"], 0),
])
def test_multiple_choice_is_all_right_or_nothing(chosen, points):
    assert marking.mark(MULTIPLE, chosen).points == points


def test_a_question_without_key_gives_no_points_for_silence():
    assert marking.mark(marking.PaperQuestion(1, "multiple", ("a",), (), 5), []).points == 0


def test_only_offered_options_are_kept_and_one_of_a_single_choice():
    assert marking.clean_answer(MULTIPLE, ["z", "c", "a", "c"]) == ["a", "c"]
    assert marking.clean_answer(SINGLE, ["b", "a"]) == ["b"]


def test_the_pass_mark_is_not_rounded_up():
    assert marking.is_pass(596, 1000, 60) is False
    assert marking.is_pass(600, 1000, 60) is True
    assert marking.is_pass(0, 0, 0) is False


def test_the_same_seed_draws_the_same_order():
    ids = ["a", "b", "c", "d", "e", "f"]
    assert paper.shuffled(ids, "single", 7) == paper.shuffled(ids, "single", 7)
    assert {tuple(paper.shuffled(ids, "single", seed)) for seed in range(20)} != {tuple(ids)}
    assert paper.shuffled([], "true_false", 7) == ["true", "false"]


# Questions -------------------------------------------------------------------------------------------------------------

def test_a_faulty_question_is_refused_with_what_to_mend(world):
    bank = questions.create_bank(actor=None, organisation=world.east, title="题库")
    with pytest.raises(questions.QuestionFaulty) as caught:
        questions.add_question(actor=None, bank=bank, kind="single", stem=" ", options=[{"id": "a", "text": "甲"}],
                               key=["a", "b"])
    assert caught.value.codes == ("no_stem", "few_options", "no_key")
    assert Question.objects.count() == 0


def test_a_revised_question_is_a_new_version_and_a_begun_attempt_keeps_the_old(world, exam):
    learner = world.people["learner"]
    attempt = exams.start_attempt(person=learner, exam=exam)
    old = exam.asked[0]
    new = questions.revise_question(actor=None, question=old, kind="single", stem="改过的题", options=old.options, key=["a"])
    assert (new.version, new.lineage, new.is_latest) == (2, old.lineage, True)
    assert Exam.objects.get(pk=exam.pk).paper.order_by("order").first().question == new
    done = exams.submit_attempt(attempt=attempt, answers=right(exam.asked))
    assert (done.points, done.passed) == (15, True)


# Sitting ---------------------------------------------------------------------------------------------------------------

def test_admitting_twice_admits_once(world, exam):
    people = [world.people["learner"].pk, world.people["reserve"].pk]
    assert admit_candidates(actor=None, exam=exam, person_ids=people) == 1
    assert admit_candidates(actor=None, exam=exam, person_ids=people) == 0
    assert ExamCandidate.objects.count() == 2


def test_starting_twice_finds_the_open_attempt(world, exam):
    first = exams.start_attempt(person=world.people["learner"], exam=exam)
    assert exams.start_attempt(person=world.people["learner"], exam=exam) == first
    assert Attempt.objects.count() == 1


def test_attempts_run_out(world, exam):
    for number in (1, 2, 3):
        attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
        assert attempt.number == number
        exams.submit_attempt(attempt=attempt)
    with pytest.raises(exams.ExamRefused) as caught:
        exams.start_attempt(person=world.people["learner"], exam=exam)
    assert caught.value.code == "no_attempts"


def test_handing_in_twice_marks_once(world, exam):
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
    first = exams.submit_attempt(attempt=attempt, answers=right(exam.asked[:2]))
    again = exams.submit_attempt(attempt=attempt, answers=right(exam.asked))
    assert (first.points, again.points, again.submitted_at) == (10, 10, first.submitted_at)
    assert first.percent == 66


def test_after_the_deadline_what_was_saved_counts(world, exam):
    now = timezone.now()
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam, now=now)
    assert exams.save_answers(attempt=attempt, answers={exam.asked[0].pk: ["b"]}, now=now) is True
    late = attempt.deadline + marking.GRACE + timedelta(seconds=1)
    assert exams.save_answers(attempt=attempt, answers=right(exam.asked), now=late) is False
    done = exams.submit_attempt(attempt=attempt, answers=right(exam.asked), now=late)
    assert (done.points, done.passed) == (5, False)


def test_within_the_grace_the_last_answers_count(world, exam):
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
    done = exams.submit_attempt(attempt=attempt, answers=right(exam.asked), now=attempt.deadline + marking.GRACE)
    assert done.points == 15


def test_abandoned_attempts_are_handed_in_and_running_ones_left(world, exam):
    admit_candidates(actor=None, exam=exam, person_ids=[world.people["reserve"].pk])
    now = timezone.now()
    old = exams.start_attempt(person=world.people["learner"], exam=exam, now=now - timedelta(hours=1))
    exams.start_attempt(person=world.people["reserve"], exam=exam, now=now)
    assert exams.finish_overdue(now=now) == 1
    old.refresh_from_db()
    assert (old.points, old.passed) == (0, False)
    assert Attempt.objects.filter(submitted_at=None).count() == 1


def test_answers_to_questions_of_other_papers_are_ignored(world, exam):
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
    bank = exam.asked[0].bank
    other = questions.add_question(actor=None, bank=bank, kind="true_false", stem="别的题", key=["true"])
    exams.save_answers(attempt=attempt, answers={other.pk: ["true"], exam.asked[0].pk: ["nonsense"]})
    assert list(AttemptAnswer.objects.values_list("question_id", "chosen")) == [(exam.asked[0].pk, [])]


def test_results_are_read_in_one_query(world, exam, django_assert_num_queries):
    learner = world.people["learner"]
    exams.submit_attempt(attempt=exams.start_attempt(person=learner, exam=exam), answers=right(exam.asked[:1]))
    exams.submit_attempt(attempt=exams.start_attempt(person=learner, exam=exam), answers=right(exam.asked))
    with django_assert_num_queries(1):
        results = results_of(exam)
    assert results == {learner.pk: Result(100, True, 2, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_get_the_same_attempt(world):
    exam, asked = make_exam(world)
    learner = world.people["learner"]
    admit_candidates(actor=None, exam=exam, person_ids=[learner.pk])
    found, barrier = [], threading.Barrier(4)

    def begin():
        barrier.wait()
        try:
            found.append(exams.start_attempt(person=learner, exam=exam).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


# Pages -----------------------------------------------------------------------------------------------------------------

def test_the_whole_exam_without_scripts_and_no_key_ever_reaches_the_candidate(client, world, exam):
    learner = world.people["learner"]
    Question.objects.filter(pk__in=[one.pk for one in exam.asked]).update(explanation=CANARY)
    Question.objects.filter(pk=exam.asked[0].pk).update(key=[CANARY], policy={"name": "weights", "weights": {CANARY: "100"}})
    client.force_login(learner)
    bodies = []

    def seen(response):
        bodies.append(response.content.decode())
        return response

    seen(client.get(reverse("courses:exams-mine")))
    seen(client.get(reverse("courses:exam", args=[exam.pk])))
    response = seen(client.post(reverse("courses:exam", args=[exam.pk])))
    attempt = Attempt.objects.get()
    assert response.url == reverse("courses:attempt", args=[attempt.pk])
    seen(client.get(response.url))
    drawn = attempt.paper[1]["options"]
    answers = {f"q{exam.asked[1].pk}": [drawn.index("a") + 1, drawn.index("c") + 1], f"q{exam.asked[2].pk}": 2}
    report = {"page": "p", "changes": json.dumps([{"q": exam.asked[2].pk, "seq": 1, "fields": {f"q{exam.asked[2].pk}": ["1"]}}])}
    saved = seen(client.post(reverse("courses:attempt-save", args=[attempt.pk]), report))
    assert saved.json()["saved"] is True
    response = seen(client.post(reverse("courses:attempt", args=[attempt.pk]), answers))
    assert response.url == reverse("courses:attempt-review", args=[attempt.pk])
    seen(client.get(response.url))
    response = seen(client.post(reverse("courses:attempt-submit", args=[attempt.pk])))
    assert response.url == reverse("courses:attempt-result", args=[attempt.pk])
    seen(client.get(response.url))
    seen(client.get(reverse("courses:exam", args=[exam.pk])))
    late = seen(client.post(reverse("courses:attempt-save", args=[attempt.pk]), report))
    assert late.status_code == 409
    attempt.refresh_from_db()
    assert (attempt.points, attempt.passed) == (10, True)
    assert len(bodies) == 11
    assert [body for body in bodies if CANARY in body] == []


def test_other_people_find_neither_exam_nor_attempt(client, world, exam):
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
    client.force_login(world.people["outsider"])
    for name in ("attempt", "attempt-review", "attempt-result"):
        assert client.get(reverse(f"courses:{name}", args=[attempt.pk])).status_code == 404
    for name in ("attempt-save", "attempt-submit"):
        assert client.post(reverse(f"courses:{name}", args=[attempt.pk])).status_code == 404
    assert client.get(reverse("courses:exam", args=[exam.pk])).status_code == 404
    assert client.post(reverse("courses:exam", args=[exam.pk])).status_code == 404


DESK = ["exams", "banks", "exam-create"]


@pytest.mark.parametrize("name", DESK)
def test_trainees_do_not_see_the_desk_of_exams(client, world, exam, name):
    client.force_login(world.people["learner"])
    assert client.get(reverse(f"courses:{name}")).status_code == 403


def test_banks_and_exams_of_other_subtrees_are_not_found(client, world, exam):
    from lms.people.actions import create_person, grant_role

    stranger = create_person(actor=None, name="西管理", username="west")
    grant_role(actor=None, person=stranger, role="subdistrict", organisation=world.west)
    client.force_login(stranger)
    bank = exam.asked[0].bank_id
    for name, pk in [("bank", bank), ("question-create", bank), ("question-edit", exam.asked[0].pk),
                     ("exam-desk", exam.pk), ("exam-results", exam.pk), ("exam-paper", exam.pk), ("exam-edit", exam.pk)]:
        assert client.get(reverse(f"courses:{name}", args=[pk])).status_code == 404
    assert CANARY not in client.get(reverse("courses:banks")).content.decode()


def test_the_auditor_reads_exams_but_neither_banks_nor_changes(client, world, exam):
    client.force_login(world.people["auditor"])
    assert client.get(reverse("courses:exam-desk", args=[exam.pk])).status_code == 200
    assert client.get(reverse("courses:banks")).status_code == 403
    assert client.post(reverse("courses:exam-close", args=[exam.pk])).status_code == 403


def test_a_setter_writes_a_question_sets_the_paper_and_opens_the_exam(client, world):
    staff = world.people["subdistrict"]
    client.force_login(staff)
    client.post(reverse("courses:banks"), {"organisation": world.east.pk, "title": "党史题库"})
    bank = world.east.banks.get()
    response = client.post(reverse("courses:question-create", args=[bank.pk]), {
        "kind": "single", "stem": "几项？", "text_a": "三", "text_b": "四", "right_b": "on",
    })
    assert response.url == reverse("courses:bank", args=[bank.pk])
    question = Question.objects.get()
    assert (question.key, [option["text"] for option in question.options]) == (["b"], ["三", "四"])
    client.post(reverse("courses:exam-create"), {
        "organisation": world.east.pk, "title": "考试", "minutes": 30, "pass_percent": 60, "attempts_allowed": 2,
    })
    exam = Exam.objects.get()
    client.post(reverse("courses:exam-open", args=[exam.pk]))
    exam.refresh_from_db()
    assert exam.is_open is False
    client.post(reverse("courses:exam-paper", args=[exam.pk]), {f"points_{question.pk}": "10"})
    client.post(reverse("courses:exam-open", args=[exam.pk]))
    exam.refresh_from_db()
    assert exam.is_open is True
    assert list(exam.paper.values_list("question_id", "points")) == [(question.pk, 10)]


def test_lists_and_results_read_a_constant_number_of_rows(client, world, exam, django_assert_num_queries):
    client.force_login(world.people["district"])
    exams.submit_attempt(attempt=exams.start_attempt(person=world.people["learner"], exam=exam))
    results = reverse("courses:exam-results", args=[exam.pk])
    with django_assert_num_queries(RESULTS):
        client.get(results)
    admit_candidates(actor=None, exam=exam, person_ids=[world.people[key].pk for key in ("reserve", "outsider")])
    for key in ("reserve", "outsider"):
        exams.submit_attempt(attempt=exams.start_attempt(person=world.people[key], exam=exam), answers=right(exam.asked))
    with django_assert_num_queries(RESULTS):
        body = client.get(results).content.decode()
    assert ("张学员" in body, "王外人" in body) == (True, True)
    client.force_login(world.people["subdistrict"])
    assert "王外人" not in client.get(results).content.decode()


RESULTS = 7
