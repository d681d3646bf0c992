"""Sitting an exam as it happens: saving, losing the network, other devices, the room, the invigilator, the end."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions import candidates, exam_setup, exams, invigilation, questions
from courses.enums import EndedBy, ExamPlace, Release, SittingEvent
from courses.models import Attempt, AttemptAnswer, AttemptEvent, PaperRule
from courses.queries.invigilation import counts_of, people_of, seats_of
from courses.rules.marking import GRACE
from courses.rules.saving import Change
from lms.rules import rotating

from .exam_making import make_exam, right

NOW = timezone.now()


@pytest.fixture
def exam(world):
    made, asked = make_exam(world, one_device=True)
    made.asked = asked
    candidates.admit_candidates(actor=None, exam=made, person_ids=[world.p_learner.pk])
    return made


@pytest.fixture
def attempt(world, exam):
    return exams.start_attempt(person=world.p_learner, exam=exam, device="phone", now=NOW)


def kept(attempt):
    return dict(AttemptAnswer.objects.filter(attempt=attempt).values_list("question_id", "chosen"))


# Saving ----------------------------------------------------------------------------------------------------------------

def test_a_change_sent_again_or_late_undoes_nothing(exam, attempt):
    pk = exam.asked[0].pk
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["a"], seq=1)], page="p")
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["b"], seq=2)], page="p")
    for again in (1, 2):
        assert exams.save_changes(attempt=attempt, changes=[Change(pk, ["c"], seq=again)], page="p") is True
    assert kept(attempt) == {pk: ["b"]}


def test_what_waited_in_another_page_does_not_undo_what_was_written_later(exam, attempt):
    pk, later = exam.asked[0].pk, NOW + timedelta(minutes=5)
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["b"], seq=1)], page="new", now=later)
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["a"], seq=9, age=120)], page="old", now=later)
    assert kept(attempt) == {pk: ["b"]}
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["c"], seq=10)], page="old", now=later)
    assert kept(attempt) == {pk: ["c"]}


def test_a_flag_keeps_the_answer_and_seconds_add_up(exam, attempt):
    pk = exam.asked[0].pk
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["b"], seq=1, seconds=20)], page="p")
    exams.save_changes(attempt=attempt, changes=[Change(pk, None, True, seq=2, seconds=5)], page="p")
    assert list(AttemptAnswer.objects.values_list("chosen", "flagged", "seconds")) == [(["b"], True, 25)]


def test_a_saving_asks_a_constant_number_of_queries(exam, attempt, django_assert_num_queries):
    with django_assert_num_queries(SAVING):
        exams.save_changes(attempt=attempt, changes=[Change(exam.asked[0].pk, ["b"], seq=1)], page="p")
    with django_assert_num_queries(SAVING):
        exams.save_changes(attempt=attempt, changes=[Change(one.pk, ["b"], seq=2) for one in exam.asked], page="p")


SAVING = 7  # the savepoint's two among them


def test_a_browser_that_died_before_it_wrote_down_its_cookie_goes_on(world, exam):
    phone = Client()
    phone.force_login(world.p_learner)
    page = phone.post(reverse("courses:exam", args=[exam.pk])).url
    number = phone.cookies.pop("device").value
    assert phone.get(page).status_code == 200
    assert phone.cookies["device"].value == number
    assert phone.session.session_key not in number
    phone.cookies.pop("device")
    phone.logout()
    phone.force_login(world.p_learner)  # signed in anew, it may be any other
    assert phone.get(page).status_code == 409


@pytest.mark.parametrize("text", ["", "null", "[", "{}", "[1, null, []]", '[{"q": "1"}]', '[{"q": true}]', "[" * 100_000])
def test_a_broken_report_changes_nothing_and_raises_nothing(client, world, attempt, text):
    client.force_login(world.p_learner)
    client.cookies["device"] = "x"
    Attempt.objects.update(device="")
    client.get(reverse("courses:attempt", args=[attempt.pk]))
    report = {"changes": text, "leaves": text, "page": "p" * 99}
    response = client.post(reverse("courses:attempt-save", args=[attempt.pk]), report)
    assert (response.status_code, kept(attempt)) == (200, {})


# Devices ---------------------------------------------------------------------------------------------------------------

def test_a_second_device_is_refused_until_it_is_freed(world, exam):
    def open_with(client):
        client.force_login(world.p_learner)
        return client.get(page)

    phone, other = Client(), Client()
    phone.force_login(world.p_learner)
    page = phone.post(reverse("courses:exam", args=[exam.pk])).url
    attempt = Attempt.objects.get()
    assert [open_with(phone).status_code, open_with(other).status_code] == [200, 409]
    report = {"page": "p", "changes": json.dumps([{"q": exam.asked[2].pk, "seq": 1, "fields": {f"q{exam.asked[2].pk}": ["1"]}}])}
    save = reverse("courses:attempt-save", args=[attempt.pk])
    assert [other.post(save, report).status_code, phone.post(save, report).status_code] == [409, 200]
    hand_in = reverse("courses:attempt-submit", args=[attempt.pk])
    assert other.post(hand_in).status_code == 409
    (seat,) = seats_of(exam, people_of(exam), timezone.now())
    assert (seat.state, seat.refused, seat.counts) == ("in", True, {"other_device": 3})
    assert invigilation.free_device(actor=world.p_school, attempt=attempt) is True
    assert invigilation.free_device(actor=world.p_school, attempt=attempt) is False
    assert [open_with(other).status_code, open_with(phone).status_code] == [200, 409]
    assert kept(attempt) == {exam.asked[2].pk: ["true"]}
    events = list(AttemptEvent.objects.values_list("kind", flat=True))
    assert (events.count("freed"), events.count("taken_over"), events.count("begun")) == (1, 1, 1)


def test_an_exam_for_any_device_goes_on_anywhere(world, exam, attempt):
    exam_setup.edit_exam(actor=None, exam=exam, one_device=False)
    attempt.refresh_from_db()
    exams.hold_device(attempt=attempt, device="laptop")
    assert Attempt.objects.get().device == "laptop"
    assert AttemptEvent.objects.filter(kind=SittingEvent.TAKEN_OVER).count() == 1


# The room --------------------------------------------------------------------------------------------------------------

def test_an_exam_in_a_room_begins_with_its_code_only(client, world, exam):
    exam_setup.edit_exam(actor=None, exam=exam, place=ExamPlace.ROOM)
    client.force_login(world.p_learner)
    page = reverse("courses:exam", args=[exam.pk])
    assert client.post(page).status_code == 409
    assert client.post(page, {"room_code": "000000"}).status_code == 409
    now = timezone.now()
    old = rotating.code_at(exam.room_secret, exam.room_subject, now - timedelta(seconds=40))
    assert client.get(reverse("courses:exam-room", args=[exam.pk, old])).status_code == 409
    scanned = client.get(
        reverse("courses:exam-room", args=[exam.pk, rotating.code_at(exam.room_secret, exam.room_subject, now)])
    )
    assert (scanned.status_code, Attempt.objects.count()) == (200, 0)
    other = exam_setup.create_exam(actor=None, organisation=world.east, title="另一场", place=ExamPlace.ROOM)
    assert rotating.accepts_spoken(
        rotating.spoken_code_at(other.room_secret, other.room_subject, now), secret=exam.room_secret,
        subject=exam.room_subject, now=now) is False
    assert client.post(page, {"claim": scanned.context["claim"] + "x"}).status_code == 409
    assert client.post(page, {"claim": scanned.context["claim"]}).status_code == 302


def test_the_six_digits_open_the_room_and_guessing_ends(client, world, exam):
    exam_setup.edit_exam(actor=None, exam=exam, place=ExamPlace.ROOM)
    client.force_login(world.p_learner)
    page = reverse("courses:exam", args=[exam.pk])
    spoken = rotating.spoken_code_at(exam.room_secret, exam.room_subject, timezone.now())
    wrong = "000000" if spoken != "000000" else "000001"
    for _ in range(12):
        assert client.post(page, {"room_code": wrong}).status_code == 409
    spoken = rotating.spoken_code_at(exam.room_secret, exam.room_subject, timezone.now())
    assert client.post(page, {"room_code": spoken}).status_code == 409
    client.force_login(world.p_reserve)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_reserve.pk])
    spoken = rotating.spoken_code_at(exam.room_secret, exam.room_subject, timezone.now())
    assert client.post(page, {"room_code": f"{spoken[:3]} {spoken[3:]}"}).status_code == 302


# Papers ----------------------------------------------------------------------------------------------------------------

def test_each_person_is_drawn_a_paper_of_their_own(world, exam):
    bank = exam.asked[0].bank
    for number in range(12):
        questions.add_question(actor=None, bank=bank, kind="true_false", stem=f"题{number}", key=["true"], theme="十九大")
    exam_setup.close_exam(actor=None, exam=exam)
    rule = PaperRule(bank=bank, count=4, kind="true_false", theme="十九大", points=2)
    exam_setup.set_rules(actor=None, exam=exam, rules=[rule])
    exam_setup.open_exam(actor=None, exam=exam)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_reserve.pk])
    papers = [
        [item["question"] for item in exams.start_attempt(person=person, exam=exam).paper]
        for person in (world.p_learner, world.p_reserve)
    ]
    assert [len(set(paper)) for paper in papers] == [7, 7]
    assert [paper[:3] for paper in papers] == [[one.pk for one in exam.asked]] * 2
    assert Attempt.objects.first().points_possible == 23


def test_an_exam_whose_bank_is_too_small_does_not_open(exam):
    exam_setup.close_exam(actor=None, exam=exam)
    exam_setup.set_rules(actor=None, exam=exam, rules=[PaperRule(bank=exam.asked[0].bank, count=1, kind="essay")])
    with pytest.raises(exam_setup.ExamNotReady):
        exam_setup.open_exam(actor=None, exam=exam)
    exam.refresh_from_db()
    assert exam.is_open is False


# Time ------------------------------------------------------------------------------------------------------------------

def test_extra_minutes_are_for_one_person(world, exam):
    candidate = exam.candidates.get()
    candidates.give_extra_time(actor=world.p_school, candidate=candidate, minutes=15)
    attempt = exams.start_attempt(person=world.p_learner, exam=exam, now=NOW)
    assert attempt.deadline == NOW + timedelta(minutes=45)


def test_a_change_after_deadline_and_grace_is_refused_and_the_server_hands_in(exam, attempt):
    pk = exam.asked[0].pk
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["b"], seq=1)], page="p", now=attempt.deadline + GRACE)
    late = attempt.deadline + GRACE + timedelta(seconds=1)
    assert exams.save_changes(attempt=attempt, changes=[Change(pk, ["a"], seq=2)], page="p", now=late) is False
    assert exams.finish_overdue(now=late) == 1
    done = Attempt.objects.get()
    assert (kept(attempt), done.points, done.ended_by) == ({pk: ["b"]}, 5, EndedBy.TIME)


def test_one_attempt_that_cannot_be_handed_in_holds_up_no_other(world, exam, attempt, monkeypatch):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_reserve.pk])
    exams.start_attempt(person=world.p_reserve, exam=exam, now=NOW)
    settle = exams.settle

    def broken(one, **options):
        if one.pk == attempt.pk:
            raise RuntimeError("broken")
        return settle(one, **options)

    monkeypatch.setattr(exams, "settle", broken)
    assert exams.finish_overdue(now=NOW + timedelta(hours=1)) == 1
    assert Attempt.objects.under_way().get() == attempt
    monkeypatch.setattr(exams, "settle", settle)
    assert exams.finish_overdue(now=NOW + timedelta(hours=1)) == 1


def test_more_time_for_one_and_for_all(world, exam, attempt):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_reserve.pk])
    other = exams.start_attempt(person=world.p_reserve, exam=exam, now=NOW)
    end = NOW + timedelta(minutes=50)
    exam_setup.edit_exam(actor=None, exam=exam, closes_at=end)
    assert invigilation.extend(actor=world.p_school, exam=exam, attempt=attempt, minutes=5, now=NOW) == 1
    assert invigilation.extend(actor=world.p_school, exam=exam, minutes=10, now=NOW) == 2
    attempt.refresh_from_db()
    other.refresh_from_db()
    exam.refresh_from_db()
    assert (attempt.deadline, other.deadline, exam.closes_at) == (
        NOW + timedelta(minutes=45), NOW + timedelta(minutes=40), end + timedelta(minutes=10))
    gone = other.deadline + GRACE + timedelta(seconds=1)
    assert invigilation.extend(actor=world.p_school, exam=exam, attempt=other, minutes=10, now=gone) == 0


def test_ended_for_all_nothing_more_counts_and_what_was_saved_is_marked(world, exam, attempt):
    pk = exam.asked[0].pk
    exams.save_changes(attempt=attempt, changes=[Change(pk, ["b"], seq=1)], page="p", now=NOW)
    assert invigilation.end(actor=world.p_school, exam=exam, now=NOW) == 1
    assert exams.save_changes(attempt=attempt, changes=[Change(pk, ["a"], seq=2)], page="p", now=NOW) is False
    assert exams.finish_overdue(now=NOW) == 1
    done = Attempt.objects.get()
    assert (done.points, done.ended_by, exam.is_open) == (5, EndedBy.INVIGILATOR, False)


def test_nobody_watches_over_their_own_attempt(client, world, exam):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_school.pk])
    attempt = exams.start_attempt(person=world.p_school, exam=exam)
    client.force_login(world.p_school)
    for name in ("attempt-free", "attempt-extend", "attempt-end"):
        assert client.post(reverse(f"courses:{name}", args=[attempt.pk]), {"minutes": 10}).status_code == 403
    deadline = attempt.deadline
    invigilation.extend(actor=world.p_school, exam=exam, minutes=10)
    attempt.refresh_from_db()
    assert attempt.deadline == deadline


def test_a_named_invigilator_watches_one_exam_and_no_other(client, world, exam):
    other = exam_setup.create_exam(actor=None, organisation=world.east, title="另一场")
    candidates.name_invigilators(actor=world.p_school, exam=exam, people=[world.p_trainer])
    client.force_login(world.p_trainer)
    pages = [reverse("courses:exam-watch", args=[one.pk]) for one in (exam, other)]
    assert [client.get(page).status_code for page in pages] == [200, 404]
    candidates.name_invigilators(actor=world.p_school, exam=exam, people=[])
    assert client.get(pages[0]).status_code == 404


def test_the_invigilators_page_asks_the_same_for_one_and_for_many(client, world, exam, django_assert_num_queries):
    client.force_login(world.p_school)
    page = reverse("courses:exam-watch", args=[exam.pk])
    exams.start_attempt(person=world.p_learner, exam=exam)
    with django_assert_num_queries(WATCH):
        client.get(page)
    more = [world.p_reserve, world.p_outsider, world.p_liaison, world.p_trainer]
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[person.pk for person in more])
    for person in more[:3]:
        exams.save_answers(attempt=exams.start_attempt(person=person, exam=exam), answers=right(exam.asked))
    exams.submit_attempt(attempt=Attempt.objects.get(person=world.p_reserve))
    with django_assert_num_queries(WATCH):
        body = client.get(page).content.decode()
    assert (body.count('id="seat-'), counts_of(exam)) == (5, {"in": 3, "done": 1, "absent": 1})


WATCH = 15


# Release ---------------------------------------------------------------------------------------------------------------

def test_a_result_is_told_when_it_is_released_and_not_before(client, world, exam, attempt):
    exam_setup.edit_exam(
        actor=None, exam=exam, scores_after=Release.DECIDED, answers_after=Release.DECIDED, explanations_after=Release.DECIDED
    )
    client.force_login(world.p_learner)
    exams.submit_attempt(attempt=attempt, answers=right(exam.asked), now=NOW)
    result, answers = (reverse(f"courses:{name}", args=[attempt.pk]) for name in ("attempt-result", "attempt-answers"))
    pages = [result, reverse("courses:exam", args=[exam.pk]), reverse("courses:exams-mine")]
    assert [page for page in pages if "100%" in client.get(page).content.decode()] == []
    assert client.get(answers).status_code == 302
    exam_setup.release_results(actor=world.p_school, exam=exam, now=NOW)
    assert "100%" in client.get(result).content.decode()
    assert exam.asked[0].explanation in client.get(answers).content.decode()
    exam_setup.withdraw_results(actor=world.p_school, exam=exam)
    assert client.get(answers).status_code == 302


# Many at once ----------------------------------------------------------------------------------------------------------

@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["start", "submit"])
def test_fifty_at_once_make_one_attempt_and_one_result(world, act):
    exam, asked = make_exam(world)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk])
    if act == "submit":
        begun = exams.start_attempt(person=world.p_learner, exam=exam)
    found, barrier = [], threading.Barrier(50)

    def run():
        barrier.wait()
        try:
            if act == "start":
                found.append(exams.start_attempt(person=world.p_learner, exam=exam).pk)
            else:
                done = exams.submit_attempt(attempt=begun, answers=right(asked))
                found.append((done.pk, done.points, done.submitted_at))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Attempt.objects.count()) == (50, 1, 1)
