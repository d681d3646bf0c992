"""One attempt with every point explained, for whoever marks; names only where the exam and the reader's scope allow them."""

import hashlib

from django.conf import settings

from courses.actions.marking import given_by_people, marks_on, questions_of
from courses.explain import mark_texts
from courses.models import AnswerMark, AttemptAnswer, ExamQuestion, Question
from courses.question_pages import asked, keyed, media_for
from courses.rules import marking, rubric
from lms.people.models import Person


def code_of(attempt_id):
    """Return what an attempt is called where no name is: it says nothing of who or when."""
    return hashlib.sha256(f"{settings.SECRET_KEY}/attempt/{attempt_id}".encode()).hexdigest()[:6].upper()


def names_of(attempts, user):
    """Return ``{attempt id: name}`` of those whose names ``user`` may know; the others go by :func:`code_of`.

    Where markers see no names nobody has one until all answers of the attempt are marked. ``attempts`` have their exam.
    One query.
    """
    open_ = [attempt for attempt in attempts if attempt.marked_at is not None or not attempt.exam.anonymous_marking]
    people = Person.objects.visible_to(user).filter(pk__in={attempt.person_id for attempt in open_})
    names = dict(people.values_list("pk", "name"))
    return {attempt.pk: names[attempt.person_id] for attempt in open_ if attempt.person_id in names}


def rubric_of(exam, question, part=0):
    """Return the criteria of a question on the fixed paper, of whichever version, or of the sub-question ``part`` of a case;
    ``[]`` where there are none. One query."""
    row = ExamQuestion.objects.filter(exam=exam, question__lineage=question.lineage).first()
    return rubric.of_part(row.rubric, part) if row else []


def right_of(content):
    """Return the right or model answer in lines, of a case by sub-question."""
    if content.kind == "case":
        return [f"({at}) {'；'.join(keyed(part))}" for at, part in enumerate(content.parts, start=1) if part.key]
    return keyed(content)


def trace_of(attempt, user):
    """Return what the attempt's page shows of each question. Seven queries, one more for pictures.

    While an answer waits for another opinion, only the reader's own stands there: nobody is led by what others gave.
    """
    rows = Question.objects.in_bulk([item["question"] for item in attempt.paper])
    contents = {pk: row.content for pk, row in rows.items()}
    answers = {row.question_id: row for row in AttemptAnswer.objects.filter(attempt=attempt)}
    saved = list(answers.values())
    questions, marks = questions_of(attempt), marks_on([row.pk for row in saved])
    given = given_by_people(questions, saved, marks, attempt.exam.marking_rules)
    media = media_for(contents.values())
    written = {}
    for mark in AnswerMark.objects.filter(answer__in=saved).select_related("marker").order_by("made_at", "pk"):
        written.setdefault(mark.answer_id, []).append(mark)
    items = []
    for number, (drawn, question) in enumerate(zip(attempt.paper, questions, strict=True), start=1):
        answer = answers.get(question.id)
        result = marking.mark(
            question, answer.chosen if answer else [], given.get(question.id), marks.corrected.get(answer.pk) if answer else None
        )
        lines = written.get(answer.pk, []) if answer else []
        items.append({
            **asked(contents[question.id], name=f"q{number}", drawn=drawn, answer=answer.chosen if answer else [], media=media),
            "number": number, "question": rows[question.id], "points": result.points, "possible": question.points,
            "trace": mark_texts(result.trace), "right": right_of(contents[question.id]), "remedy": question.remedy,
            "marks": [mark for mark in lines if result.points is not None or mark.marker_id == user.pk],
            "may_correct": not question.remedy and question.points > 0,
        })
    return items
