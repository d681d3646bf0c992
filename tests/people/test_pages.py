"""Pages of organisations, people and roles."""

import pytest

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import Person, RoleGrant


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def names(response):
    return [row.name for row in response.context["page"]]


@pytest.mark.parametrize("text", ["东一", "dong yi", "dy"])
def test_organisations_are_found_in_chinese_pinyin_and_initials(as_, world, text):
    assert names(as_("district").get("/desk/organisations/", {"q": text})) == ["东一居民区党总支"]


def test_a_liaison_finds_no_organisation_of_another_subdistrict(as_, world):
    assert names(as_("liaison").get("/desk/organisations/", {"q": "西"})) == []
    assert as_("liaison").get(f"/desk/organisations/{world.west_branch.pk}/").status_code == 404


@pytest.mark.parametrize("text", ["张学", "zxy", "zhang"])
def test_people_are_found_by_name_and_initials(as_, world, text):
    assert names(as_("subdistrict").get("/desk/people/", {"q": text})) == ["张学员"]


def test_a_telephone_number_is_masked_until_asked_for(as_, world):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14012345678")
    address = f"/desk/people/{world.p_learner.pk}/"
    page = as_("subdistrict").get(address).content.decode()
    assert ("140****5678" in page, "14012345678" in page) == (True, False)
    assert "14012345678" in as_("subdistrict").post(address + "telephone/").content.decode()
    assert AuditEntry.objects.filter(verb="person.reveal", actor=world.p_subdistrict).count() == 1
    assert as_("auditor").post(address + "telephone/").status_code == 403


def test_a_subdistrict_does_not_touch_the_account_of_a_district_administrator(as_, world):
    actions.appoint(actor=None, person=world.p_district, organisation=world.east_branch, position="member")
    assert as_("subdistrict").post(f"/desk/people/{world.p_district.pk}/first-code/").status_code == 403


def test_nobody_gives_themselves_a_role(as_, world):
    assert as_("district").get(f"/desk/people/{world.p_district.pk}/grants/new/").status_code == 403


def test_an_ended_role_gives_nothing_from_the_next_request_on(as_, world):
    assert as_("subdistrict").get("/desk/people/").status_code == 200
    grant = RoleGrant.objects.get(person=world.p_subdistrict)
    actions.end_grant(actor=world.p_district, grant=grant)
    assert as_("subdistrict").get("/desk/people/").status_code == 403


def test_the_exported_list_is_the_one_shown(as_, world, tmp_path):
    import openpyxl

    Person.objects.filter(pk=world.p_learner.pk).update(name="=1+1", phone="14012345678")
    response = as_("subdistrict").get("/desk/people/export/", {"position": "secretary"})
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"".join(response.streaming_content))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=3)]
    assert [(row[0], row[5]) for row in rows] == [("=1+1", "140****5678")]
    assert AuditEntry.objects.get(verb="person.export").detail == {"rows": 1}


@pytest.mark.parametrize("more", [0, 30])
def test_queries_of_the_list_do_not_grow(as_, world, django_assert_num_queries, more):
    for number in range(more):
        person = actions.create_person(actor=None, name=f"党员{number}")
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    browser = as_("subdistrict")
    with django_assert_num_queries(7):
        browser.get("/desk/people/")
