"""Entering one person and one organisation by hand."""

from datetime import date

import pytest

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import Organisation, Person

PERSON = {
    "name": "陆教师", "phone": "14012345678", "staff_no": "JS01", "email": "", "looked_for": "东一", "position": "member",
    "starts_on": "2017-05-01",
}


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def test_a_person_is_entered_with_their_post(as_, world):
    answer = as_("subdistrict").post("/desk/people/new/", PERSON)
    person = Person.objects.get(phone="14012345678")
    assert answer.url == f"/desk/people/{person.pk}/"
    assert (person.name, person.initials, person.has_usable_password()) == ("陆教师", "ljs", False)
    post = person.appointments.get()
    assert (post.organisation, post.position, post.starts_on) == (world.east_branch, "member", date(2017, 5, 1))
    verbs = AuditEntry.objects.filter(actor=world.p_subdistrict).order_by("pk").values_list("verb", "organisation_path")
    assert list(verbs)[-2:] == [
        ("person.create", world.east_branch.path), ("person.appoint", world.east_branch.path),
    ]


@pytest.mark.parametrize(("changed", "wrong"), [
    ({"phone": "14099998888"}, "phone"), ({"staff_no": "GH008"}, "staff_no"), ({"name": ""}, "name"),
])
def test_nobody_is_entered_twice_or_without_a_name(as_, world, changed, wrong):
    Person.objects.filter(pk=world.p_outsider.pk).update(phone="14099998888", staff_no="GH008")
    before = Person.objects.count()
    page = as_("subdistrict").post("/desk/people/new/", PERSON | changed)
    assert (list(page.context["form"].errors), Person.objects.count()) == ([wrong], before)


def test_nobody_is_entered_outside_ones_subtree(as_, world):
    before = Person.objects.count()
    page = as_("subdistrict").post("/desk/people/new/", PERSON | {"looked_for": "西一"})
    assert (list(page.context["post_form"].errors), Person.objects.count()) == (["looked_for"], before)


def test_an_organisation_is_entered_below_another(as_, world):
    typed = {"name": "东二居民区党总支", "kind": "general_branch", "category": world.east_branch.category_id, "address": ""}
    as_("district").post(f"/desk/organisations/{world.east.pk}/new/", typed)
    made = Organisation.objects.get(name="东二居民区党总支")
    assert (made.parent, made.path, made.initials) == (world.east, f"{world.east.path}{made.pk}/", "dejmqdzz")


def test_two_organisations_below_one_have_two_names(as_, world):
    typed = {"name": "东一居民区党总支", "kind": "general_branch", "address": ""}
    page = as_("district").post(f"/desk/organisations/{world.east.pk}/new/", typed)
    assert list(page.context["form"].errors) == ["name"]
    assert as_("district").post(f"/desk/organisations/{world.west.pk}/new/", typed).status_code == 302


@pytest.mark.parametrize(("kind", "sort", "wrong"), [
    ("affiliated", "", ["affiliated_kind"]), ("branch", "commission", ["affiliated_kind"]),
    ("affiliated", "commission", []), ("district", "", ["kind"]),
])
def test_what_is_directly_affiliated_says_what_it_is(as_, world, kind, sort, wrong):
    typed = {"name": "国资委", "kind": kind, "affiliated_kind": sort, "address": ""}
    page = as_("district").post(f"/desk/organisations/{world.root.pk}/new/", typed)
    assert (list(page.context["form"].errors) if page.status_code == 200 else []) == wrong


def test_a_renamed_organisation_is_found_by_its_new_initials(as_, world):
    typed = {"name": "龙华居民区党总支", "kind": "general_branch", "category": world.east_branch.category_id,
             "address": "龙华路", "closed_on": ""}
    as_("district").post(f"/desk/organisations/{world.east_branch.pk}/edit/", typed)
    found = as_("district").get("/desk/organisations/", {"q": "lhj"}).context["page"]
    assert [row.name for row in found] == ["龙华居民区党总支"]
    assert AuditEntry.objects.get(verb="organisation.change").detail == {"fields": ["address", "name"]}


def test_a_closed_organisation_leaves_the_tree_and_comes_back(as_, world):
    change = {"closed_on": date(2017, 12, 31)}
    actions.change_organisation(actor=world.p_district, organisation=world.east_branch, changes=change)
    assert as_("district").get("/desk/organisations/", {"q": "东一"}).context["page"].paginator.count == 0
    page = f"/desk/organisations/{world.east_branch.pk}/edit/"
    assert as_("district").get(page).status_code == 200
    actions.change_organisation(actor=world.p_district, organisation=world.east_branch, changes={"closed_on": None})
    assert as_("district").get("/desk/organisations/", {"q": "东一"}).context["page"].paginator.count == 1
