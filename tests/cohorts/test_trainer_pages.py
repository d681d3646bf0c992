"""Trainers in the browser: the desk's list and page, the trainer's own, answers in two taps, and the hours of a year."""

from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from cohorts.models import ClassSession, TeachingInvitation, TrainerAbsence, TrainerProfile
from cohorts.reports.teaching import write_teaching
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from lms.people import actions as people
from lms.people.enums import Role

from .classes import at, make_cohort, make_session, url
from .visits import soon


@pytest.fixture
def session(world):
    today = timezone.localdate()
    cohort = make_cohort(world, starts_on=today, ends_on=today + timedelta(days=40), class_teacher=world.p_school)
    return make_session(world, cohort, starts_at=soon(9), ends_at=soon(11), trainer=world.p_trainer)


def test_a_trainer_accepts_in_two_taps_from_the_notice(world, sign_in, session):
    client = sign_in("trainer")
    notice = world.p_trainer.notices.get(kind="teaching.asked")
    page = client.post(f"/my/notices/{notice.pk}/", follow=True)
    assert page.context["invitation"].session == session
    client.post(page.request["PATH_INFO"], {"accept": ""})
    assert TeachingInvitation.objects.get().state == "accepted"


def test_a_trainer_declines_in_two_taps(world, sign_in, session):
    invitation = TeachingInvitation.objects.get()
    page = sign_in("trainer").get(url("invitation", invitation.pk))
    reason = str(page.context["reasons"][0])
    assert f'value="{reason}"' in page.content.decode()
    sign_in("trainer").post(url("invitation", invitation.pk), {"reason": reason})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == ("declined", reason)


def test_declining_without_a_reason_asks_for_one(world, sign_in, session):
    page = sign_in("trainer").post(url("invitation", TeachingInvitation.objects.get().pk), {"decline": "", "reason": ""})
    assert list(page.context["form"].errors) == ["reason"]
    assert TeachingInvitation.objects.get().state == "asked"


def test_nobody_answers_for_a_trainer(world, sign_in, session):
    path = url("invitation", TeachingInvitation.objects.get().pk)
    assert sign_in("school").post(path, {"accept": ""}).status_code == 403
    assert sign_in("learner").post(path, {"accept": ""}).status_code == 404


def test_a_substitute_is_chosen_with_a_reason(world, sign_in, session):
    other = people.create_person(actor=None, name="李老师")
    people.grant_role(actor=None, person=other, role=Role.TRAINER, organisation=world.east)
    client = sign_in("school")
    assert list(client.post(url("substitute", session.pk), {"trainer": other.pk}).context["form"].errors) == ["reason"]
    assert client.post(url("substitute", session.pk), {"trainer": other.pk, "reason": "请假"}).status_code == 302
    session.refresh_from_db()
    assert session.trainer == other


def test_a_trainer_keeps_times_away(world, sign_in, session):
    client = sign_in("trainer")
    day = soon(9).date()
    page = client.post(url("absence-new", world.p_trainer.pk), {"first": day, "reason": "进修"}, follow=True)
    absence = TrainerAbsence.objects.get()
    assert timezone.localtime(absence.ends_at) - timezone.localtime(absence.starts_at) == timedelta(days=1)
    assert any("1" in str(message) for message in page.context["messages"])  # one session is planned then
    assert page.context["own"] is True
    client.post(url("absence-remove", absence.pk))
    assert TrainerAbsence.objects.count() == 0


def test_an_end_before_its_beginning_is_refused(world, sign_in):
    sent = {"first": "2030-05-08", "last": "2030-05-07"}
    page = sign_in("trainer").post(url("absence-new", world.p_trainer.pk), sent)
    assert len(page.context["form"].non_field_errors()) == 1


def test_subjects_and_load_are_kept(world, sign_in):
    sign_in("school").post(url("trainer-edit", world.p_trainer.pk), {"subjects": "党章，案例", "sessions_a_week": 4})
    profile = TrainerProfile.objects.get()
    assert (profile.subjects, profile.sessions_a_week) == ("党章，案例", 4)
    sign_in("trainer").post(url("trainer-edit", world.p_trainer.pk), {"subjects": "党章", "sessions_a_week": 2})
    profile.refresh_from_db()
    assert (profile.subjects, profile.sessions_a_week) == ("党章", 2)


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_many(world, sign_in, django_assert_num_queries, count):
    for number in range(count - 1):
        person = people.create_person(actor=None, name=f"教师{number}")
        people.grant_role(actor=None, person=person, role=Role.TRAINER, organisation=world.east)
    client = sign_in("school")
    with django_assert_num_queries(8):
        assert len(client.get(url("trainers")).context["page"]) == count


@pytest.fixture
def taught(world):
    """Two closed sessions of 2017, one that was not closed, and one of 2018."""
    cohort = make_cohort(world, class_teacher=world.p_school)
    for day, year in ((4, 2017), (5, 2017), (6, 2017), (7, 2018)):
        make_session(world, cohort, title=f"第{day}课", starts_at=at(day, 9, year=year), ends_at=at(day, 11, 15, year=year),
                     trainer=world.p_trainer)
    ClassSession.objects.exclude(title="第6课").update(closed_at=timezone.now())
    return cohort


def test_hours_are_those_of_closed_sessions_of_the_year(world, sign_in, taught):
    page = sign_in("school").get(url("teaching-hours") + "?year=2017")
    [line] = page.context["page"]
    assert (line["trainer_id"], line["sessions"], line["total"]) == (world.p_trainer.pk, 2, 270)
    assert 2017 in page.context["years"]
    assert sign_in("school").get(url("teaching-hours") + "?year=x").status_code == 200


def test_the_workbook_says_the_same_and_leaves_a_line(world, sign_in, taught, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sign_in("school").post(url("teaching-export"), {"year": "2017"})
    job = Job.objects.get(kind="cohorts.export_teaching")
    assert (job.state, job.result) == ("done", {"rows": 2})
    with job.result_file.open() as file:
        book = openpyxl.load_workbook(file)
    totals, lines = book.worksheets
    assert [cell.value for cell in totals[4]] == [world.p_trainer.name, 2, 270, 6]
    assert [row[5].value for row in lines.iter_rows(min_row=4)] == ["第4课", "第5课"]
    assert AuditEntry.objects.get(verb="teaching.export").detail == {"rows": 2, "year": 2017}


def test_the_workbook_holds_what_one_may_see(world, taught, tmp_path):
    west = people.create_person(actor=None, name="西校")
    people.grant_role(actor=None, person=west, role=Role.SCHOOL, organisation=world.west)
    assert write_teaching(path=tmp_path / "a.xlsx", user=west, year=2017) == 0
    assert write_teaching(path=tmp_path / "b.xlsx", user=world.p_district, year=2017) == 2
