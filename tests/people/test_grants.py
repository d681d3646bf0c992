"""Roles: given by the district to others, never to oneself, and ended at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import RoleGrant


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def form(**more):
    return {"role": "liaison", "looked_for": "西一", "starts_on": timezone.localdate().isoformat(), "ends_on": "", **more}


def test_a_person_is_found_and_given_a_role(as_, world):
    page = as_("district").get("/desk/grants/new/", {"q": "wwr"})
    assert [person.name for person in page.context["page"]] == ["王外人"]
    as_("district").post(f"/desk/people/{world.p_outsider.pk}/grants/new/", form())
    grant = RoleGrant.objects.get(person=world.p_outsider)
    assert (grant.role, grant.organisation, grant.granted_by) == ("liaison", world.west_branch, world.p_district)
    assert AuditEntry.objects.filter(verb="grant.give", target_id=str(grant.pk), actor=world.p_district).count() == 1


def test_nobody_gives_themselves_a_role(as_, world):
    address = f"/desk/people/{world.p_district.pk}/grants/new/"
    assert [as_("district").get(address).status_code, as_("district").post(address, form()).status_code] == [403, 403]
    found = as_("district").get("/desk/grants/new/", {"q": "district"}).context["page"]
    assert world.p_district.pk not in {person.pk for person in found}
    assert RoleGrant.objects.filter(person=world.p_district).count() == 1


@pytest.mark.parametrize("role", ["subdistrict", "auditor", "liaison", "school"])
def test_only_the_district_gives_roles(as_, world, role):
    assert as_(role).get("/desk/grants/new/").status_code == 403
    answer = as_(role).post(f"/desk/people/{world.p_reserve.pk}/grants/new/", form())
    assert answer.status_code in {403, 404}
    assert RoleGrant.objects.filter(person=world.p_reserve).count() == 0


def test_trainee_is_not_a_role_to_give_and_days_stand_in_order(as_, world):
    address = f"/desk/people/{world.p_outsider.pk}/grants/new/"
    for wrong in ({"role": "learner"}, {"ends_on": "2000-01-01"}, {"looked_for": ""}, {"looked_for": "无此组织"}):
        assert as_("district").post(address, form(**wrong)).status_code == 200
    assert RoleGrant.objects.filter(person=world.p_outsider).count() == 0


def test_a_role_holds_from_its_first_to_its_last_day(as_, world):
    today = timezone.localdate()
    actions.grant_role(actor=None, person=world.p_outsider, role="subdistrict", organisation=world.west,
                       starts_on=today + timedelta(days=1))
    assert as_("outsider").get("/desk/people/").status_code == 403
    actions.grant_role(actor=None, person=world.p_outsider, role="liaison", organisation=world.west, ends_on=today)
    assert as_("outsider").get("/desk/people/").status_code == 200


def test_an_ended_role_gives_nothing_from_the_next_request_on(as_, world):
    browser = as_("subdistrict")
    assert browser.get("/desk/people/").status_code == 200
    actions.end_grant(actor=world.p_district, grant=RoleGrant.objects.get(person=world.p_subdistrict))
    assert browser.get("/desk/people/").status_code == 403


def test_ending_asks_first_and_is_a_post(as_, world):
    grant = RoleGrant.objects.get(person=world.p_trainer)
    address = f"/desk/grants/{grant.pk}/end/"
    assert as_("district").get(address).status_code == 200
    assert RoleGrant.objects.active().filter(pk=grant.pk).exists()
    as_("district").post(address)
    assert not RoleGrant.objects.active().filter(pk=grant.pk).exists()
    assert as_("district").post(address).status_code == 404


def test_a_role_that_begins_later_can_be_ended(as_, world):
    later = timezone.localdate() + timedelta(days=30)
    grant = actions.grant_role(actor=None, person=world.p_outsider, role="liaison", organisation=world.west, starts_on=later)
    assert grant in list(as_("district").get("/desk/grants/").context["page"])
    assert as_("district").post(f"/desk/grants/{grant.pk}/end/").status_code == 302
    assert not RoleGrant.objects.active(later).filter(pk=grant.pk).exists()


def test_one_does_not_end_ones_own_role(as_, world):
    grant = RoleGrant.objects.get(person=world.p_district)
    assert as_("district").post(f"/desk/grants/{grant.pk}/end/").status_code == 403


def test_a_subdistrict_lists_the_roles_of_its_own_subtree(as_, world):
    actions.grant_role(actor=None, person=world.p_outsider, role="liaison", organisation=world.west)
    seen = {grant.person.username for grant in as_("subdistrict").get("/desk/grants/").context["page"]}
    assert seen == {"liaison", "trainer", "school", "subdistrict", "editor"}


def test_the_list_is_narrowed_by_role_and_name(as_, world):
    page = as_("district").get("/desk/grants/", {"role": "auditor"}).context["page"]
    assert [grant.person.username for grant in page] == ["auditor"]
    page = as_("district").get("/desk/grants/", {"q": "trainer"}).context["page"]
    assert [grant.person.username for grant in page] == ["trainer"]


@pytest.mark.parametrize("more", [0, 30])
def test_queries_of_the_list_do_not_grow(as_, world, django_assert_num_queries, more):
    for number in range(more):
        person = actions.create_person(actor=None, name=f"联络员{number}")
        actions.grant_role(actor=None, person=person, role="liaison", organisation=world.east)
    browser = as_("district")
    with django_assert_num_queries(8):
        browser.get("/desk/grants/")
