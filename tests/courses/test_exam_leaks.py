"""No byte that tells a right answer reaches a candidate before its release: everything they can reach is read for canaries."""

import json
import re
from collections import deque
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import candidates, exam_setup, exams, questions
from courses.enums import Release
from courses.models import Attempt
from courses.rules.question_lines import lettered, matched
from courses.rules.questions import Accepted, Content

WORD = "CANARY7f3a"
LINK = re.compile(r"""(?:href|src|action|data-save|data-submit|data-review|hx-get)=["'](/[^"'#]*)""")
# Ways out of the session, and addresses of files that hold no question.
LEFT_OUT = re.compile(r"^/(logout|language|theme|text-size|static|media|cms|admin|offline|sw\.js|manifest)")
MOST = 150


def guarded():
    """One question of each kind whose key and explanation hold the canary wherever they hold a text."""
    lefts, rights, key = matched([("甲", "子"), ("乙", "丑")])
    about = {"explanation": f"{WORD} 因为", "author": WORD, "source": WORD}
    return [
        Content(kind="single", stem="单选", options=lettered(["甲", "乙"]), key=("a",), **about),
        Content(kind="multiple", stem="多选", options=lettered(["甲", "乙", "丙"]), key=("a", "c"), **about),
        Content(kind="true_false", stem="判断", key=("false",), **about),
        Content(kind="fill_in", stem="填___", key=((Accepted(f"{WORD}答"), Accepted("答")),), **about),
        Content(kind="matching", stem="配对", options=lefts, rights=rights, key=key, **about),
        Content(kind="ordering", stem="排序", options=lettered(["一", "二", "三"]), key=("a", "b", "c"), **about),
        Content(kind="short", stem="简答", key=(f"{WORD} 要点",), **about),
        Content(kind="essay", stem="论述", key=(f"{WORD} 范文",), **about),
        Content(kind="case", stem="案例", explanation=f"{WORD} 分析", parts=(
            Content(kind="single", stem="谁？", options=lettered(["书记", "居民"]), key=("a",), explanation=f"{WORD} 书记"),
            Content(kind="fill_in", stem="每月___次", key=((Accepted(f"{WORD}一"),),)),
        )),
    ]


@pytest.fixture
def exam(world):
    staff = world.p_subdistrict
    bank = questions.create_bank(actor=staff, organisation=world.east, title=f"题库 {WORD}")
    made = exam_setup.create_exam(
        actor=staff, organisation=world.east, title="结业考试", attempts_allowed=1, scores_after=Release.DECIDED,
        answers_after=Release.DECIDED, explanations_after=Release.DECIDED,
    )
    exam_setup.set_paper(actor=staff, exam=made, items=[
        (questions.add_question(actor=staff, bank=bank, content=content), 5) for content in guarded()
    ])
    exam_setup.open_exam(actor=staff, exam=made)
    candidates.admit_candidates(actor=staff, exam=made, person_ids=[world.p_learner.pk])
    return made


def crawl(client, *starts):
    """Read all that can be reached by links from ``starts``: ``{address: body}``, headers among it."""
    seen, waiting = {}, deque(starts)
    while waiting and len(seen) < MOST:
        address = unescape(waiting.popleft())
        if address in seen or LEFT_OUT.match(address):
            continue
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if getattr(response, "file_to_stream", None):
            response.file_to_stream.close()
        seen[address] = f"{response.headers} {body.decode('utf-8', 'replace')}"
        waiting += [response.headers["Location"]] if "Location" in response.headers else LINK.findall(seen[address])
    return seen


def where(client, exam, *more):
    """Return the addresses that hold the canary, of all that a candidate reaches from any page or can guess."""
    guesses = [
        reverse(f"courses:{name}", args=[row.question_id]) for row in exam.paper.all()
        for name in ("question-preview", "question-edit")
    ] + [reverse("courses:bank", args=[exam.paper.first().question.bank_id]), reverse("courses:exam-desk", args=[exam.pk]),
         reverse("courses:exam-paper", args=[exam.pk]), f"/search/?q={WORD}", f"/courses/?q={WORD}"]
    found = crawl(client, "/my/", "/exams/", f"/exams/{exam.pk}/", *more, *guesses)
    return sorted(address for address, text in found.items() if WORD in text.replace(f"q={WORD}", "")), found


def test_no_key_reaches_a_candidate_before_its_release(client, world, exam):
    client.force_login(world.p_learner)
    held, seen = where(client, exam)
    assert held == []
    client.post(f"/exams/{exam.pk}/")
    attempt = Attempt.objects.get()
    pages = [f"/exams/attempts/{attempt.pk}/{end}" for end in ("", "review/", "result/", "answers/")]
    held, seen = where(client, exam, *pages)
    assert held == []
    assert f"/exams/attempts/{attempt.pk}/review/" in seen
    essay = exam.paper.get(question__kind="essay").question_id
    change = {"q": essay, "seq": 1, "fields": {f"q{essay}": ["我的体会"]}}
    saved = client.post(f"{pages[0]}save/", {"page": "p", "changes": json.dumps([change])})
    assert WORD not in saved.content.decode()
    client.post(f"{pages[0]}hand-in/")
    held, seen = where(client, exam, *pages)
    assert held == []
    assert seen[pages[3]].count("Location") == 1  # led back to the result
    exam_setup.release_results(actor=world.p_subdistrict, exam=exam, now=timezone.now())
    held, _ = where(client, exam, *pages)
    assert held == []  # the essay waits for a person: there is no result that could be released


def test_after_its_release_the_key_stands_where_it_should_and_nowhere_else(client, world, exam):
    client.force_login(world.p_learner)
    attempt = exams.start_attempt(person=world.p_learner, exam=exam)
    exams.submit_attempt(attempt=attempt)  # nothing was written, so nobody has to mark it
    exam_setup.release_results(actor=world.p_subdistrict, exam=exam, now=timezone.now())
    answers = f"/exams/attempts/{attempt.pk}/answers/"
    held, seen = where(client, exam, f"/exams/attempts/{attempt.pk}/result/", answers)
    assert held == [answers]
    for text in ("因为", "要点", "范文", "书记", "分析", f"{WORD}答", f"{WORD}一"):
        assert text in seen[answers]


def test_answers_and_explanations_are_released_apart(client, world, exam):
    exam_setup.edit_exam(
        actor=None, exam=exam, scores_after=Release.HANDED_IN, answers_after=Release.HANDED_IN, explanations_after=Release.NEVER
    )
    client.force_login(world.p_learner)
    attempt = exams.submit_attempt(attempt=exams.start_attempt(person=world.p_learner, exam=exam))
    body = client.get(f"/exams/attempts/{attempt.pk}/answers/").content.decode()
    assert (f"{WORD}答" in body, f"{WORD} 因为" in body) == (True, False)


def test_other_candidates_and_visitors_see_nothing_of_it(client, world, exam):
    attempt = exams.submit_attempt(attempt=exams.start_attempt(person=world.p_learner, exam=exam))
    exam_setup.release_results(actor=world.p_subdistrict, exam=exam, now=timezone.now())
    pages = [f"/exams/attempts/{attempt.pk}/{end}" for end in ("", "result/", "answers/")]
    assert where(client, exam, *pages)[0] == []
    client.force_login(world.p_outsider)
    assert where(client, exam, *pages)[0] == []
