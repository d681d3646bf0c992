"""Excellent trainees: proposed, approved, named by rule, never more than the programme allows."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates.models import Certificate
from certificates.queries.candidates import candidates
from cohorts.actions.completion import close_cohort, reopen_cohort
from cohorts.actions.excellence import (
    approve_excellent,
    decline_excellent,
    name_excellent,
    propose_excellent,
    set_excellence,
)
from cohorts.models import Cohort, Enrolment, ExcellentTrainee, Programme
from cohorts.queries.certificates import merits_of
from cohorts.queries.excellence import room_of
from cohorts.queries.paper import people_on
from cohorts.rules.excellence import Excellence
from lms.audit.models import AuditEntry

from .meetings import fill, make_class, make_meeting, mark
from .test_last_seats import all_at_once

PEOPLE = 10


def make(world, *, excellence, absent=0, closed=True):
    """A class of ten with one closed session; the last ``absent`` of them missed it and do not complete."""
    cohort = make_class(world, class_teacher=world.p_trainer)
    session = make_meeting(world, cohort, trainer=None)
    cohort.seats = fill(cohort, world.east_branch, PEOPLE)
    states = ["present"] * (PEOPLE - absent) + ["absent"] * absent
    mark(world, session, *zip(cohort.seats, states, strict=True))
    session.closed_at = session.ends_at
    session.save()
    set_excellence(actor=world.p_district, programme=cohort.programme, excellence=excellence)
    if closed:
        close_cohort(actor=world.p_district, cohort=cohort)
    cohort.ids = [seat.pk for seat in cohort.seats]
    return cohort


def states():
    return sorted(ExcellentTrainee.objects.values_list("state", flat=True))


def code_of(act, **arguments):
    with pytest.raises(ValidationError) as error:
        act(**arguments)
    return error.value.code


@pytest.mark.django_db
def test_the_teacher_proposes_and_the_school_approves_up_to_the_limit(world):
    cohort = make(world, excellence=Excellence(most_percent=20))
    teacher, school = world.p_trainer, world.p_subdistrict
    assert propose_excellent(actor=teacher, cohort=cohort, enrolments=cohort.ids[:3], reason="学习认真").new == 3
    assert propose_excellent(actor=teacher, cohort=cohort, enrolments=cohort.ids[:3], reason="再推荐").new == 0
    with pytest.raises(ValidationError) as error:
        approve_excellent(actor=school, cohort=cohort, enrolments=cohort.ids[:3])
    assert error.value.messages == [
        "全班 10 人，优秀学员最多 2 人，已评定 0 人。请减少人数。"]
    assert states() == ["proposed"] * 3
    assert approve_excellent(actor=school, cohort=cohort, enrolments=cohort.ids[:2]).new == 2
    assert code_of(approve_excellent, actor=school, cohort=cohort, enrolments=cohort.ids[2:3]) == "limit"
    assert (room_of(cohort).named, room_of(cohort).free) == (2, 0)
    assert decline_excellent(actor=school, cohort=cohort, enrolments=cohort.ids[:1], answer="材料有误") == 1
    assert approve_excellent(actor=school, cohort=cohort, enrolments=cohort.ids[2:3]).new == 1
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__contains="excellent").order_by("pk")] == [
        "cohort.propose_excellent", "cohort.approve_excellent", "cohort.decline_excellent", "cohort.approve_excellent"]


@pytest.mark.django_db
def test_nobody_names_themselves_or_whom_they_proposed(world):
    cohort = make(world, excellence=Excellence(most=5), closed=False)
    own = Enrolment.objects.create(
        cohort=cohort, person=world.p_subdistrict, organisation=world.east_branch, position="member", state="completed")
    Cohort.objects.filter(pk=cohort.pk).update(closed_at="2017-10-01T00:00:00Z")
    Enrolment.objects.filter(pk__in=cohort.ids).update(state="completed")
    done = propose_excellent(actor=world.p_subdistrict, cohort=cohort, enrolments=[own.pk, cohort.ids[0]], reason="认真")
    assert (done.new, done.own) == (1, True)
    propose_excellent(actor=world.p_trainer, cohort=cohort, enrolments=[own.pk, cohort.ids[1]], reason="认真")
    done = approve_excellent(actor=world.p_subdistrict, cohort=cohort, enrolments=[own.pk, *cohort.ids[:2]])
    assert (done.new, done.own, done.twice) == (1, True, 1)
    assert list(ExcellentTrainee.objects.named().values_list("enrolment_id", flat=True)) == [cohort.ids[1]]
    assert decline_excellent(actor=world.p_subdistrict, cohort=cohort, enrolments=[own.pk], answer="不评") == 0


@pytest.mark.django_db
def test_what_is_asked_wrongly_is_refused_with_its_reason(world):
    none = make(world, excellence=Excellence(), absent=1)
    staff = world.p_subdistrict
    assert code_of(propose_excellent, actor=staff, cohort=none, enrolments=none.ids[:1], reason="好") == "none"
    set_excellence(actor=world.p_district, programme=none.programme, excellence=Excellence(most=5))
    assert code_of(propose_excellent, actor=staff, cohort=none, enrolments=none.ids[:1], reason=" ") == "reason"
    assert code_of(propose_excellent, actor=staff, cohort=none, enrolments=[0], reason="好") == "gone"
    assert code_of(propose_excellent, actor=staff, cohort=none, enrolments=none.ids[-1:], reason="好") == "not_completed"
    assert code_of(decline_excellent, actor=staff, cohort=none, enrolments=none.ids, answer="") == "reason"
    assert code_of(name_excellent, actor=staff, cohort=none) == "no_rule"
    reopen_cohort(actor=world.p_district, cohort=none, reason="重来")
    assert code_of(approve_excellent, actor=staff, cohort=none, enrolments=none.ids[:1]) == "open"


@pytest.mark.django_db
def test_the_rule_names_who_completed_and_reaches_every_figure(world):
    cohort = make(world, excellence=Excellence(attendance_least=100, most_percent=90), absent=2)
    propose_excellent(actor=world.p_trainer, cohort=cohort, enrolments=cohort.ids[:1], reason="认真")
    done = name_excellent(actor=world.p_subdistrict, cohort=cohort)
    assert (done.new, done.tied) == (8, 0)
    assert set(ExcellentTrainee.objects.named().values_list("enrolment_id", "by_rule")) == {(pk, True) for pk in cohort.ids[:8]}
    assert name_excellent(actor=world.p_subdistrict, cohort=cohort).new == 0


@pytest.mark.django_db
def test_equals_at_the_limit_are_left_to_people(world):
    cohort = make(world, excellence=Excellence(attendance_least=100, most=3))
    done = name_excellent(actor=world.p_subdistrict, cohort=cohort)
    assert (done.new, done.tied, states()) == (0, PEOPLE, [])


@pytest.mark.django_db(transaction=True)
def test_however_many_approve_at_once_the_limit_holds(world):
    cohort = make(world, excellence=Excellence(most=3))
    propose_excellent(actor=world.p_trainer, cohort=cohort, enrolments=cohort.ids, reason="认真")
    raised = all_at_once([
        lambda pk=pk: approve_excellent(actor=world.p_subdistrict, cohort=cohort, enrolments=[pk]) for pk in cohort.ids
    ])
    assert [error.code for error in raised] == ["limit"] * (PEOPLE - 3)
    assert ExcellentTrainee.objects.named().count() == 3


def waiting_for_honour(cohort, user, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = candidates(merits_of(cohort, "excellent"), user)
    people = [one.merit.person.pk for one in found if not one.obstacle]
    return sorted(cohort.enrolments.filter(person__in=people).values_list("pk", flat=True))


@pytest.mark.django_db
def test_reopening_lets_approvals_lapse_and_certificates_are_asked_for_once(world, django_assert_num_queries):
    cohort = make(world, excellence=Excellence(attendance_least=100, most=PEOPLE))
    name_excellent(actor=world.p_subdistrict, cohort=cohort)
    assert waiting_for_honour(cohort, world.p_district, django_assert_num_queries) == cohort.ids
    assert all(row.excellent for row in people_on(cohort))
    reopen_cohort(actor=world.p_district, cohort=cohort, reason="漏记")
    assert (states(), room_of(cohort).named) == (["proposed"] * PEOPLE, 0)
    assert not any(row.excellent for row in people_on(cohort))
    close_cohort(actor=world.p_district, cohort=cohort)
    assert approve_excellent(actor=world.p_subdistrict, cohort=cohort, enrolments=cohort.ids).twice == PEOPLE
    assert name_excellent(actor=world.p_subdistrict, cohort=cohort).new == PEOPLE


@pytest.mark.django_db
def test_who_has_a_certificate_of_it_is_taken_off_after_its_revocation(world, django_assert_num_queries):
    cohort = make(world, excellence=Excellence(attendance_least=100, most=PEOPLE))
    name_excellent(actor=world.p_subdistrict, cohort=cohort)
    first = cohort.seats[0]
    kept = Certificate.objects.create(
        person=first.person, source=f"cohort:{cohort.pk}:person:{first.person_id}:excellent", number="优001",
        facts={"name": first.person.name},
    )
    assert waiting_for_honour(cohort, world.p_district, django_assert_num_queries) == cohort.ids[1:]
    arguments = {"actor": world.p_subdistrict, "cohort": cohort, "enrolments": cohort.ids[:1], "answer": "有误"}
    assert code_of(decline_excellent, **arguments) == "certificates"
    Certificate.objects.filter(pk=kept.pk).update(revoked_at="2018-01-01T00:00:00Z")
    assert decline_excellent(**arguments) == 1


@pytest.mark.django_db
def test_proposing_and_approving_in_the_browser(client, world, django_assert_num_queries):
    cohort = make(world, excellence=Excellence(attendance_least=100, most=2))
    address = reverse("cohorts:excellent", args=[cohort.pk])
    client.force_login(world.p_trainer)
    assert client.post(address, {"act": "approve", "people": cohort.ids[:1]}).status_code == 403
    page = client.get(address)
    assert [row["fits"] for row in page.context["others"]] == [True] * PEOPLE
    client.post(address, {"act": "propose", "people": cohort.ids[:2], "reason": "学习认真"})
    client.force_login(world.p_subdistrict)
    assert len(client.get(address).context["proposed"]) == 2
    client.post(address, {"act": "approve", "people": cohort.ids[:2]})
    with django_assert_num_queries(8):
        page = client.get(address)
    assert ([len(page.context[name]) for name in ("named", "proposed", "others")]) == [2, 0, 8]
    board = client.get(reverse("cohorts:board", args=[cohort.pk]), {"show": "excellent"})
    assert len(board.context["page"].object_list) == 2
    roster = client.get(reverse("cohorts:roster", args=[cohort.pk]))
    assert sum(row.excellent for row in roster.context["page"]) == 2
    client.force_login(cohort.seats[0].person)
    assert client.get(reverse("cohorts:my-class", args=[cohort.pk])).context["excellent"] is True
    client.post(address, {"act": "decline", "people": cohort.ids[:2], "answer": "x"})
    assert ExcellentTrainee.objects.named().count() == 2


@pytest.mark.django_db
def test_the_programme_says_whom_and_how_many(client, world):
    cohort = make(world, excellence=Excellence())
    address = reverse("cohorts:programme-excellence", args=[cohort.programme_id])
    client.force_login(world.p_district)
    for data, errors in (
        ({"final_least": 90, "most": 3}, {"final_least"}), ({"attendance_least": 100}, {"most_percent"}),
        ({"most_percent": 101}, {"most_percent"}),
    ):
        assert set(client.post(address, data).context["form"].errors) == errors
    assert client.post(address, {"attendance_least": 100, "most_percent": 10}).status_code == 302
    assert Programme.objects.get(pk=cohort.programme_id).excellence_rules == {
        "final_least": 0, "attendance_least": 100, "most_percent": 10, "most": 0}
    assert "10%" in client.get(reverse("cohorts:programme", args=[cohort.programme_id])).content.decode()
    client.post(address, {"most": ""})
    assert Programme.objects.get(pk=cohort.programme_id).excellence_rules == {}
