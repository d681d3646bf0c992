"""Each kind of the platform and of the apps to its right: asked by its page, done by another, with what the page tells them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from cohorts.actions.roll_calls import left_before
from cohorts.models import AttendanceMark, RollCall
from courses.actions.answer_marks import MarkRefused, last_marked, save_mark
from courses.models import Regrade
from lms.approvals.actions import approve
from lms.approvals.models import Approval
from lms.people import actions as people
from lms.people.enums import Role
from lms.people.models import Person
from tests.access.rows import House
from tests.courses.marking_making import make_essays, mark_all, sit


@pytest.fixture
def house(world):
    return House(world)


@pytest.fixture
def second(world):
    person = people.create_person(actor=None, name="第二人", username="second")
    people.grant_role(actor=None, person=person, role=Role.DISTRICT, organisation=world.root)
    return Person.objects.get(pk=person.pk)


def ask(client, person, url, data):
    """Post a form as ``person``; return what waits then, whose page is where they are led."""
    client.force_login(person)
    answer = client.post(url, data)
    row = Approval.objects.get()
    assert answer.url == reverse("approvals:approval", args=[row.pk])
    return row


def told(client, person, row):
    """Return the page on which the row is decided, as words."""
    client.force_login(person)
    page = client.get(reverse("approvals:approval", args=[row.pk]))
    assert page.status_code == 200
    return re.sub(r"<[^>]+>", "", page.content.decode())


@pytest.mark.parametrize(("act", "state"), [("revoke", "revoked"), ("void", "void")])
def test_a_certificate_is_ended_by_two(house, world, second, client, act, state):
    certificate = house.certificate
    row = ask(client, world.p_district, reverse(f"certificates:{act}", args=[certificate.pk]), {"reason": "冒名顶替"})
    assert Certificate.objects.get(pk=certificate.pk).state == "valid"
    assert certificate.number in told(client, second, row)
    approve(actor=second, approval=row)
    assert Certificate.objects.get(pk=certificate.pk).state == state
    assert Certificate.objects.get(pk=certificate.pk).revoked_reason == "冒名顶替"


def test_a_person_is_erased_by_two(world, second, client):
    left = people.create_person(actor=None, name="王离退", post={
        "organisation": world.east_branch, "position": "member", "starts_on": timezone.localdate()})
    row = ask(client, world.p_district, reverse("people:person-erase", args=[left.pk]), {"reason": "本人书面申请", "sure": "on"})
    assert Person.objects.get(pk=left.pk).erased_at is None
    assert "王离退" in told(client, second, row)
    approve(actor=second, approval=row)
    assert Person.objects.get(pk=left.pk).erased_at is not None
    assert Approval.objects.get().reason == ""  # the trail keeps it


def standing(house):
    found = AttendanceMark.objects.current().filter(session=house.closed_session, enrolment=house.enrolment).first()
    return (found.status, found.recorded_by) if found else None


def test_a_mark_of_a_closed_session_is_corrected_by_two(house, world, client):
    url = reverse("cohorts:session-person", args=[house.closed_session.pk, house.enrolment.pk])
    row = ask(client, world.p_trainer, url, {"status": "late", "late_minutes": "5", "reason": "签到机没电"})
    assert standing(house) is None
    assert reverse("approvals:approval", args=[row.pk]) in client.get(url).content.decode()
    words = told(client, world.p_school, row)
    assert "迟到 5 分钟" in words
    assert "签到机没电" in words
    approve(actor=world.p_school, approval=row)
    assert standing(house) == ("late", world.p_school)


def test_what_stands_differently_by_then_is_not_overwritten(house, world, client):
    row = house.approval
    AttendanceMark.objects.create(
        session=house.closed_session, enrolment=house.enrolment, status="excused", method="grid", recorded_by=world.p_school
    )
    client.force_login(world.p_school)
    page = client.post(reverse("approvals:approve", args=[row.pk]), follow=True)
    assert "刚才有其他人" in page.content.decode()
    row.refresh_from_db()
    assert (row.state, standing(house)[0]) == ("waiting", "excused")


def test_a_second_call_decided_after_closing_needs_two_as_well(house, world):
    session = house.closed_session
    AttendanceMark.objects.create(session=session, enrolment=house.enrolment, status="present", method="qr")
    call = RollCall.objects.create(session=session, opened_by=world.p_trainer, opened_at=session.starts_at,
                                   closed_at=session.ends_at)
    row = left_before(actor=world.p_trainer, call=call, enrolment=house.enrolment, now=timezone.now())
    assert (row.kind, standing(house)[0]) == ("attendance.correct", "present")


@pytest.fixture
def made(world):
    return make_essays(world)


def test_results_that_are_out_are_corrected_by_two(world, made, client):
    attempt = sit(made, world.people["learner"], single="b")
    mark_all(made, world.p_school, attempt)
    attempt.refresh_from_db()
    before = attempt.points
    url = reverse("courses:marking-correct", args=[attempt.pk, made.single.pk])
    row = ask(client, world.p_school, url, {"points": "6", "reason": "题面有歧义"})
    attempt.refresh_from_db()
    assert attempt.points == before
    assert "题面有歧义" in told(client, world.p_subdistrict, row)
    approve(actor=world.p_subdistrict, approval=row)
    attempt.refresh_from_db()
    assert attempt.points == before + 6


def test_a_faulty_question_is_regraded_by_two_once_results_are_out(world, made, client):
    attempt = sit(made, world.people["learner"], text="", first="", single="b")
    client.force_login(world.p_school)
    new = reverse("courses:regrade-new", args=[made.exam.pk, made.single.pk])
    shown = client.post(new, {"remedy": "full", "reason": "两个答案都对"}).url
    row = ask(client, world.p_school, f"{shown}apply/", {})
    attempt.refresh_from_db()
    assert (attempt.points, Regrade.objects.get().state) == (0, "ready")
    assert client.post(f"{shown}apply/").url == shown  # it waits already
    approve(actor=world.p_district, approval=row)
    attempt.refresh_from_db()
    assert attempt.points == 10
    client.force_login(world.p_school)
    client.post(f"{shown}apply/")  # pressed again in an old window: what counts is not asked for once more
    assert Approval.objects.count() == 1


def test_a_marker_does_not_change_alone_what_the_candidate_knows(world, made):
    attempt = sit(made, world.people["learner"])
    mark_all(made, world.p_school, attempt)
    claim = last_marked(actor=world.p_school, exam=made.exam, question_id=made.essay.pk, part=0)
    with pytest.raises(MarkRefused) as caught:
        save_mark(actor=world.p_school, claim=claim, points=5, reason="看漏了一段")
    assert caught.value.code == "second"
