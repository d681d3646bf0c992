"""Pages of organisations and people."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.models import Appointment, Person


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def names(response):
    return [row.name for row in response.context["page"]]


# Organisations


@pytest.mark.parametrize("text", ["东一", "dong yi", "dongyi", "dy", "DYJ"])
def test_organisations_are_found_in_chinese_pinyin_and_initials(as_, world, text):
    assert names(as_("district").get("/desk/organisations/", {"q": text})) == ["东一居民区党总支"]


def test_a_liaison_finds_no_organisation_of_another_subdistrict(as_, world):
    assert names(as_("liaison").get("/desk/organisations/", {"q": "西"})) == []
    assert as_("liaison").get(f"/desk/organisations/{world.west_branch.pk}/").status_code == 404
    assert as_("liaison").get(f"/desk/organisations/{world.west.pk}/below/").status_code == 404


def test_browsing_begins_below_the_top_of_ones_scope(as_, world):
    assert names(as_("district").get("/desk/organisations/")) == ["东街道", "西街道"]
    assert names(as_("subdistrict").get("/desk/organisations/")) == ["东一居民区党总支"]
    assert names(as_("liaison").get("/desk/organisations/")) == ["东一居民区党总支"]


def test_a_level_counts_what_lies_below(as_, world):
    page = as_("district").get("/desk/organisations/").context["page"]
    assert [(row.name, row.below, row.people) for row in page] == [("东街道", 1, 2), ("西街道", 1, 1)]


def test_a_school_sees_posts_without_reserves_telephones_or_counts(as_, world):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14012345678")
    page = as_("school").get(f"/desk/organisations/{world.east_branch.pk}/")
    text = page.content.decode()
    assert [post.person.name for post in page.context["posts"]] == ["张学员"]
    assert ("钱后备" in text, "140****5678" in text) == (False, False)
    assert as_("school").get("/desk/organisations/").context["page"][0].people is None


@pytest.mark.parametrize("role", ["liaison", "subdistrict", "district", "auditor"])
def test_those_who_look_after_a_branch_see_its_reserves(as_, world, role):
    page = as_(role).get(f"/desk/organisations/{world.east_branch.pk}/")
    assert [post.person.name for post in page.context["posts"]] == ["张学员", "钱后备"]


def test_past_post_holders_are_named(as_, world):
    post = Appointment.objects.get(person=world.p_learner)
    actions.end_appointment(actor=None, appointment=post, ends_on=timezone.localdate())
    page = as_("district").get(f"/desk/organisations/{world.east_branch.pk}/")
    assert [post.person.name for post in page.context["past"]] == ["张学员"]
    assert [post.person.name for post in page.context["posts"]] == ["钱后备"]


def test_the_level_below_comes_as_a_part_for_scripts_and_as_a_page_without(as_, world):
    address = f"/desk/organisations/{world.east.pk}/below/"
    part, page = as_("district").get(address, headers={"HX-Request": "true"}), as_("district").get(address)
    assert [("东一居民区党总支" in answer.content.decode(), "<html" in answer.content.decode()) for answer in (part, page)] == [
        (True, False), (True, True)
    ]


@pytest.mark.parametrize("more", [0, 30])
def test_queries_of_the_tree_do_not_grow(as_, world, django_assert_num_queries, more):
    for number in range(more):
        actions.create_organisation(actor=None, parent=world.root, name=f"{number}街道", kind="affiliated")
    browser = as_("district")
    with django_assert_num_queries(13):
        browser.get("/desk/organisations/")


# The list of people


@pytest.mark.parametrize("text", ["张学", "zxy", "zhang", "zhangxue", "GH007", "5678"])
def test_people_are_found_by_name_initials_staff_number_and_last_digits(as_, world, text):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14012345678", staff_no="GH007")
    Person.objects.filter(pk=world.p_reserve.pk).update(phone="14056781234", staff_no="GH008")
    assert names(as_("subdistrict").get("/desk/people/", {"q": text})) == ["张学员"]


@pytest.mark.parametrize(("query", "found"), [
    ({}, {"张学员", "钱后备", "王外人"}), ({"position": "secretary"}, {"张学员", "王外人"}), ({"category": "soe"}, set()),
    ({"category": "residential", "position": "reserve"}, {"钱后备"}),
])
def test_people_are_narrowed_by_position_and_category(as_, world, query, found):
    seen = set(names(as_("district").get("/desk/people/", query)))
    assert seen & {"张学员", "钱后备", "王外人"} == found


def test_people_are_narrowed_to_a_subtree_of_ones_own(as_, world):
    assert names(as_("district").get("/desk/people/", {"within": world.west.pk})) == ["王外人"]
    assert names(as_("district").get("/desk/people/", {"within": world.east_branch.pk})) == ["钱后备", "张学员"]
    assert "王外人" not in names(as_("subdistrict").get("/desk/people/", {"within": world.west.pk}))


@pytest.mark.parametrize("more", [0, 30])
def test_queries_of_the_list_do_not_grow(as_, world, django_assert_num_queries, more):
    for number in range(more):
        person = actions.create_person(actor=None, name=f"党员{number}")
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    browser = as_("subdistrict")
    with django_assert_num_queries(11):
        browser.get("/desk/people/")


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("school", 403), ("learner", 403), ("liaison", 302)])
def test_who_may_export_people(as_, role, status):
    assert as_(role).post("/desk/lists/people.people/export/").status_code == status


# A person's card


@pytest.mark.parametrize(("days", "new"), [(30, True), (400, False)])
def test_a_new_appointment_is_marked(as_, world, days, new):
    Appointment.objects.filter(person=world.p_learner).update(starts_on=timezone.localdate() - timedelta(days=days))
    page = as_("subdistrict").get(f"/desk/people/{world.p_learner.pk}/")
    assert [post.is_new for post in page.context["posts"]] == [new]


def test_a_correction_is_recorded_by_column_names_alone(as_, world):
    address = f"/desk/people/{world.p_learner.pk}/edit/"
    form = {"name": "曾学员", "phone": "140 1234-5678", "staff_no": "", "email": ""}
    assert as_("subdistrict").post(address, form).status_code == 302
    world.p_learner.refresh_from_db()
    assert (world.p_learner.name_key, world.p_learner.phone) == ("zeng xue yuan", "14012345678")
    assert AuditEntry.objects.get(verb="person.edit").detail == {"fields": ["name", "phone"]}
    as_("subdistrict").post(address, form)
    assert AuditEntry.objects.filter(verb="person.edit").count() == 1


@pytest.mark.parametrize("phone", ["1401234567", "23812345678", "14099998888"])
def test_a_wrong_or_taken_telephone_number_is_refused(as_, world, phone):
    Person.objects.filter(pk=world.p_outsider.pk).update(phone="14099998888")
    form = {"name": "张学员", "phone": phone, "staff_no": "", "email": ""}
    page = as_("subdistrict").post(f"/desk/people/{world.p_learner.pk}/edit/", form)
    assert list(page.context["form"].errors) == ["phone"]
    world.p_learner.refresh_from_db()
    assert world.p_learner.phone is None


def test_a_post_is_entered_by_a_few_letters(as_, world):
    address = f"/desk/people/{world.p_learner.pk}/posts/"
    as_("subdistrict").post(address, {"looked_for": "dyj", "position": "deputy", "starts_on": "2017-05-01"})
    post = Appointment.objects.get(person=world.p_learner, position="deputy")
    assert (post.organisation, post.starts_on) == (world.east_branch, date(2017, 5, 1))


def test_of_several_organisations_one_is_chosen(as_, world):
    second = actions.create_organisation(actor=None, parent=world.east, name="东二居民区党总支", kind="general_branch")
    address = f"/desk/people/{world.p_learner.pk}/posts/"
    page = as_("subdistrict").post(address, {"looked_for": "居民区", "position": "deputy"})
    offered = page.context["form"].fields["organisation"].widget.choices
    assert [pk for pk, _label in offered] == [world.east_branch.pk, second.pk]
    as_("subdistrict").post(address, {"looked_for": "居民区", "organisation": second.pk, "position": "deputy"})
    assert Appointment.objects.get(person=world.p_learner, position="deputy").organisation == second


def test_no_post_is_entered_outside_ones_subtree(as_, world):
    address = f"/desk/people/{world.p_learner.pk}/posts/"
    for typed in ({"looked_for": "西一"}, {"organisation": world.west_branch.pk}):
        assert as_("subdistrict").post(address, {**typed, "position": "deputy"}).status_code == 200
    assert Appointment.objects.filter(person=world.p_learner).count() == 1


def test_a_post_is_ended_after_its_beginning(as_, world):
    post = Appointment.objects.get(person=world.p_learner)
    Appointment.objects.filter(pk=post.pk).update(starts_on=date(2017, 5, 1))
    address = f"/desk/posts/{post.pk}/end/"
    assert as_("subdistrict").post(address, {"ends_on": "2017-04-30"}).status_code == 200
    assert as_("subdistrict").post(address, {"ends_on": "2017-06-01"}).url == f"/desk/organisations/{world.east_branch.pk}/"
    post.refresh_from_db()
    assert post.ends_on == date(2017, 6, 1)


def test_nobody_ends_a_post_of_another_subdistrict(as_, world):
    west = actions.appoint(actor=None, person=world.p_learner, organisation=world.west_branch, position="member")
    assert as_("subdistrict").get(f"/desk/people/{world.p_learner.pk}/").status_code == 200
    assert as_("subdistrict").post(f"/desk/posts/{west.pk}/end/", {"ends_on": "2030-01-01"}).status_code == 403
    west.refresh_from_db()
    assert west.ends_on is None
