"""An exam for a hall: 300 people begin within a minute, answer 20 questions with every answer saved, and hand in together.

``python -m benchmarks.exam_day``. A server of two processes on the benchmark's own database; each candidate is a thread that
sends what the page of a sitting sends, with the pauses of somebody who reads; then the same while another process writes
workbooks of attendance one after the other, as a worker does it. What the server said it has kept goes into a
journal, and is compared with what is there afterwards.
"""

import json
import random
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.client import HTTPException

from benchmarks.check_in import exporting, load, many_marks
from benchmarks.harness import cookie_of, emit, fresh_database, server, visit

PEOPLE, QUESTIONS, MARKS = 300, 20, 200_000
BEGIN_WITHIN = 60  # seconds
PAUSE = 5  # seconds between two answers of a person


@dataclass
class Journal:
    """What was acknowledged: ``answers`` by attempt and question, ``handed_in`` attempts; how long requests took; errors."""

    answers: dict = field(default_factory=dict)
    handed_in: set = field(default_factory=set)
    times: dict = field(default_factory=lambda: defaultdict(list))
    errors: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, what, seconds):
        with self.lock:
            self.times[what].append(seconds)

    def p95(self, what):
        """Return the 95th percentile in milliseconds."""
        times = sorted(self.times[what])
        return round(times[int(len(times) * 0.95)] * 1000) if times else None


def main():
    with fresh_database():
        queries_of_a_save()
        with server() as port:
            visit(port, "/healthz", {})
            sit(port)
            programme, user = many_marks(MARKS)
            with exporting(programme, user, "again"):
                sit(port, f", while {MARKS:,} marks are exported")


def sit(port, meanwhile=""):
    exam, cookies = arrange(PEOPLE, QUESTIONS)
    busy, journal = load(), Journal()
    sit_all(port, exam, cookies, journal, begin_within=BEGIN_WITHIN, pause=PAUSE)
    lost, halves = compare(exam, journal)
    emit(
        f"{PEOPLE} candidates, {QUESTIONS} questions, an answer every {PAUSE} s{meanwhile}",
        start_p95_ms=journal.p95("start"), save_p95_ms=journal.p95("save"), submit_p95_ms=journal.p95("submit"),
        errors=len(journal.errors), saves=len(journal.times["save"]), acknowledged=len(journal.answers),
        lost=len(lost), handed_in=len(journal.handed_in), half_marked=len(halves), **busy,
    )


def arrange(people, questions):
    """Make an open exam of ``questions`` questions and its candidates; return it, and a sign-in cookie each."""
    from courses.actions import candidates, exam_setup
    from courses.actions.questions import add_question, create_bank
    from lms.people import actions
    from lms.people.models import Organisation, Person
    from lms.people.pinyin import name_fields

    district = Organisation.objects.filter(kind="district").first() or actions.create_organisation(
        actor=None, parent=None, name="区委", kind="district"
    )
    bank = create_bank(actor=None, organisation=district, title="题库")
    options = [{"id": letter, "text": f"选项{letter}"} for letter in "abcd"]
    asked = [
        add_question(actor=None, bank=bank, kind="single", stem=f"第{number}题", options=options, key=["a"])
        for number in range(questions)
    ]
    exam = exam_setup.create_exam(
        actor=None, organisation=district, title="结业考试", minutes=60, attempts_allowed=1, one_device=True
    )
    exam_setup.set_paper(actor=None, exam=exam, items=[(question, 5) for question in asked])
    exam_setup.open_exam(actor=None, exam=exam)
    names = [f"考生{number:03}" for number in range(people)]
    rows = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[row.pk for row in rows])
    return exam, [cookie_of(row) for row in rows]


def queries_of_a_save():
    """Count the queries of one saved answer, as the server makes them."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    exam, [cookie] = arrange(1, QUESTIONS)
    client, asked = Client(), []
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie[settings.SESSION_COOKIE_NAME]
    page = client.post(f"/exams/{exam.pk}/").headers["Location"]
    pk = exam.paper.first().question_id

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        response = client.post(f"{page}save/", report(pk, 1, 1))
    emit("one answer saved", queries=len(asked), status=response.status_code)


def report(question, seq, place):
    """Return the form by which a page says that option ``place`` of ``question`` was chosen."""
    change = {"q": question, "seq": seq, "age": 0, "seconds": 3, "fields": {f"q{question}": [str(place)]}}
    return {"page": "bench", "changes": json.dumps([change]), "leaves": "[]"}


def sit_all(port, exam, cookies, journal, *, begin_within, pause, insist=False):
    """Let everyone sit the exam at once; ``insist``: what failed is sent again until it is answered, as the page does."""
    together = threading.Barrier(len(cookies))
    threads = [
        threading.Thread(target=_sit, args=(port, exam, cookie, journal, random.Random(number), together), kwargs={
            "wait": begin_within * number / len(cookies), "pause": pause, "insist": insist,
        }) for number, cookie in enumerate(cookies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _sit(port, exam, cookies, journal, rng, together, *, wait, pause, insist):
    def ask(what, path, form=None, *, good):
        """Send a request, time it, and return its answer when ``good`` says so; else None."""
        for _ in range(2000 if insist else 1):
            begin = time.perf_counter()
            try:
                answer = visit(port, path, cookies, form)
            except (OSError, HTTPException) as error:  # a process that is killed may leave half an answer
                answer, why = None, str(error)
            else:
                why = f"{what}: {answer[0]}"
            if answer and good(answer):
                journal.took(what, time.perf_counter() - begin)
                return answer
            if not insist:
                with journal.lock:
                    journal.errors.append(why)
                return None
            time.sleep(0.1)
        with journal.lock:
            journal.errors.append(why)
        return None

    time.sleep(wait)
    token = _begin(ask, exam)
    if token is None:
        together.wait()
        return
    page, csrf, questions = token
    attempt = int(page.split("/")[-2])
    for seq, question in enumerate(questions, start=1):
        time.sleep(pause * rng.uniform(0.6, 1.4))
        place = rng.randrange(1, 5)
        form = report(question, seq, place) | {"csrfmiddlewaretoken": csrf}
        if ask("save", f"{page}save/", form, good=lambda answer: answer[0] == 200):
            journal.answers[attempt, question] = place
    together.wait()
    if ask("submit", f"{page}hand-in/", {"csrfmiddlewaretoken": csrf}, good=lambda answer: answer[0] == 302):
        with journal.lock:
            journal.handed_in.add(attempt)


def _begin(ask, exam):
    """Open the exam and begin it; return its page, the token of its forms and the questions, or None."""
    opened = ask("open", f"/exams/{exam.pk}/", good=lambda answer: answer[0] == 200)
    if not opened:
        return None
    csrf = _token(opened[1])
    if csrf is None:  # it was begun already: the answer to the start was lost on its way
        return _page(ask, re.search(r'href="(/exams/attempts/\d+/)"', opened[1])[1])
    begun = ask("start", f"/exams/{exam.pk}/", {"csrfmiddlewaretoken": csrf}, good=lambda answer: answer[0] == 302)
    return _page(ask, begun[2]["Location"]) if begun else None


def _page(ask, page):
    shown = ask("page", page, good=lambda answer: answer[0] == 200)
    return (page, _token(shown[1]), [int(pk) for pk in re.findall(r'data-question="(\d+)"', shown[1])]) if shown else None


def _token(text):
    """Return the token of the page's own form (that of signing out stands before it), or None."""
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    return tokens[-1] if tokens else None


def compare(exam, journal):
    """Return the acknowledged answers that are not there, and the attempts whose marks do not follow from their answers."""
    from courses.actions.marking import questions_of
    from courses.models import Attempt, AttemptAnswer
    from courses.rules.marking import mark_paper

    attempts = {attempt.pk: attempt for attempt in Attempt.objects.filter(exam=exam).select_related("exam")}
    kept = defaultdict(dict)
    for row in AttemptAnswer.objects.filter(attempt__in=attempts):
        kept[row.attempt_id][row.question_id] = row.chosen
    lost = [
        (pk, question) for (pk, question), place in journal.answers.items()
        if kept[pk].get(question) != [option_of(attempts[pk], question, place)]
    ]
    halves = [
        pk for pk, attempt in attempts.items() if attempt.submitted_at
        and attempt.points != mark_paper(questions_of(attempt), kept[pk]).points
    ]
    return lost + [(pk, None) for pk in journal.handed_in if attempts[pk].submitted_at is None], halves


def option_of(attempt, question, place):
    """Return the id of the option that stands at ``place`` (from 1) on this attempt's paper."""
    return next(item["options"][place - 1] for item in attempt.paper if item["question"] == question)


if __name__ == "__main__":
    main()
