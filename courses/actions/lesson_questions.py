"""Questions on lessons: asked by a reader, answered by who teaches, published for all without the asker's name."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonAnswer, LessonQuestion
from courses.queries.lesson_questions import people_to_tell
from lms.audit.trail import record
from lms.notices.actions import notify, notify_all
from lms.people.queries import home_of


@transaction.atomic
def ask(*, person, lesson, text):
    """Ask a question on the lesson, and tell who answers; return it."""
    organisation = home_of(person)
    question = LessonQuestion.objects.create(lesson=lesson, asker=person, organisation=organisation, text=text.strip())
    record(actor=person, verb="lesson_question.ask", target=question, organisation=organisation,
           detail={"lesson": lesson.pk})
    notify_all([{
        "person_id": told, "kind": "lesson_question.asked", "source": f"lesson-question:{question.pk}:{told}",
        "params": {"lesson": lesson.title}, "url": reverse("courses:lesson-question", args=[question.pk]),
    } for told in sorted(people_to_tell(question))])
    return question


@transaction.atomic
def answer(*, actor, question, text, public_text=""):
    """Answer the question and tell whoever asked; ``public_text``, where given, publishes it in that wording."""
    reply = LessonAnswer.objects.create(question=question, author=actor, text=text.strip())
    question = LessonQuestion.objects.select_for_update().get(pk=question.pk)
    if question.answered_at is None:
        question.answered_at = reply.written_at
        question.save(update_fields=["answered_at"])
    record(actor=actor, verb="lesson_question.answer", target=question, organisation=question.organisation)
    if public_text.strip():
        publish(actor=actor, question=question, public_text=public_text)
    notify(
        person=question.asker, kind="lesson_question.answered", source=f"lesson-answer:{reply.pk}",
        params={"lesson": question.lesson.title}, url=f"{question.lesson.url}#questions",
    )
    return reply


@transaction.atomic
def publish(*, actor, question, public_text):
    """Show an answered question to all readers of the lesson in the wording ``public_text``, without the asker's name."""
    question = LessonQuestion.objects.select_for_update().get(pk=question.pk)
    if question.answered_at is None:
        raise ValueError("a question without an answer cannot be published")
    question.public_text = public_text.strip()
    question.published_at = question.published_at or timezone.now()
    question.save(update_fields=["public_text", "published_at"])
    record(actor=actor, verb="lesson_question.publish", target=question, organisation=question.organisation)
    return question


@transaction.atomic
def withdraw(*, actor, question):
    """Show the question to its asker alone again."""
    question = LessonQuestion.objects.select_for_update().get(pk=question.pk)
    if question.published_at is None:
        return question
    question.published_at = None
    question.save(update_fields=["published_at"])
    record(actor=actor, verb="lesson_question.withdraw", target=question, organisation=question.organisation)
    return question
