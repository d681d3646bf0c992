"""Trainers: asked, answering, substituted; away; how much they teach."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cohorts.actions.substitutes import substitute_trainer
from cohorts.actions.timetable import cancel_session, move_session
from cohorts.actions.trainers import accept_invitation, add_absence, decline_invitation, remove_absence, save_profile
from cohorts.models import TeachingInvitation, TrainerAbsence
from cohorts.queries.trainers import load_of, sessions_while_away, trainers_seen_by
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people import actions as people
from lms.people.enums import Role

from .classes import make_cohort, make_session
from .visits import soon


@pytest.fixture
def cohort(world):
    today = timezone.localdate()
    return make_cohort(world, starts_on=today, ends_on=today + timedelta(days=40), class_teacher=world.p_school)


@pytest.fixture
def other(world):
    person = people.create_person(actor=None, name="李老师", username="other-trainer")
    people.grant_role(actor=None, person=person, role=Role.TRAINER, organisation=world.east)
    return person


@pytest.fixture
def session(world, cohort):
    return make_session(world, cohort, starts_at=soon(9), ends_at=soon(11), trainer=world.p_trainer)


def kinds(person):
    told = Notice.objects.filter(person=person, kind__startswith="teaching.")
    return list(told.order_by("pk").values_list("kind", flat=True))


def history(session):
    return list(TeachingInvitation.objects.filter(session=session).order_by("pk").values_list(
        "trainer__name", "state", "instead_of__name", "reason"))


def test_whoever_is_to_teach_is_asked_and_told(world, session):
    invitation = TeachingInvitation.objects.get()
    assert (invitation.trainer, invitation.state, invitation.asked_by) == (world.p_trainer, "asked", world.p_subdistrict)
    notice = Notice.objects.get(person=world.p_trainer, kind="teaching.asked")
    assert notice.url == f"/desk/invitations/{invitation.pk}/"


def test_nobody_is_asked_about_what_is_over_or_what_they_planned_themselves(world, cohort):
    make_session(world, cohort, starts_at=soon(9, days=-3), ends_at=soon(11, days=-3), trainer=world.p_trainer)
    make_session(world, cohort, starts_at=soon(14), ends_at=soon(16), trainer=world.p_subdistrict)
    assert list(TeachingInvitation.objects.values_list("trainer", "state")) == [(world.p_subdistrict.pk, "accepted")]
    assert kinds(world.p_trainer) == []


def test_declining_tells_the_class_teacher_and_whoever_asked(world, session):
    decline_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.get(), reason="外出学习")
    assert history(session) == [(world.p_trainer.name, "declined", None, "外出学习")]
    assert (kinds(world.p_school), kinds(world.p_subdistrict)) == (["teaching.declined"], ["teaching.declined"])
    session.refresh_from_db()
    assert session.trainer == world.p_trainer  # until someone else is found


def test_declining_needs_a_reason(world, session):
    with pytest.raises(ValidationError):
        decline_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.get(), reason="  ")


def test_only_whoever_was_asked_answers(world, session):
    with pytest.raises(PermissionDenied):
        accept_invitation(actor=world.p_school, invitation=TeachingInvitation.objects.get())


def test_answers_can_change_until_the_session_begins(world, session):
    invitation = TeachingInvitation.objects.get()
    accept_invitation(actor=world.p_trainer, invitation=invitation)
    decline_invitation(actor=world.p_trainer, invitation=invitation, reason="生病")
    assert [row[1] for row in history(session)] == ["declined"]
    type(session).objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        accept_invitation(actor=world.p_trainer, invitation=invitation)


def test_a_cancelled_session_needs_no_answer(world, session):
    cancel_session(actor=world.p_subdistrict, session=session)
    with pytest.raises(ValidationError):
        accept_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.get())


def test_another_time_is_another_question(world, session):
    accept_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.get())
    move_session(actor=world.p_subdistrict, session=session, title="另一个题目")
    assert [row[1] for row in history(session)] == ["accepted"]
    move_session(actor=world.p_subdistrict, session=session, starts_at=soon(14), ends_at=soon(16))
    assert [row[1] for row in history(session)] == ["accepted", "asked"]
    assert TeachingInvitation.objects.standing().get().state == "asked"


def test_a_substitute_is_asked_and_the_history_stays(world, session, other):
    decline_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.get(), reason="外出学习")
    substitute_trainer(actor=world.p_school, session=session, trainer=other, reason="王老师外出")
    session.refresh_from_db()
    assert session.trainer == other
    assert history(session) == [
        (world.p_trainer.name, "declined", None, "外出学习"), (other.name, "asked", world.p_trainer.name, "王老师外出"),
    ]
    assert kinds(other) == ["teaching.asked"]
    assert AuditEntry.objects.filter(verb="session.substitute").count() == 1
    with pytest.raises(ValidationError):
        decline_invitation(actor=world.p_trainer, invitation=TeachingInvitation.objects.first(), reason="x")


def test_a_substitute_needs_a_reason_and_is_someone_else(world, session, other):
    with pytest.raises(ValidationError):
        substitute_trainer(actor=world.p_school, session=session, trainer=other, reason=" ")
    with pytest.raises(ValidationError):
        substitute_trainer(actor=world.p_school, session=session, trainer=world.p_trainer, reason="x")
    assert TeachingInvitation.objects.count() == 1


def test_a_session_without_a_trainer_asks_nobody(world, session):
    move_session(actor=world.p_subdistrict, session=session, trainer=None)
    assert TeachingInvitation.objects.standing().count() == 0


def test_a_time_away_finds_what_is_planned_in_it(world, session):
    absence = add_absence(actor=world.p_trainer, person=world.p_trainer, starts_at=soon(10), ends_at=soon(12), reason="进修")
    assert list(sessions_while_away(absence)) == [session]
    after = add_absence(actor=world.p_trainer, person=world.p_trainer, starts_at=soon(11), ends_at=soon(12))
    assert list(sessions_while_away(after)) == []
    remove_absence(actor=world.p_trainer, absence=absence)
    assert list(TrainerAbsence.objects.all()) == [after]
    with pytest.raises(ValidationError):
        add_absence(actor=world.p_trainer, person=world.p_trainer, starts_at=soon(11), ends_at=soon(11))


def test_the_load_counts_every_week_whoever_planned_it(world, cohort, session, other):
    save_profile(actor=world.p_trainer, person=world.p_trainer, subjects="党章", sessions_a_week=1)
    monday = timezone.localdate(soon(9)) - timedelta(days=soon(9).astimezone(timezone.get_current_timezone()).weekday())
    make_session(world, make_cohort(world, title="另一班"), starts_at=soon(14), ends_at=soon(16), trainer=world.p_trainer)
    weeks = load_of([world.p_trainer, other], timezone.localdate())
    mine = {week.monday: week for week in weeks[world.p_trainer.pk]}
    assert (mine[monday].sessions, mine[monday].most, mine[monday].over) == (2, 1, True)
    assert [week.sessions for week in weeks[other.pk]] == [0, 0, 0, 0]


def test_trainers_are_seen_by_those_who_plan_with_them(world, other):
    west = people.create_person(actor=None, name="西老师")
    people.grant_role(actor=None, person=west, role=Role.TRAINER, organisation=world.west)
    seen = {role: {p.pk for p in trainers_seen_by(world.people[role])} for role in ("school", "district", "trainer", "learner")}
    assert seen["school"] == {world.p_trainer.pk, other.pk}
    assert seen["district"] == {world.p_trainer.pk, other.pk, west.pk}
    assert (seen["trainer"], seen["learner"]) == ({world.p_trainer.pk}, set())
    assert [p.name for p in trainers_seen_by(world.p_district, text="西")] == ["西老师"]


def test_weeks_begin_on_mondays(world):
    weeks = load_of([world.p_trainer], datetime(2017, 9, 6).date())[world.p_trainer.pk]
    assert [week.monday.isoformat() for week in weeks] == ["2017-09-04", "2017-09-11", "2017-09-18", "2017-09-25"]
