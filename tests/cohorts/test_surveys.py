"""Surveys from begin to end: who is asked, once, anonymously; what is kept; what is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone

from cohorts.actions.survey_templates import create_template, retire_template, update_template
from cohorts.actions.surveys import answer_survey, ask_people, run_surveys
from cohorts.models import Survey, SurveyAnswer, SurveyTicket
from cohorts.queries.surveys import surveys_to_answer
from cohorts.rules.surveys import Question
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people.models import Person

from .meetings import fill, make_class, make_meeting, mark, place
from .surveying import QUESTIONS, answer, closed, make_survey, make_template
from .test_last_seats import all_at_once

RACERS = 50


def test_no_column_of_an_answer_leads_to_a_person_a_device_or_a_time():
    fields = {field.name: field for field in SurveyAnswer._meta.get_fields()}
    assert fields.keys() == {"id", "survey", "group", "question", "value", "text"}
    assert type(fields["id"]) is models.UUIDField
    reached = {field.related_model for field in fields.values() if field.is_relation}
    assert {model.__name__ for model in reached} == {"Survey", "CohortGroup"}
    assert not any(isinstance(field, models.DateField | models.TimeField) for field in fields.values())
    assert {field.name for field in SurveyTicket._meta.get_fields()} == {"id", "survey", "person", "answered"}
    assert not any(field.related_model in (SurveyTicket, Person) for field in SurveyAnswer._meta.get_fields())


@pytest.mark.django_db
def test_an_answer_leaves_no_line_in_the_trail_and_no_notice(world):
    survey = make_survey(world)
    before = AuditEntry.objects.count(), Notice.objects.count()
    answer(survey, survey.seats[0], word="很好")
    assert (AuditEntry.objects.count(), Notice.objects.count()) == before
    assert sorted(survey.answers.values_list("question", "value", "text")) == [("q1", 5, ""), ("q2", 1, ""), ("q3", None, "很好")]
    assert survey.tickets.filter(answered=True).count() == 1


@pytest.mark.django_db
def test_closing_writes_the_answers_anew_in_another_order_under_other_keys(world):
    survey = make_survey(world, 12)
    for number, seat in enumerate(survey.seats):
        answer(survey, seat, number % 5 + 1)
    before = dict(survey.answers.values_list("pk", "value"))
    closed(survey)
    after = dict(survey.answers.values_list("pk", "value"))
    assert before.keys().isdisjoint(after)
    assert sorted(before.values()) == sorted(after.values())
    assert survey.closed_at == survey.closes_at
    entry = AuditEntry.objects.get(verb="survey.close")
    assert (entry.actor, entry.detail) == (None, {"people": 12, "answers": 12})


@pytest.mark.django_db
def test_a_person_answers_once(world):
    survey = make_survey(world)
    answer(survey, survey.seats[0], 5)
    with pytest.raises(ValidationError) as error:
        answer(survey, survey.seats[0], 1)
    assert error.value.code == "answered"
    assert list(survey.answers.filter(question="q1").values_list("value", flat=True)) == [5]


@pytest.mark.django_db(transaction=True)
def test_fifty_submits_of_a_person_at_once_give_one_answer(world):
    survey = make_survey(world)
    seat = survey.seats[0]
    raised = all_at_once([lambda: answer(survey, seat, word="好")] * RACERS)
    assert [error.code for error in raised] == ["answered"] * (RACERS - 1)
    assert survey.answers.count() == 3
    assert survey.tickets.filter(answered=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_and_closing_at_once_lose_nothing(world):
    survey = make_survey(world, 10)
    acts = [lambda seat=seat: answer(survey, seat) for seat in survey.seats] + [lambda: closed(survey)]
    raised = all_at_once(acts)
    assert {error.code for error in raised} <= {"over"}
    assert survey.answers.filter(question="q1").count() == survey.tickets.filter(answered=True).count() == 10 - len(raised)


@pytest.mark.django_db
def test_what_is_missing_is_said_by_question_and_nothing_is_used_up(world):
    survey = make_survey(world)
    with pytest.raises(ValidationError) as error:
        answer_survey(person=survey.seats[0].person, survey=survey, given={"q2": "9"})
    assert error.value.message_dict.keys() == {"q1", "q2"}
    assert (survey.answers.count(), survey.tickets.filter(answered=True).count()) == (0, 0)


@pytest.mark.django_db
def test_who_was_not_asked_and_who_teaches_there_are_refused(world):
    survey = make_survey(world)
    for person in (world.p_outsider, world.p_trainer):
        with pytest.raises(PermissionDenied):
            answer_survey(person=person, survey=survey, given={"q1": "5"})
    SurveyTicket.objects.create(survey=survey, person=world.p_trainer)  # made trainer of it after being asked
    with pytest.raises(PermissionDenied):
        answer_survey(person=world.p_trainer, survey=survey, given={"q1": "5"})
    assert survey.answers.count() == 0


@pytest.mark.django_db
def test_a_survey_takes_answers_until_it_closes(world):
    survey = make_survey(world)
    with pytest.raises(ValidationError) as error:
        answer(survey, survey.seats[0], now=survey.closes_at)
    assert error.value.code == "over"
    closed(survey)
    with pytest.raises(ValidationError):
        answer(survey, survey.seats[0])


@pytest.mark.django_db
def test_those_who_were_there_are_asked_once_with_one_notice(world):
    cohort = make_class(world)
    template = make_template(world)
    cohort.programme.session_survey = template
    cohort.programme.save()
    session = make_meeting(world, cohort, begins=timedelta(minutes=-5), lasts=timedelta(minutes=4), title="换届程序")
    there, late, absent, unmarked = fill(cohort, world.east_branch, 4)
    own = place(cohort, world.p_trainer, world.east_branch)
    mark(world, session, (there, "present"), (late, "late"), (absent, "absent"), (own, "present"), actor=world.p_school)
    now = timezone.now()
    assert run_surveys(now=now) == 1
    survey = Survey.objects.get(session=session)
    assert (survey.opens_at, survey.closes_at) == (session.ends_at, session.ends_at + timedelta(days=7))
    assert set(survey.tickets.values_list("person", flat=True)) == {there.person_id, late.person_id}
    mark(world, session, (unmarked, "present"), actor=world.p_school)  # the paper sheet was keyed in later
    assert (run_surveys(now=now), run_surveys(now=now)) == (0, 0)
    notices = Notice.objects.filter(kind="survey.open")
    assert sorted(notices.values_list("person", flat=True)) == sorted(row.person_id for row in (there, late, unmarked))
    assert notices.first().url == f"/my/surveys/{survey.pk}/"
    assert "换届程序" in notices.first().text
    assert surveys_to_answer(there.person, now) == [survey]
    answer(survey, there)
    assert (surveys_to_answer(there.person, now), surveys_to_answer(absent.person, now)) == ([], [])


@pytest.mark.django_db
def test_a_cohort_is_asked_about_when_it_is_over(world):
    today = timezone.localdate()
    cohort = make_class(
        world, class_teacher=world.p_trainer, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1),
    )
    cohort.programme.cohort_survey = make_template(world, about="cohort")
    cohort.programme.save()
    seats = fill(cohort, world.east_branch, 2)
    place(cohort, world.p_trainer, world.east_branch)
    assert run_surveys(now=timezone.now()) == 1
    survey = Survey.objects.get()
    assert (survey.session, timezone.localtime(survey.opens_at).date()) == (None, today)
    assert set(survey.tickets.values_list("person", flat=True)) == {seat.person_id for seat in seats}
    run_surveys(now=survey.closes_at)
    survey.refresh_from_db()
    assert survey.closed_at == survey.closes_at


@pytest.mark.django_db
def test_what_was_over_long_ago_is_not_asked_about(world):
    cohort = make_class(world, ends_on=timezone.localdate() - timedelta(days=30))
    cohort.programme.session_survey = cohort.programme.cohort_survey = make_template(world)
    cohort.programme.save()
    make_meeting(world, cohort, begins=timedelta(days=-31))
    make_meeting(world, make_class(world, title="没有评价"), begins=timedelta(hours=1))
    assert run_surveys(now=timezone.now()) == 0


@pytest.mark.django_db
def test_asking_takes_the_same_queries_for_one_and_for_many(world, django_assert_num_queries):
    make_survey(world, 1)
    fill(Survey.objects.get().cohort, world.east_branch, 1)
    SurveyTicket.objects.all().delete()
    with django_assert_num_queries(9):
        ask_people(now=timezone.now())
    for number in range(3):
        make_survey(world, 6, cohort=make_class(world, title=f"{number}班"))
    SurveyTicket.objects.all().delete()
    with django_assert_num_queries(9):
        assert ask_people(now=timezone.now()) == 19


@pytest.mark.django_db
def test_a_survey_keeps_its_questions_when_the_questionnaire_changes(world):
    survey = make_survey(world)
    template = survey.template
    update_template(actor=world.p_district, template=template, title="课后评价", questions=[Question("q9", "text", "别的")])
    survey.refresh_from_db()
    assert [one["key"] for one in survey.questions] == ["q1", "q2", "q3"]
    assert AuditEntry.objects.filter(verb="survey_template.update").count() == 1
    update_template(actor=world.p_district, template=template, title="课后评价", questions=[Question("q9", "text", "别的")])
    assert AuditEntry.objects.filter(verb="survey_template.update").count() == 1


@pytest.mark.django_db
def test_a_questionnaire_is_checked_named_once_and_not_taken_from_its_programmes(world):
    template = make_survey(world).template
    with pytest.raises(ValidationError):
        create_template(actor=world.p_district, organisation=world.root, title="空", about="session", questions=[])
    with pytest.raises(ValidationError):
        create_template(actor=world.p_district, organisation=world.root, title="课后评价", about="session", questions=QUESTIONS)
    with pytest.raises(ValidationError):
        retire_template(actor=world.p_district, template=template)
    template.refresh_from_db()
    assert template.retired_at is None
    other = make_template(world, title="别的")
    assert retire_template(actor=world.p_district, template=other).retired_at is not None
