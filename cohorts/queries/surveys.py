"""Reads of surveys: which are due, who is asked, and what one still has to answer."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import ATTENDED, SEATED, OrderState
from cohorts.models import (
    AttendanceMark,
    ClassSession,
    Cohort,
    Enrolment,
    LessonOrder,
    Survey,
    SurveyTemplate,
    SurveyTicket,
)
from cohorts.rules.surveys import asked_of, opens_until

LONGEST_DAYS = 60  # that a survey may stay open


@dataclass(frozen=True)
class Due:
    """A survey to begin: of ``session``, or of the whole ``cohort`` when that is None."""

    cohort: Cohort
    session: ClassSession | None
    template: SurveyTemplate
    opens_at: datetime
    closes_at: datetime


def due_to_begin(now):
    """Return a :class:`Due` for each session and cohort that is over and whose programme asks for a survey. Two queries."""
    return [*_sessions_due(now), *_cohorts_due(now)]


def _sessions_due(now):
    """Of programmes that ask, and of lessons brought to order by schools that do."""
    asks = Q(cohort__programme__session_survey__isnull=False)
    asks |= Q(cohort__programme=None, cohort__organiser__order_policy__survey__isnull=False) & Exists(
        LessonOrder.objects.filter(session=OuterRef("pk"), state__in=(OrderState.ACCEPTED, OrderState.DELIVERED))
    )
    rows = ClassSession.objects.filter(
        asks, cancelled_at=None, cohort__cancelled_at=None, surveys=None,
        ends_at__lte=now, ends_at__gt=now - timedelta(days=LONGEST_DAYS),
    ).select_related(
        "cohort__organiser__order_policy__survey", "cohort__programme__session_survey"
    ).order_by("ends_at", "pk")
    for row in rows:
        asked = row.cohort.programme or row.cohort.organiser.order_policy
        closes = opens_until(row.ends_at, asked.survey_days, now)
        if closes:
            yield Due(row.cohort, row, asked.session_survey if row.cohort.programme else asked.survey, row.ends_at, closes)


def _cohorts_due(now):
    today = timezone.localdate(now)
    ended = Q(ends_on__lt=today) | Q(closed_at__lte=now)
    rows = Cohort.objects.filter(
        ended, cancelled_at=None, programme__cohort_survey__isnull=False, ends_on__gte=today - timedelta(days=LONGEST_DAYS),
    ).exclude(
        pk__in=Survey.objects.filter(session=None).values("cohort_id")
    ).select_related("organiser", "programme__cohort_survey").order_by("ends_on", "pk")
    for row in rows:
        ended_at = min(filter(None, (row.closed_at, _night_after(row.ends_on))))
        closes = opens_until(ended_at, row.programme.survey_days, now)
        if closes:
            yield Due(row, None, row.programme.cohort_survey, ended_at, closes)


def _night_after(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def due_to_close(now):
    return list(Survey.objects.filter(closed_at=None, closes_at__lte=now).order_by("closes_at", "pk"))


def running(now):
    return Survey.objects.filter(closed_at=None, opens_at__lte=now, closes_at__gt=now)


def people_to_ask(now):
    """Return ``[(survey, person id)]`` of whoever should answer a running survey and has no ticket. Five queries.

    About a session those are asked who were there, as far as it is marked; about a cohort everyone on its list.
    """
    surveys = list(running(now).select_related("session", "cohort").order_by("pk"))
    sessions = {survey.session_id: survey for survey in surveys if survey.session_id}
    cohorts = {survey.cohort_id: survey for survey in surveys if not survey.session_id}
    if not surveys:
        return []
    expected = {survey.pk: [] for survey in surveys}
    there = AttendanceMark.objects.current().filter(
        session__in=sessions, status__in=ATTENDED, enrolment__state__in=SEATED
    ).order_by("enrolment__person_id").values_list("session_id", "enrolment__person_id")
    for session, person in there:
        expected[sessions[session].pk].append(person)
    places = Enrolment.objects.filter(cohort__in=cohorts, state__in=SEATED).order_by("person_id")
    for cohort, person in places.values_list("cohort_id", "person_id"):
        expected[cohorts[cohort].pk].append(person)
    teaching = _teachers(cohorts)
    known = set(SurveyTicket.objects.filter(survey__in=surveys).values_list("survey_id", "person_id"))
    return [
        (survey, person) for survey in surveys
        for person in asked_of(
            expected[survey.pk], {survey.session.trainer_id} if survey.session_id else teaching[survey.cohort_id]
        ) if (survey.pk, person) not in known
    ]


def _teachers(cohorts):
    """Map each cohort to the ids of those who teach in it, its class teacher among them. ``cohorts`` maps to their surveys."""
    found = {cohort: {survey.cohort.class_teacher_id} for cohort, survey in cohorts.items()}
    rows = ClassSession.objects.filter(cohort__in=cohorts, cancelled_at=None).exclude(trainer=None)
    for cohort, trainer in rows.values_list("cohort_id", "trainer_id").order_by():
        found[cohort].add(trainer)
    return found


def teaches_there(person, survey):
    """Tell whether ``person`` would judge their own teaching. At most one query."""
    if survey.session_id:
        return survey.session.trainer_id == person.pk
    return survey.cohort.class_teacher_id == person.pk or survey.cohort.sessions.filter(
        trainer=person, cancelled_at=None
    ).exists()


def group_of(person, survey):
    """Return the id of the person's group in the survey's cohort, or None."""
    return Enrolment.objects.filter(cohort=survey.cohort_id, person=person).values_list("group_id", flat=True).first()


def surveys_to_answer(person, now, cohort=None):
    """Return the running surveys that wait for ``person``, those that close first first. One query."""
    tickets = SurveyTicket.objects.filter(person=person, answered=False)
    rows = running(now).filter(pk__in=tickets.values("survey_id")).select_related("session", "cohort")
    if cohort is not None:
        rows = rows.filter(cohort=cohort)
    return list(rows.order_by("closes_at", "pk"))


def asked_about(session):
    """Return the survey of a session with how many were ``asked`` and ``answered``, or None. One query."""
    return Survey.objects.filter(session=session).annotate(
        asked=Count("tickets"), answered=Count("tickets", filter=Q(tickets__answered=True))
    ).first()
