"""Item analysis of 1,000 attempts at 50 questions: a fixed paper, papers drawn from 100, and one question over all exams."""

import os
import random
import sys

from benchmarks.harness import emit, fresh_database, measure

PEOPLE, QUESTIONS = 1_000, 50
LETTERS = "abcd"


def main(people=PEOPLE, length=QUESTIONS):
    with fresh_database():
        from courses.actions.questions import create_bank
        from courses.models import Exam, Question
        from courses.queries.item_analysis import analysis_of, lineage_of
        from lms.people import actions
        from lms.people.models import Person

        root = actions.create_organisation(actor=None, parent=None, name="区委", kind="district")
        bank = create_bank(actor=None, organisation=root, title="题库")
        questions = Question.objects.bulk_create([
            Question(bank=bank, kind="single", stem=f"第{at}题", key=["a"], policy={"name": "all"},
                     options=[{"id": letter, "text": letter} for letter in LETTERS]) for at in range(2 * length)
        ])
        sitters = Person.objects.bulk_create([Person(username=f"p{at}", name="某某", password="!") for at in range(people)])
        for label, drawn in (("a fixed paper", False), ("drawn papers", True)):
            exam = Exam.objects.create(organisation=root, title=label)
            sit(exam, questions, sitters, length, drawn)
            with measure() as taken:
                found = analysis_of(exam).analysis
            if (found.paper.attempts, len(found.items)) != (people, 2 * length if drawn else length):
                sys.exit(f"{label}: {found.paper.attempts} attempts, {len(found.items)} questions analysed")
            emit(f"analysis of {label}", attempts=people, questions=length, load=round(os.getloadavg()[0], 1), **taken.figures)
        with measure() as taken:
            asked = lineage_of(questions[0], Exam.objects.all()).joined.asked
        emit("a question over all exams", asked=asked, load=round(os.getloadavg()[0], 1), **taken.figures)


def sit(exam, questions, people, length, drawn):
    """Write one attempt a person with all answers, the able more often right."""
    from django.utils import timezone

    from courses.models import Attempt, AttemptAnswer

    rng, now = random.Random(exam.title), timezone.now()
    attempts, answers = [], []
    for person in people:
        paper = rng.sample(questions, length) if drawn else questions[:length]
        ability = rng.random()
        picks = ["a" if rng.random() < ability else rng.choice(LETTERS) for _ in paper]
        attempt = Attempt(
            exam=exam, person=person, number=1, deadline=now, submitted_at=now, marked_at=now, passed=True,
            points=5 * picks.count("a"), points_possible=5 * length,
            paper=[{"question": one.pk, "points": 5, "options": list(LETTERS)} for one in paper],
        )
        attempts.append(attempt)
        answers += [(attempt, one, pick) for one, pick in zip(paper, picks, strict=True)]
    Attempt.objects.bulk_create(attempts, batch_size=500)
    AttemptAnswer.objects.bulk_create([
        AttemptAnswer(attempt=attempt, question=one, chosen=[pick], points=5 * (pick == "a"), seconds=rng.randint(5, 90))
        for attempt, one, pick in answers
    ], batch_size=1000)


if __name__ == "__main__":
    main()
