"""One asks, another approves, and only then it is done; nobody approves what they asked for, or what is about them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.approvals import actions
from lms.approvals.models import Approval
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.operations.registry import State, examine
from lms.people import actions as people
from lms.people.approvals import give_role
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant


def fresh(person):
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def second(world):
    """Another district administrator."""
    person = people.create_person(actor=None, name="第二人", username="second")
    people.grant_role(actor=None, person=person, role=Role.DISTRICT, organisation=world.root)
    return person


def give(world, role=Role.SUBDISTRICT, person=None, actor=None):
    return give_role(actor=actor or world.p_district, person=person or world.p_liaison, role=role, organisation=world.east,
                     starts_on=timezone.localdate(), ends_on=None, reason="接替沈立群")


def holds(world, role=Role.SUBDISTRICT):
    return RoleGrant.objects.filter(person=world.p_liaison, role=role).exists()


def test_what_is_asked_for_is_done_when_another_approves(world, second):
    row = give(world)
    assert (row.state, holds(world)) == ("waiting", False)
    assert list(Notice.objects.values_list("person", "kind")) == [(second.pk, "approval.waiting")]
    assert list(Approval.objects.waiting_for(fresh(second))) == [row]
    done = actions.approve(actor=second, approval=row)
    assert (done.state, done.decided_by, holds(world)) == ("done", second, True)
    assert RoleGrant.objects.get(person=world.p_liaison, role="subdistrict").granted_by == second
    assert list(AuditEntry.objects.filter(verb__startswith="approval.").order_by("pk").values_list("verb", "actor")) == [
        ("approval.ask", world.p_district.pk), ("approval.approve", second.pk)]
    assert Notice.objects.filter(person=world.p_district, kind="approval.done").count() == 1


def test_nobody_approves_what_they_asked_for_by_page_action_or_table(world, second, client):
    row = give(world)
    client.force_login(world.p_district)
    assert client.post(reverse("approvals:approve", args=[row.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.approve(actor=fresh(world.p_district), approval=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(state="done", decided_by=world.p_district)
    assert holds(world) is False


def test_nobody_decides_or_asks_about_themselves(world, second):
    with pytest.raises(PermissionDenied):
        give(world, person=world.p_district)
    third = people.create_person(actor=None, name="第三人", username="third")
    people.grant_role(actor=None, person=third, role=Role.DISTRICT, organisation=world.root)
    row = give(world, person=second, role=Role.AUDITOR)
    assert Approval.objects.visible_to(fresh(second)).count() == 0
    with pytest.raises(PermissionDenied):
        actions.approve(actor=fresh(second), approval=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(state="done", decided_by=second)
    assert actions.approve(actor=fresh(third), approval=row).state == "done"


def test_where_nobody_else_could_decide_it_is_refused_with_a_way_out(world):
    with pytest.raises(ValidationError, match="SECOND_PERSON"):
        give(world)
    assert Approval.objects.count() == 0


def test_an_installation_of_one_administrator_runs_without(world, settings):
    settings.SECOND_PERSON = ["none"]
    assert (give(world), holds(world)) == (None, True)
    settings.SECOND_PERSON = ["certificate.revoke"]
    assert give(world, person=world.p_trainer) is None


def test_a_role_that_decides_about_nobody_needs_no_second_person(world):
    assert (give(world, role=Role.TRAINER), holds(world, Role.TRAINER)) == (None, True)


def test_the_same_waits_once(world, second):
    give(world)
    with pytest.raises(ValidationError, match="已在等待"):
        give(world)


def test_two_who_approve_at_once_do_it_once(world, second):
    row = give(world)
    actions.approve(actor=second, approval=row)
    with pytest.raises(ValidationError, match="已有人"):
        actions.decline(actor=second, approval=row, reason="晚了")
    assert RoleGrant.objects.filter(person=world.p_liaison, role="subdistrict").count() == 1


def test_who_lost_the_right_meanwhile_gets_nothing(world, second):
    row = give(world)
    people.end_grant(actor=second, grant=RoleGrant.objects.get(person=world.p_district))
    with pytest.raises(ValidationError, match="无权"):
        actions.approve(actor=second, approval=row)
    row.refresh_from_db()
    assert (row.state, holds(world)) == ("waiting", False)


def test_declining_needs_a_reason_that_the_asker_reads(world, second):
    row = give(world)
    with pytest.raises(ValidationError):
        actions.decline(actor=second, approval=row, reason=" ")
    actions.decline(actor=second, approval=row, reason="本人即将退休")
    assert Notice.objects.get(person=world.p_district).params == {"reason": "本人即将退休"}
    assert (Approval.objects.get().state, holds(world)) == ("declined", False)
    assert give(world).state == "waiting"  # it may be asked again


def test_the_asker_takes_it_back_and_nobody_else(world, second):
    row = give(world)
    with pytest.raises(PermissionDenied):
        actions.withdraw(actor=second, approval=row)
    assert actions.withdraw(actor=world.p_district, approval=row).state == "withdrawn"


def test_what_nobody_decides_ends_and_can_no_longer_be_approved(world, second, settings):
    row = give(world)
    later = timezone.now() + timedelta(days=settings.SECOND_PERSON_DAYS, minutes=1)
    with pytest.raises(ValidationError):
        actions.approve(actor=second, approval=row, now=later)
    assert (actions.expire_approvals(now=later), actions.expire_approvals(now=later)) == (1, 0)
    assert (Approval.objects.get().state, holds(world)) == ("expired", False)
    assert Notice.objects.filter(person=world.p_district, kind="approval.expired").count() == 1


def test_giving_an_administrators_role_by_its_page_asks_and_two_taps_approve(world, second, client):
    client.force_login(world.p_district)
    answer = client.post(reverse("people:grant-new", args=[world.p_liaison.pk]), {
        "role": "subdistrict", "organisation": world.east.pk, "starts_on": timezone.localdate().isoformat(), "reason": "接替",
    })
    row = Approval.objects.get()
    assert answer.url == reverse("approvals:approval", args=[row.pk])
    assert "等待第二人" in client.get(answer.url).content.decode()
    client.force_login(second)
    home = client.get("/desk/").content.decode()
    assert reverse("approvals:approval", args=[row.pk]) in home
    page = client.get(reverse("approvals:approval", args=[row.pk])).content.decode()
    assert "街镇" in page
    assert "接替" in page
    client.post(reverse("approvals:approve", args=[row.pk]))
    assert holds(world) is True


def test_the_list_asks_as_much_for_many_as_for_one(world, second, client, django_assert_num_queries):
    row = give(world)
    client.force_login(second)
    client.get(reverse("approvals:approvals"))
    with django_assert_num_queries(7):
        client.get(reverse("approvals:approvals"))
    for number in range(5):
        row.pk, row.about = None, f"x{number}"
        row._state.adding = True
        row.save()
    with django_assert_num_queries(7):
        assert client.get(reverse("approvals:approvals")).context["page"].paginator.count == 6


def test_the_doctor_says_where_nobody_else_could_approve(world, second):
    look = lambda: examine(names=["second_person"])[0].finding  # noqa: E731
    people.grant_role(actor=None, person=second, role=Role.SUBDISTRICT, organisation=world.east)
    assert look().state == State.OK
    people.end_grant(actor=None, grant=RoleGrant.objects.get(person=second, role="district"))
    assert look().state == State.WARNING


def test_the_operator_names_the_first_administrators(db, monkeypatch):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "a-long-passphrase-2017")
    call_command("make_administrator", "wu", "--name", "吴某")
    call_command("make_administrator", "wu")
    person = Person.objects.get(username="wu")
    assert person.scope.sees_everything is True
    assert RoleGrant.objects.filter(person=person).count() == 1
    assert person.check_password("a-long-passphrase-2017") is True
