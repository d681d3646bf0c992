"""An exam that people mark: an essay of 20 points, a case with one part for people and one for rules, and a single choice."""

from types import SimpleNamespace

from courses.actions import exam_setup, exams, questions
from courses.actions.answer_marks import claim_next, save_mark
from courses.actions.candidates import admit_candidates
from courses.actions.marking import settle_all
from courses.models import Attempt, AttemptAnswer
from lms.people import actions
from lms.people.models import Person

RUBRIC = [{"title": "观点", "points": 12, "hint": "有没有<自己>的想法"}, {"title": "文字", "points": 8}]


def make_essays(world, rubric=RUBRIC, case_rubric=(), **fields):
    """The exam with ``essay``, ``case`` and ``single``; marked by ``school``, ``subdistrict`` and ``district``."""
    actor = world.people["subdistrict"]
    bank = questions.create_bank(actor=actor, organisation=world.east, title="论述题库")
    options = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]
    essay = questions.add_question(actor=actor, bank=bank, kind="essay", stem="怎样把楼组组织起来？", key=["走访、商量、共治"])
    case = questions.add_question(actor=actor, bank=bank, kind="case", stem="某小区停车难。", parts=[
        {"kind": "short", "stem": "先做什么？", "key": ["听居民的"]},
        {"kind": "single", "stem": "谁来牵头？", "options": options, "key": ["a"]},
    ])
    single = questions.add_question(actor=actor, bank=bank, kind="single", stem="主题党日多久一次？", options=options, key=["a"])
    exam = exam_setup.create_exam(actor=actor, organisation=world.east, title="书记论述考试", **fields)
    exam_setup.set_paper(
        actor=actor, exam=exam, items=[(essay, 20), (case, 10), (single, 10)],
        rubrics={essay.pk: rubric, case.pk: list(case_rubric)},
    )
    exam_setup.open_exam(actor=actor, exam=exam)
    exam.refresh_from_db()
    return SimpleNamespace(exam=exam, essay=essay, case=case, single=single, bank=bank)


def sit(made, person, text="我们支部从一幢楼开始。", first="先听居民的。", single="a"):
    """``person`` sits the exam and hands it in; an empty text leaves that answer out."""
    admit_candidates(actor=None, exam=made.exam, person_ids=[person.pk])
    attempt = exams.start_attempt(person=person, exam=made.exam)
    answers = {made.single.pk: [single]}
    if text:
        answers[made.essay.pk] = [text]
    if first:
        answers[made.case.pk] = [[first], ["a"]]
    return exams.submit_attempt(attempt=attempt, answers=answers)


def crowd(made, count, *, begin=0, branch=None):
    """``count`` attempts of as many people, by bulk: every other one chose wrongly."""
    people = Person.objects.bulk_create([
        Person(name=f"考生{number}", username=f"crowd-{number}") for number in range(begin, begin + count)
    ])
    if branch is not None:
        for person in people:
            actions.appoint(actor=None, person=person, organisation=branch, position="member")
    first = Attempt.objects.filter(exam=made.exam).order_by("pk").first()
    attempts = Attempt.objects.bulk_create([
        Attempt(exam=made.exam, person=person, number=1, paper=first.paper, deadline=first.deadline,
                submitted_at=first.submitted_at, points_possible=40) for person in people
    ])
    AttemptAnswer.objects.bulk_create([
        AttemptAnswer(attempt=attempt, question=question, chosen=chosen)
        for number, attempt in enumerate(attempts)
        for question, chosen in [
            (made.essay, [f"第{number}篇"]), (made.case, [["听"], ["a"]]), (made.single, ["a" if number % 2 else "b"]),
        ]
    ])
    settle_all(attempts)
    return attempts


def mark_all(made, marker, attempt, *, essay=15, part=4, now=None):
    """``marker`` marks essay and case of ``attempt``."""

    for question, at, points in ((made.essay, 0, essay), (made.case, 1, part)):
        claim = hold(made, marker, attempt, question, at)
        save_mark(actor=marker, claim=claim, points=points, now=now)


def hold(made, marker, attempt, question, part=0):
    """Hold exactly this answer for ``marker``, skipping others."""

    claim = claim_next(actor=marker, exam=made.exam, question_id=question.pk, part=part)
    seen = set()
    while claim is not None and claim.answer.attempt_id != attempt.pk and claim.answer_id not in seen:
        seen.add(claim.answer_id)
        claim = claim_next(actor=marker, exam=made.exam, question_id=question.pk, part=part, skipped=claim.answer_id)
    assert claim is not None, "nothing waits"
    return claim
