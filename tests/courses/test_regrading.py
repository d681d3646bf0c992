"""A faulty question: preview and application agree, what was done can be taken back, and classes hear of changed results."""

import pytest
from django.utils import timezone

from courses.actions import questions, regrading
from courses.actions.answer_marks import correct_answer
from courses.changed_results import LISTENERS
from courses.models import Attempt, Regrade, RegradeLine
from courses.rules.questions import Content, Option
from courses.rules.regrading import Score, direction, rekey_refusal
from lms.audit.models import AuditEntry
from lms.notices.models import Notice

from .marking_making import crowd, make_essays, mark_all, sit

LINE = ("attempt_id", "points_before", "possible_before", "passed_before", "points_after", "possible_after", "passed_after")


@pytest.fixture
def made(world):
    return make_essays(world)


def prepare(world, made, remedy, question=None, reason="题目有误", role="subdistrict"):
    return regrading.prepare_regrade(
        actor=world.people[role], exam=made.exam, question=question or made.single, remedy=remedy, reason=reason
    )


def apply(world, made, remedy, **fields):
    found = prepare(world, made, remedy, **fields)
    regrading.apply_regrade(actor=world.people["subdistrict"], regrade=found)
    return Regrade.objects.get(pk=found.pk)


def lines(regrade):
    return [tuple(row) for row in regrade.lines.order_by("attempt_id").values_list(*LINE)]


TWO = (Option("a", "甲"), Option("b", "乙"))


@pytest.mark.parametrize(("old", "new", "code"), [
    (Content("single", "题", TWO, key=("a",)), Content("single", "题改", TWO[::-1], key=("b",)), ""),
    (Content("single", "题", TWO), Content("multiple", "题", TWO), "other_kind"),
    (Content("single", "题", TWO), Content("single", "题", (*TWO, Option("c", "丙"))), "other_options"),
    (Content("case", "题", parts=(Content("single", "问", TWO),)), Content("case", "题", parts=(Content("short", "问"),)),
     "other_kind"),
    (Content("case", "题", parts=(Content("short", "问"),)), Content("case", "题"), "other_options"),
])
def test_which_version_may_mark_in_place_of_another(old, new, code):
    assert rekey_refusal(old, new) == code


@pytest.mark.parametrize(("before", "after", "word"), [
    ((5, 10, False), (6, 10, True), "passes"), ((6, 10, True), (5, 10, False), "fails"), ((6, 10, True), (6, 8, True), "more"),
    ((6, 10, True), (7, 20, True), "less"), ((None, 10, None), (6, 10, True), "marked"),
    ((6, 10, True), (None, 10, None), "waits"), ((6, 10, True), (3, 5, True), "same"),
])
def test_what_became_of_an_attempt_in_a_word(before, after, word):
    assert direction(Score(*before), Score(*after)) == word


@pytest.mark.parametrize(("remedy", "after"), [("void", (24, 30, True)), ("full", (34, 40, True))])
def test_the_preview_is_what_is_then_written(world, made, remedy, after):
    wrong = sit(made, world.people["learner"], single="b")
    waiting = sit(made, world.people["reserve"], single="b")
    mark_all(made, world.people["school"], wrong)
    found = prepare(world, made, remedy)
    assert (found.state, found.looked_at) == ("ready", 2)
    Attempt.objects.get(pk=wrong.pk, points=24, points_possible=40, passed=True)
    shown = lines(found)
    expected = [(wrong.pk, 24, 40, True, *after)]
    if remedy == "void":
        expected.append((waiting.pk, None, 40, None, None, 30, None))
    assert shown == expected
    found = regrading.apply_regrade(actor=world.people["subdistrict"], regrade=found)
    assert (found.state, lines(found)) == ("applied", shown)
    assert Attempt.objects.filter(pk=wrong.pk, points=after[0], points_possible=after[1], passed=after[2]).exists()
    assert AuditEntry.objects.filter(verb="exam.regrade").count() == 1
    regrading.apply_regrade(actor=world.people["subdistrict"], regrade=found)
    regrading.carry_out(regrade=found)
    assert (AuditEntry.objects.filter(verb="exam.regrade").count(), lines(found)) == (1, shown)


def test_a_worker_that_died_half_way_is_followed_by_one_that_finishes(world, made, monkeypatch):
    sit(made, world.people["learner"], text="", first="")
    crowd(made, 5)
    for attempt in Attempt.objects.all():
        correct_answer(actor=world.people["school"], attempt=attempt, question_id=made.essay.pk, points=9, reason="统一")
        correct_answer(actor=world.people["school"], attempt=attempt, question_id=made.case.pk, points=9, reason="统一")
    found = prepare(world, made, "full")
    shown = lines(found)
    assert len(shown) == 3
    monkeypatch.setattr(regrading, "CHUNK", 2)
    calls, real = [], regrading._carry_out

    def dying(regrade, ids):
        if len(calls) == 1:
            calls.append("died")
            raise RuntimeError
        calls.append(ids)
        real(regrade, ids)

    monkeypatch.setattr(regrading, "_carry_out", dying)
    with pytest.raises(RuntimeError):
        regrading.carry_out(regrade=_applying(found))
    assert Regrade.objects.get(pk=found.pk).state == "applying"
    regrading.carry_out(regrade=Regrade.objects.get(pk=found.pk))
    found.refresh_from_db()
    assert (found.state, found.looked_at, lines(found)) == ("applied", 6, shown)


def _applying(found):
    RegradeLine.objects.filter(regrade=found).delete()
    Regrade.objects.filter(pk=found.pk).update(state="applying", at=timezone.now())
    return Regrade.objects.select_related("exam", "by").get(pk=found.pk)


def test_marking_by_the_newest_version_and_taking_it_back(world, made):
    attempt = sit(made, world.people["learner"], single="b")
    mark_all(made, world.people["school"], attempt)
    with pytest.raises(regrading.RegradeRefused) as caught:
        prepare(world, made, "rekey")
    assert caught.value.code == "no_newer"
    questions.revise_question(
        actor=None, question=made.single, kind="single", stem=made.single.stem, options=made.single.options, key=["b"]
    )
    apply(world, made, "rekey", reason="答案标错了")
    attempt.refresh_from_db()
    assert attempt.points == 34
    undone = apply(world, made, "none", reason="原来的答案是对的")
    attempt.refresh_from_db()
    assert (attempt.points, lines(undone)) == (24, [(attempt.pk, 34, 40, True, 24, 40, True)])
    with pytest.raises(regrading.RegradeRefused) as caught:
        prepare(world, made, "none")
    assert caught.value.code == "nothing"
    assert list(made.exam.regrades.values_list("remedy", "state")) == [("rekey", "applied"), ("none", "applied")]


def test_of_several_regradings_the_one_applied_last_counts(world, made):
    attempt = sit(made, world.people["learner"], single="b")
    mark_all(made, world.people["school"], attempt)
    older = prepare(world, made, "void")
    apply(world, made, "full")
    regrading.apply_regrade(actor=world.people["subdistrict"], regrade=older)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.points_possible) == (24, 30)


def test_an_attempt_that_waits_is_marked_when_its_essay_is_left_out_and_waits_again_when_that_is_taken_back(world, made):
    attempt = sit(made, world.people["learner"], first="")
    apply(world, made, "void", question=made.essay)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.points_possible, attempt.passed) == (10, 20, False)
    apply(world, made, "none", question=made.essay)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.marked_at, attempt.passed) == (None, None, None)


def test_an_attempt_handed_in_later_is_marked_by_what_stands(world, made):
    sit(made, world.people["learner"], text="", first="", single="b")
    apply(world, made, "full")
    later = sit(made, world.people["reserve"], text="", first="", single="b")
    assert later.points == 10


def test_what_is_refused(world, made):
    attempt = sit(made, world.people["learner"])
    other = questions.add_question(actor=None, bank=made.bank, kind="true_false", stem="没考过。", key=["true"])
    sit(made, world.people["subdistrict"])
    for code, fields in [
        ("reason", {"reason": " ", "role": "district"}), ("not_there", {"question": other, "role": "district"}), ("own", {}),
    ]:
        with pytest.raises(regrading.RegradeRefused) as caught:
            prepare(world, made, "void", **fields)
        assert caught.value.code == code
    assert (Regrade.objects.count(), attempt.points) == (0, None)


def test_a_preview_is_discarded_and_what_counts_is_not(world, made):
    sit(made, world.people["learner"], text="", first="", single="b")
    assert regrading.discard_regrade(actor=world.people["school"], regrade=prepare(world, made, "void")) is True
    applied = apply(world, made, "void")
    assert regrading.discard_regrade(actor=world.people["school"], regrade=applied) is False
    assert list(Regrade.objects.values_list("pk", flat=True)) == [applied.pk]


def test_candidates_who_know_their_result_and_listeners_hear_of_the_change(world, made):
    changed = sit(made, world.people["learner"], text="", first="", single="b")
    sit(made, world.people["reserve"], text="", first="", single="a")
    heard = []
    LISTENERS.append(lambda **told: heard.append((told["people"], told["exam"].pk, told["why"])))
    try:
        apply(world, made, "full")
    finally:
        LISTENERS.pop()
    assert heard == [([changed.person_id], made.exam.pk, "题目有误")]
    assert list(Notice.objects.values_list("person_id", "kind")) == [(changed.person_id, "exam.result_changed")]


def test_many_attempts_are_previewed_and_settled_by_a_worker(
    world, made, monkeypatch, django_capture_on_commit_callbacks
):
    sit(made, world.people["learner"], text="", first="", single="b")
    crowd(made, 3)
    monkeypatch.setattr(regrading, "AT_ONCE", 2)
    with django_capture_on_commit_callbacks(execute=True):
        found = prepare(world, made, "void")
    found.refresh_from_db()
    assert (found.state, found.looked_at, found.lines.count()) == ("ready", 4, 4)
    with django_capture_on_commit_callbacks(execute=True):
        regrading.apply_regrade(actor=world.people["subdistrict"], regrade=found)
    found.refresh_from_db()
    assert (found.state, found.lines.count()) == ("applied", 4)


@pytest.mark.parametrize("many", [1, 60])
def test_preview_and_application_ask_as_much_for_one_attempt_as_for_many(
    world, made, many, django_assert_num_queries
):
    sit(made, world.people["learner"], text="", first="")
    if many > 1:
        crowd(made, many - 1)
    regrade = Regrade.objects.create(exam=made.exam, question=made.single, remedy="void", reason="题目有误", by=world.p_district)
    with django_assert_num_queries(PREVIEW):
        regrading.preview_regrade(regrade=regrade)
    regrade = _applying(regrade)
    with django_assert_num_queries(CARRY_OUT):
        regrading.carry_out(regrade=regrade)
    assert regrade.lines.count() == many


PREVIEW = 10
CARRY_OUT = 20
