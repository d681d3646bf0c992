"""Surveys: begun when a session or a cohort is over, answered once a person without a trace of who, closed at their time."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Survey, SurveyAnswer, SurveyTicket
from cohorts.queries.surveys import due_to_begin, due_to_close, group_of, people_to_ask, teaches_there
from cohorts.rules.surveys import TEXT, clean_answers, questions_of, shuffled, takes_answers
from lms.audit.trail import record
from lms.notices.actions import notify_all

KIND = "survey.open"


def run_surveys(*, now):
    """Close what is due, begin what is due, and ask whoever was marked since; return how many surveys were begun.

    Safe to run twice at once: a survey is unique, tickets are, and a notice is told once.
    """
    for survey in due_to_close(now):
        close_survey(survey=survey, now=now)
    begun = sum(begin_survey(due=due) is not None for due in due_to_begin(now))
    ask_people(now=now)
    return begun


@transaction.atomic
def begin_survey(*, due):
    """Begin the survey of what ``due`` (``queries.surveys.Due``) says, with a copy of its questionnaire; return it.

    None when it was begun before. People are asked by :func:`ask_people`.
    """
    template = due.template
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                cohort=due.cohort, session=due.session, template=template, title=template.title, questions=template.questions,
                opens_at=due.opens_at, closes_at=due.closes_at,
            )
    except IntegrityError:
        return None
    record(actor=None, verb="survey.open", target=survey, organisation=due.cohort.organiser,
           detail={"cohort": due.cohort.pk, **({"session": due.session.pk} if due.session else {})})
    return survey


@transaction.atomic
def ask_people(*, now):
    """Give a ticket and one notice to everyone who should answer a running survey and was not asked; return how many."""
    fresh = people_to_ask(now)
    SurveyTicket.objects.bulk_create(
        [SurveyTicket(survey=survey, person_id=person) for survey, person in fresh], batch_size=500, ignore_conflicts=True
    )
    notify_all(
        {
            "person_id": person, "kind": KIND, "source": f"survey:{survey.pk}:person:{person}",
            "url": reverse("cohorts:my-survey", args=[survey.pk]),
            "params": {
                "title": survey.session.title if survey.session else survey.cohort.title,
                "day": timezone.localtime(survey.closes_at).date().isoformat(),
            },
        } for survey, person in fresh
    )
    return len(fresh)


@transaction.atomic
def answer_survey(*, person, survey, given, now=None):
    """Take the answers of ``person`` to ``survey``: ``given`` are raw texts by the key of a question. Once.

    The ticket is used and the answers are written in one transaction; no row says both who and what. Nothing is written in the
    trail, whose lines have a time: an answer is nobody's act on record. Raises ``PermissionDenied`` for whoever was not
    asked or teaches there, ``ValidationError`` with code ``answered`` or ``over``, and by key for answers that are missing.
    """
    now = now or timezone.now()
    # One at a time, and none while the survey is closed: closing waits for the same row.
    survey = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("session", "cohort").get(pk=survey.pk)
    if not SurveyTicket.objects.filter(survey=survey, person=person).exists() or teaches_there(person, survey):
        raise PermissionDenied("not asked")
    if not takes_answers(survey.opens_at, survey.closes_at, survey.closed_at, now):
        raise ValidationError(_("This survey is over. Thank you all the same."), code="over")
    questions = questions_of(survey.questions)
    values, faults = clean_answers(questions, given)
    if faults:
        raise ValidationError({key: _("Please choose an answer.") for key in faults})
    if not SurveyTicket.objects.filter(survey=survey, person=person, answered=False).update(answered=True):
        raise ValidationError(_("You have answered already. Thank you."), code="answered")
    group = group_of(person, survey)
    kinds = {one.key: one.kind for one in questions}
    SurveyAnswer.objects.bulk_create([
        SurveyAnswer(survey=survey, question=key, text=value) if kinds[key] == TEXT
        else SurveyAnswer(survey=survey, question=key, value=value, group_id=group)
        for key, value in values.items()
    ])


@transaction.atomic
def close_survey(*, survey, now):
    """Close a survey at its time; return it. What was answered is written anew in a random order under new keys, and its
    tickets are all touched: not even the order in which a database keeps its rows says who answered what."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("cohort__organiser").get(pk=survey.pk)
    if survey.closed_at is not None:
        return survey
    answers = list(survey.answers.all())
    survey.answers.all().delete()
    SurveyAnswer.objects.bulk_create([
        SurveyAnswer(survey=survey, question=row.question, value=row.value, text=row.text, group_id=row.group_id)
        for row in shuffled(answers, secrets.SystemRandom())
    ], batch_size=500)
    survey.tickets.update(answered=F("answered"))
    survey.closed_at = now
    survey.save(update_fields=["closed_at"])
    record(actor=None, verb="survey.close", target=survey, organisation=survey.cohort.organiser, detail={
        "people": survey.tickets.count(), "answers": survey.tickets.filter(answered=True).count(),
    })
    return survey
