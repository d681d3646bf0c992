"""People's marking: one or two markers and a third, held answers, own attempts, corrections, and what candidates hear."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.actions.answer_marks import HELD_FOR, MarkRefused, claim_next, correct_answer, last_marked, save_mark
from courses.actions.result_notices import tell_due
from courses.changed_results import LISTENERS
from courses.models import AnswerMark, AttemptAnswer, MarkClaim
from courses.queries.marking import exams_to_mark, groups_of
from courses.rules.marking import PaperQuestion, Reason, mark
from courses.rules.queue import after, in_order, seats, stage
from courses.rules.results import MarkingRules, Opinion
from lms.audit.models import AuditEntry
from lms.notices.models import Notice

from .marking_making import hold, make_essays, mark_all, sit


@pytest.fixture
def made(world):
    return make_essays(world)


def counts(made, user):
    return [(group.number, group.part, group.answers, group.done, dict(group.waiting)) for group in
            groups_of(made.exam, user)]


TWO = MarkingRules(two_markers=True, third_from_percent=25)


@pytest.mark.parametrize(("opinions", "marker", "turn"), [
    ([], 1, "first"), ([Opinion(1, 5)], 1, ""), ([Opinion(1, 5)], 2, "second"),
    ([Opinion(1, 5), Opinion(2, 6)], 3, ""), ([Opinion(1, 2), Opinion(2, 9)], 3, "third"),
    ([Opinion(1, 2), Opinion(2, 9)], 2, ""), ([Opinion(1, 2), Opinion(2, 9), Opinion(3, 5, True)], 4, ""),
])
def test_whose_turn_it_is(opinions, marker, turn):
    assert stage(opinions, marker=marker, possible=10, rules=TWO) == turn


def test_seats_and_the_order_that_tells_nothing():
    assert (seats("first", TWO), seats("third", TWO), seats("first", MarkingRules())) == ((1, 2), (3,), (1,))
    ids = list(range(50))
    assert sorted(in_order(ids, secret="a")) == ids
    assert in_order(ids, secret="a") == in_order(reversed(ids), secret="a")
    assert len({tuple(in_order(ids, secret=secret)) for secret in "abc"} | {tuple(ids)}) == 4
    assert (after([3, 1, 2], 1), after([3, 1, 2], 9)) == ([2, 3, 1], [3, 1, 2])


def test_a_correction_stands_against_rules_and_people_but_not_against_a_remedy():
    question = PaperQuestion(1, "single", ("a", "b"), ("b",), 5)
    assert mark(question, ["b"], corrected=2).trace == (Reason("corrected", 2, 5),)
    assert mark(PaperQuestion(1, "single", ("a",), ("a",), 5, remedy="full"), ["b"], corrected=2).points == 5


def test_the_last_answer_settles_the_attempt_and_the_candidate_hears_once(world, made):
    school, learner = world.people["school"], world.people["learner"]
    attempt = sit(made, learner)
    assert (attempt.points, attempt.marked_at) == (None, None)
    claim = hold(made, school, attempt, made.essay)
    first = save_mark(actor=school, claim=claim, points=17, scores=[10, 7], comment="有想法")
    attempt.refresh_from_db()
    assert (attempt.points, AttemptAnswer.objects.get(pk=claim.answer_id).points) == (None, 17)
    save_mark(actor=school, claim=hold(made, school, attempt, made.case, 1), points=4)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.points_possible, attempt.passed) == (17 + 4 + 5 + 10, 40, True)
    assert attempt.told_at == attempt.marked_at
    assert list(Notice.objects.values_list("person_id", "kind")) == [(learner.pk, "exam.result")]
    assert (first.scores, first.settles, first.part) == ([10, 7], False, 0)
    assert tell_due() == 0
    assert AuditEntry.objects.filter(verb="exam.mark").count() == 2


def test_points_out_of_range_and_saving_the_same_again(world, made):
    school = world.people["school"]
    claim = hold(made, school, sit(made, world.people["learner"]), made.essay)
    for points in (-1, 21):
        with pytest.raises(MarkRefused) as caught:
            save_mark(actor=school, claim=claim, points=points)
        assert caught.value.code == "points"
    save_mark(actor=school, claim=claim, points=20)
    save_mark(actor=school, claim=claim, points=20)
    assert AnswerMark.objects.count() == 1
    save_mark(actor=school, claim=claim, points=12)
    assert list(AnswerMark.objects.values_list("points", flat=True)) == [20, 12]


def test_after_the_result_is_known_a_change_needs_a_reason_and_stands_in_the_trail(world, made, settings):
    settings.SECOND_PERSON = ["none"]
    school, heard = world.people["school"], []
    attempt = sit(made, world.people["learner"])
    mark_all(made, school, attempt)
    claim = last_marked(actor=school, exam=made.exam, question_id=made.essay.pk, part=0)
    with pytest.raises(MarkRefused) as caught:
        save_mark(actor=school, claim=claim, points=5)
    assert caught.value.code == "reason"
    LISTENERS.append(lambda **told: heard.append((told["people"], told["why"])))
    try:
        save_mark(actor=school, claim=claim, points=5, reason="看漏了一段")
    finally:
        LISTENERS.pop()
    attempt.refresh_from_db()
    assert (attempt.points, heard) == (5 + 4 + 5 + 10, [([attempt.person_id], "看漏了一段")])
    assert AuditEntry.objects.filter(verb="exam.mark_change").count() == 1
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["exam.result", "exam.result_changed"]


def test_two_markers_who_are_close_meet_and_a_third_decides_where_they_are_not(world, settings):
    settings.SECOND_PERSON = ["none"]
    made = make_essays(world, two_markers=True, third_from_percent=25)
    school, subdistrict, district = (world.people[role] for role in ("school", "subdistrict", "district"))
    attempt = sit(made, world.people["learner"], first="")
    save_mark(actor=school, claim=hold(made, school, attempt, made.essay), points=6)
    assert counts(made, school) == [(1, 0, 1, 0, {"first": 0, "second": 0, "third": 0})]
    assert counts(made, subdistrict) == [(1, 0, 1, 0, {"first": 0, "second": 1, "third": 0})]
    claim = hold(made, subdistrict, attempt, made.essay)
    save_mark(actor=subdistrict, claim=claim, points=11)
    attempt.refresh_from_db()
    assert (attempt.marked_at, counts(made, district)[0][4]) == (None, {"first": 0, "second": 0, "third": 1})
    assert claim_next(actor=school, exam=made.exam, question_id=made.essay.pk, part=0) is None
    save_mark(actor=subdistrict, claim=claim, points=9)  # thought again before a third was asked: 6 and 9 are close
    attempt.refresh_from_db()
    assert attempt.points == 8 + 10
    save_mark(actor=subdistrict, claim=claim, points=18, reason="再看一遍")
    third = hold(made, district, attempt, made.essay)
    assert third.seat == 3
    assert save_mark(actor=district, claim=third, points=15).settles is True
    attempt.refresh_from_db()
    assert attempt.points == 15 + 10


def test_nobody_marks_or_corrects_their_own(world, made):
    school = world.people["school"]
    own = sit(made, school)
    assert claim_next(actor=school, exam=made.exam, question_id=made.essay.pk, part=0) is None
    assert (groups_of(made.exam, school), list(exams_to_mark(school))) == ([], [])
    forged = MarkClaim.objects.create(
        answer=own.answers.get(question=made.essay), seat=1, marker=school, until=timezone.now() + HELD_FOR
    )
    with pytest.raises(MarkRefused) as marked:
        save_mark(actor=school, claim=forged, points=20)
    with pytest.raises(MarkRefused) as corrected:
        correct_answer(actor=school, attempt=own, question_id=made.single.pk, points=10, reason="对的")
    assert (marked.value.code, corrected.value.code, AnswerMark.objects.count()) == ("own", "own", 0)


def test_a_claim_that_ran_out_is_given_to_the_next_and_the_late_one_is_told(world, made):
    school, district, now = world.people["school"], world.people["district"], timezone.now()
    sit(made, world.people["learner"])
    wanted = {"exam": made.exam, "question_id": made.essay.pk, "part": 0}
    claim = claim_next(actor=school, **wanted, now=now)
    assert claim_next(actor=district, **wanted, now=now + HELD_FOR - timedelta(seconds=1)) is None
    later = now + HELD_FOR + timedelta(seconds=1)
    assert claim_next(actor=district, **wanted, now=later).answer_id == claim.answer_id
    with pytest.raises(MarkRefused) as caught:
        save_mark(actor=school, claim=claim, points=3, now=later)
    assert (caught.value.code, AnswerMark.objects.count()) == ("lost", 0)


def test_a_claim_that_ran_out_and_nobody_took_still_saves(world, made):
    school, now = world.people["school"], timezone.now()
    claim = hold(made, school, sit(made, world.people["learner"]), made.essay)
    save_mark(actor=school, claim=claim, points=3, now=now + 3 * HELD_FOR)
    assert AnswerMark.objects.get().points == 3


def test_skipping_comes_round_again_and_back_leads_to_the_last(world, made):
    school = world.people["school"]
    for key in ("learner", "reserve", "outsider"):
        sit(made, world.people[key])
    wanted = {"exam": made.exam, "question_id": made.essay.pk, "part": 0}
    first = claim_next(actor=school, **wanted)
    second = claim_next(actor=school, **wanted, skipped=first.answer_id)
    third = claim_next(actor=school, **wanted, skipped=second.answer_id)
    again = claim_next(actor=school, **wanted, skipped=third.answer_id)
    assert len({first.answer_id, second.answer_id, third.answer_id}) == 3
    assert again.answer_id == first.answer_id
    save_mark(actor=school, claim=again, points=1)
    more = claim_next(actor=school, **wanted)
    save_mark(actor=school, claim=more, points=2)
    last = last_marked(actor=school, **wanted)
    assert last == more
    assert last_marked(actor=school, **wanted, before=last) == again


def test_a_correction_by_hand_outlives_marking_and_can_be_made_where_nothing_was_answered(world, made):
    school, district = world.people["school"], world.people["district"]
    attempt = sit(made, world.people["learner"], text="", single="b")
    save_mark(actor=school, claim=hold(made, school, attempt, made.case, 1), points=5)
    correct_answer(actor=district, attempt=attempt, question_id=made.single.pk, points=10, reason="题面有歧义")
    correct_answer(actor=district, attempt=attempt, question_id=made.essay.pk, points=3, reason="写在了纸上")
    attempt.refresh_from_db()
    assert attempt.points == 10 + 10 + 3
    with pytest.raises(MarkRefused) as caught:
        correct_answer(actor=district, attempt=attempt, question_id=made.single.pk, points=10, reason=" ")
    assert caught.value.code == "reason"
    correct_answer(actor=district, attempt=attempt, question_id=made.single.pk, points=0, reason="还是错的")
    attempt.refresh_from_db()
    assert attempt.points == 13


@pytest.mark.parametrize(("release", "heard"), [("handed_in", 1), ("closed", 0), ("decided", 0)])
def test_candidates_hear_when_scores_are_out(world, release, heard):
    made = make_essays(world, scores_after=release)
    mark_all(made, world.people["school"], sit(made, world.people["learner"]))
    assert Notice.objects.count() == heard
    made.exam.is_open, made.exam.released_at = False, timezone.now()
    made.exam.save()
    assert tell_due() == 1 - heard
    assert (tell_due(), Notice.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("two", "held"), [(False, 1), (True, 2)])
def test_many_markers_at_once_hold_no_more_seats_than_are_wanted(world, two, held):
    made = make_essays(world, two_markers=two)
    sit(made, world.people["learner"])
    markers = [world.people[role] for role in ("school", "subdistrict", "district", "trainer")]
    found, barrier = [], threading.Barrier(len(markers))

    def work(person):
        barrier.wait()
        try:
            claim = claim_next(actor=person, exam=made.exam, question_id=made.essay.pk, part=0)
            found.append(claim.pk if claim else None)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in markers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = [pk for pk in found if pk is not None]
    assert (len(found), len(got), len(set(got)), MarkClaim.objects.count()) == (4, held, held, held)


@pytest.mark.django_db(transaction=True)
def test_both_opinions_saved_at_once_settle_the_attempt_once(world):
    made = make_essays(world, two_markers=True)
    attempt = sit(made, world.people["learner"], first="")
    markers = [world.people["school"], world.people["district"]]
    claims = [hold(made, person, attempt, made.essay) for person in markers]
    errors, barrier = [], threading.Barrier(2)

    def work(person, claim):
        barrier.wait()
        try:
            save_mark(actor=person, claim=claim, points=12)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(markers, claims, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    attempt.refresh_from_db()
    assert (errors, attempt.points, AnswerMark.objects.count(), Notice.objects.count()) == ([], 22, 2, 1)
