"""Exams of the demo district: a bank of all kinds, a drawn exam with a window, one in a room, attempts in every state."""

import random
from datetime import timedelta

from cms.demo import exam_bank
from courses.actions import exams
from courses.actions.candidates import admit_candidates, give_extra_time, name_invigilators
from courses.actions.exam_setup import create_exam, open_exam
from courses.actions.keying import key_in
from courses.actions.paper_setup import add_questions, save_rule, set_rubric
from courses.actions.printed_papers import draw_version
from courses.actions.question_states import lock_question, retire_question
from courses.actions.questions import add_question, create_bank
from courses.enums import Counting, ExamPlace, Release
from courses.models import Exam, ExamCandidate, PaperRule, Question
from courses.rules.question_lines import lettered, matched, ordered
from courses.rules.questions import Accepted, Content
from lms.people.models import Person

BANK = "基层党建综合题库"
DRAWN = "书记轮训阶段测试"
ROOM = "居民区书记能力考核"


def build_exams(root, accounts, *, now, seed):
    """Make the bank and its two exams; made once."""
    district = accounts["district"]
    if Exam.objects.filter(organisation=root, title=DRAWN).exists():
        return
    bank = create_bank(actor=district, organisation=root, title=BANK)
    for content in _contents():
        add_question(actor=district, bank=bank, content=content)
    _states(bank, accounts)
    drawn = _drawn(root, bank, accounts, now)
    room = _in_a_room(root, bank, accounts, now)
    people = list(Person.objects.filter(username__startswith="demo-secretary-").order_by("username")[:26])
    for exam, some in ((drawn, people), (room, people[:14])):
        admit_candidates(actor=district, exam=exam, person_ids=[accounts["learner"].pk, *(one.pk for one in some)])
    give_extra_time(
        actor=district, candidate=ExamCandidate.objects.get(exam=room, person=people[3]), minutes=15, reason="经街道党工委批准"
    )
    name_invigilators(actor=district, exam=room, people=[accounts["trainer"]])
    rng = random.Random(f"{seed}/exams")  # noqa: S311
    _sit_drawn(drawn, people, rng, now)
    _sit_in_the_room(room, people, rng, accounts, now)


def _states(bank, accounts):
    """A trainer's draft waits, one question was reviewed and locked, one is asked no more."""
    (theme, difficulty, stem, key, explanation), (old_theme, old_difficulty, old_stem, old_key, old) = exam_bank.WAITING
    add_question(actor=accounts["trainer"], bank=bank, draft=True, content=Content(
        kind="true_false", stem=stem, key=(key,), theme=theme, difficulty=difficulty, explanation=explanation, tags=("基础",)))
    retire_question(actor=accounts["district"], question=add_question(actor=accounts["district"], bank=bank, content=Content(
        kind="true_false", stem=old_stem, key=(old_key,), theme=old_theme, difficulty=old_difficulty, explanation=old)))
    lock_question(actor=accounts["district"], question=bank.questions.get(kind="case"))


def _contents():
    """All questions of the bank, as they would be typed."""
    about = {"author": "区委党校", "source": "轮训教学组"}
    for kind, rows in (("single", exam_bank.CHOICE), ("multiple", exam_bank.MULTIPLE)):
        for theme, difficulty, stem, options, key, explanation in rows:
            yield Content(kind=kind, stem=stem, options=lettered(options), key=tuple(key), theme=theme, difficulty=difficulty,
                          explanation=explanation, policy="share" if kind == "multiple" else "", tags=("轮训",), **about)
    for theme, difficulty, stem, key, explanation in exam_bank.TRUTH:
        yield Content(kind="true_false", stem=stem, key=(key,), theme=theme, difficulty=difficulty, explanation=explanation,
                      tags=("轮训", "基础"), **about)
    for theme, difficulty, stem, blanks, explanation in exam_bank.BLANKS:
        key = tuple(tuple(Accepted(text) for text in blank) for blank in blanks)
        yield Content(kind="fill_in", stem=stem, key=key, theme=theme, difficulty=difficulty, explanation=explanation, **about)
    for theme, difficulty, stem, pairs, explanation in exam_bank.PAIRS:
        options, rights, key = matched(pairs)
        yield Content(kind="matching", stem=stem, options=options, rights=rights, key=key, theme=theme, difficulty=difficulty,
                      explanation=explanation, **about)
    for theme, difficulty, stem, lines, explanation in exam_bank.ORDERS:
        options, rights, key = ordered([(line, "") for line in lines])
        yield Content(kind="ordering", stem=stem, options=options, key=key, theme=theme, difficulty=difficulty,
                      explanation=explanation, policy="share", **about)
    for theme, difficulty, kind, stem, model in exam_bank.WRITTEN:
        yield Content(kind=kind, stem=stem, key=(model,), theme=theme, difficulty=difficulty, tags=("联系实际",), **about)
    theme, difficulty, stem, explanation = exam_bank.CASE
    yield Content(kind="case", stem=stem, theme=theme, difficulty=difficulty, explanation=explanation, tags=("案例",), parts=(
        Content(kind="single", stem="书记第一步最好做什么？", key=("b",), options=lettered(
            ["在群里点名批评", "上门听堆物住户和邻居各自的难处", "再组织一次清理", "向上级打报告"])),
        Content(kind="multiple", stem="可以请哪些人一起商量？", key=("a", "b", "c"), policy="share", options=lettered(
            ["楼组长和住户代表", "物业", "社区民警", "不相干的商户"])),
        Content(kind="short", stem="写出你会提议的一条楼道公约，并说明怎样让它管用。", key=("约定具体，大家参与，有人检查，有反馈。",)),
    ), **about)


def _drawn(root, bank, accounts, now):
    exam = create_exam(
        actor=accounts["district"], organisation=root, title=DRAWN, minutes=30, attempts_allowed=2, counting=Counting.BEST,
        opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=9), shuffle_questions=True,
        answers_after=Release.CLOSED, explanations_after=Release.CLOSED,
    )
    for kind, theme, count, points in (
        ("single", "书记培训", 3, 5), ("single", "", 5, 5), ("multiple", "", 4, 8), ("true_false", "", 4, 3), ("fill_in", "", 1, 8),
        ("matching", "", 1, 8),
    ):
        save_rule(actor=accounts["district"], exam=exam, rule=PaperRule(
            bank=bank, kind=kind, theme=theme, count=count, points=points))
    open_exam(actor=accounts["district"], exam=exam, now=now)
    return exam


def _in_a_room(root, bank, accounts, now):
    district = accounts["district"]
    exam = create_exam(
        actor=district, organisation=root, title=ROOM, minutes=60, attempts_allowed=1, opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=6), place=ExamPlace.ROOM, one_device=True, notes_leaving=True,
        shuffle_questions=False, two_markers=True, scores_after=Release.DECIDED, answers_after=Release.DECIDED,
        explanations_after=Release.NEVER,
    )
    asked = Question.objects.for_papers().filter(bank=bank)
    some = [
        *asked.filter(kind="single", theme="群众工作").order_by("pk")[:3], *asked.filter(kind="multiple", theme="群众工作").order_by("pk")[:2],
    ]
    add_questions(actor=district, exam=exam, questions=some, points=8)
    add_questions(actor=district, exam=exam, questions=[asked.get(kind="case"), asked.get(kind="essay")], points=20)
    essay, case = exam.paper.get(question__kind="essay"), exam.paper.get(question__kind="case")
    set_rubric(actor=district, row=essay, rubric=[
        {"title": title, "points": points, "hint": hint} for title, points, hint in exam_bank.RUBRIC
    ])
    set_rubric(actor=district, row=case, rubric=[
        {"title": "约定具体", "points": 3, "hint": "一看就知道做什么、不做什么", "part": 3},
        {"title": "办法管用", "points": 3, "hint": "有人参与、有人检查、有反馈", "part": 3},
    ])
    open_exam(actor=district, exam=exam, now=now)
    return exam


def _answers(attempt, rng, skill):
    """Answers of somebody who knows ``skill`` (0 to 1) of it; what people mark is written out."""
    rows = Question.objects.in_bulk([item["question"] for item in attempt.paper])
    return {pk: answer for pk, row in rows.items() if (answer := _answer(row.content, rng, skill))}


def _answer(content, rng, skill):
    knows = rng.random() < skill
    if content.kind == "case":
        return [_answer(part, rng, skill) for part in content.parts]
    if content.kind == "essay":
        return ["上个月我们楼组的停车矛盾闹得厉害。我用轮训里“先听后议”的办法，分三次听了各方的想法，再请物业一起商量，定下错时停车的约定。"
                "现在基本不吵了，但外来车辆还管不住，下一步想和隔壁小区一起想办法。"]
    if content.kind == "short":
        return ["公共楼道不堆物，临时存放不过夜；楼组长每周看一次，结果贴在楼道口，做得好的楼层每季度表扬一次。"]
    if content.kind == "true_false":
        return [content.key[0] if knows else {"true": "false", "false": "true"}[content.key[0]]]
    if content.kind == "fill_in":
        return [blank[0].text if knows else "学习" for blank in content.key]
    if content.kind == "matching":
        return [list(pair) for pair in content.key] if knows else [list(pair) for pair in content.key[:2]]
    if content.kind == "ordering":
        order = content.key if knows else content.key[::-1]
        return [[key, place] for place, key in enumerate(order, start=1)]
    return list(content.key) if knows else [rng.choice(content.options).id]


def _sit_drawn(exam, people, rng, now):
    """Most have handed in, some twice; two are sitting, the rest have not begun."""
    for number, person in enumerate(people[:18]):
        for turn in range(2 if number % 6 == 1 else 1):
            began = now - timedelta(days=3 - turn, minutes=7 * number)
            attempt = exams.start_attempt(person=person, exam=exam, now=began)
            exams.submit_attempt(
                attempt=attempt, answers=_answers(attempt, rng, 0.45 + 0.2 * turn + 0.025 * number),
                now=began + timedelta(minutes=rng.randint(11, 26)),
            )
    for person in people[18:20]:
        attempt = exams.start_attempt(person=person, exam=exam, now=now - timedelta(minutes=6))
        half = list(_answers(attempt, rng, 0.7).items())[:8]
        exams.save_answers(attempt=attempt, answers=dict(half), now=now - timedelta(minutes=1))


def _sit_in_the_room(exam, people, rng, accounts, now):
    """Some have handed in and wait for their marks, one is sitting, one wrote on paper."""
    for person in people[:6]:
        attempt = exams.start_attempt(person=person, exam=exam, in_room=True, now=now - timedelta(minutes=50))
        exams.submit_attempt(attempt=attempt, answers=_answers(attempt, rng, 0.8), now=now - timedelta(minutes=rng.randint(4, 14)))
    exams.start_attempt(person=people[6], exam=exam, in_room=True, now=now - timedelta(minutes=12))
    printed = draw_version(actor=accounts["district"], exam=exam, now=now - timedelta(hours=2))
    rows = Question.objects.in_bulk([item["question"] for item in printed.paper])
    key_in(
        actor=accounts["district"], printed=printed, person=people[7], begun_at=now - timedelta(minutes=55), now=now,
        answers={pk: _answer(row.content, rng, 0.8) for pk, row in rows.items()},
    )
