"""A phone that checked in two people: what was decided about it is kept, shown, in the trail, and never about oneself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from cohorts.actions.devices import decide_device
from cohorts.models import AttendanceMark, DeviceDecision
from lms.audit.models import AuditEntry
from lms.people import actions as people
from tests.access.rows import House


@pytest.fixture
def house(world):
    house = House(world)
    assert house.lent_phone
    return house


def seat(house, role):
    return house.session.cohort.enrolments.get(person=house.people[role])


def decide(house, withdrawn=(), actor=None, reason="两人都在第一排"):
    return decide_device(actor=actor or house.trainer, session=house.session, device=house.lent_phone, withdrawn=withdrawn,
                         reason=reason)


def page(client, house, person=None):
    client.force_login(person or house.trainer)
    return client.get(reverse("cohorts:session", args=[house.session.pk]))


def test_a_flag_is_accepted_with_a_reason_that_stays(house, client):
    assert [phone.names for phone in page(client, house).context["shared"]] == [["张学员", "钱后备"]]
    url = reverse("cohorts:session-device", args=[house.session.pk, house.lent_phone])
    assert client.post(url, {"reason": " "}).status_code == 200
    assert client.post(url, {"reason": "两人都在第一排"}).status_code == 302
    row = DeviceDecision.objects.get()
    assert (row.decided_by, row.withdrawn, len(row.enrolments), row.reason) == (house.trainer, [], 2, "两人都在第一排")
    shown = page(client, house)
    assert shown.context["shared"] == []
    assert [word for word in ("所有人都在场", "两人都在第一排", house.trainer.name) if word not in shown.content.decode()] == []
    line = AuditEntry.objects.get(verb="attendance.device")
    assert (line.actor, line.detail["withdrawn"], line.detail["reason"]) == (house.trainer, [], "两人都在第一排")
    assert AttendanceMark.objects.current().filter(status="present").count() == 2


def test_a_mark_without_a_person_is_taken_back(house, client):
    reserve = seat(house, "reserve")
    page(client, house)
    url = reverse("cohorts:session-device", args=[house.session.pk, house.lent_phone])
    client.post(url, {"reason": "人不在场", "withdrawn": [reserve.pk]})
    assert DeviceDecision.objects.get().withdrawn == [reserve.pk]
    standing = AttendanceMark.objects.current().values_list("enrolment__person__name", "status")
    assert dict(standing) == {"张学员": "present", "钱后备": "undone"}
    assert AttendanceMark.objects.current().get(enrolment=reserve).reason == "人不在场"
    assert "已撤回：钱后备" in page(client, house).content.decode()


def test_it_is_decided_once_until_somebody_else_checks_in_with_the_phone(house, client):
    decide(house)
    with pytest.raises(ValidationError, match="已有人"):
        decide(house)
    person = people.create_person(actor=None, name="孙某", username="third", post={
        "organisation": house.branch, "position": "member", "starts_on": "2017-01-01"})
    third = house.cohort.enrolments.create(person=person, organisation=house.branch, position="member", state="enrolled")
    AttendanceMark.objects.create(session=house.session, enrolment=third, status="present", method="qr", device=house.lent_phone)
    assert len(page(client, house).context["shared"]) == 1
    assert decide(house).enrolments == sorted(house.cohort.enrolments.values_list("pk", flat=True))


def test_nobody_decides_about_their_own_mark(house, client):
    for role in ("trainer", "school"):
        people.grant_role(actor=None, person=house.learner, role=role, organisation=house.east)
    client.force_login(house.learner)
    url = reverse("cohorts:session-device", args=[house.session.pk, house.lent_phone])
    assert client.post(url, {"reason": "我在"}).status_code == 403
    with pytest.raises(PermissionDenied):
        decide(house, actor=house.learner)
    assert DeviceDecision.objects.count() == 0


def test_marks_of_a_closed_session_are_not_taken_back_here(house):
    house.session.closed_at = house.session.ends_at
    house.session.save()
    with pytest.raises(ValidationError, match="已结课"):
        decide(house, [seat(house, "reserve").pk])
    assert decide(house).withdrawn == []
    assert AttendanceMark.objects.count() == 2


def test_a_mark_that_was_changed_meanwhile_is_not_taken_back(house):
    with pytest.raises(ValidationError, match="其他人"):
        decide(house, [0])
    assert DeviceDecision.objects.count() == 0
