"""Makers of surveys for tests: a class whose session is over, people who were there, and their answers."""

from datetime import timedelta

from django.utils import timezone

from cohorts.actions.survey_templates import create_template
from cohorts.actions.surveys import answer_survey, ask_people, begin_survey, close_survey
from cohorts.queries.surveys import due_to_begin
from cohorts.rules.surveys import Question

from .meetings import fill, make_class, make_meeting, mark

QUESTIONS = [
    Question("q1", "scale", "授课内容"), Question("q2", "choice", "长短", ("太短", "正好"), required=False),
    Question("q3", "text", "建议"),
]
OVER = timedelta(hours=-3)


def make_template(world, **fields):
    fields = {"organisation": world.root, "title": "课后评价", "about": "session", "questions": QUESTIONS} | fields
    return create_template(actor=world.p_district, **fields)


def make_survey(world, count=6, *, template=None, cohort=None, begins=OVER, **fields):
    """A survey of a session that ended, with ``count`` people who were there and have a ticket; they are its ``seats``."""
    cohort = cohort or make_class(world, class_teacher=world.p_trainer)
    template = template or cohort.programme.session_survey or make_template(world)
    session = make_meeting(world, cohort, begins=timedelta(minutes=-5), **fields)
    seats = fill(cohort, world.east_branch, count)
    mark(world, session, *[(seat, "present") for seat in seats], actor=world.p_school)
    length = session.ends_at - session.starts_at
    session.starts_at = timezone.now() + begins
    session.ends_at = session.starts_at + length
    session.save()
    cohort.programme.session_survey = template
    cohort.programme.save()
    now = timezone.now()
    survey = next(begin_survey(due=due) for due in due_to_begin(now) if due.session == session)
    ask_people(now=now)
    survey.seats = seats
    return survey


def answer(survey, seat, mark=5, *, word="", choice="1", now=None):
    answer_survey(person=seat.person, survey=survey, given={"q1": str(mark), "q2": choice, "q3": word}, now=now)


def closed(survey):
    close_survey(survey=survey, now=survey.closes_at)
    survey.refresh_from_db()
    return survey


def answered_survey(world, marks, **fields):
    """A survey that has closed, with an answer for each of ``marks``."""
    survey = make_survey(world, len(marks), **fields)
    for seat, value in zip(survey.seats, marks, strict=True):
        answer(survey, seat, value)
    return closed(survey)


