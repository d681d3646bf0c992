"""Who may enter the editor, and what they reach there."""

import pytest
from django.contrib.auth.models import Group

from cms.actions.editors import sync_editors
from cms.models import CoursePage, LessonPage
from lms.audit.models import AuditEntry
from lms.people.actions import end_grant, grant_role
from lms.people.models import Person

# What the editor's form sends for the lists of a course: nothing in any of them.
EMPTY_LISTS = {
    f"{name}-{key}": value for name in ("course_lecturers", "course_prerequisites", "course_materials")
    for key, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"), ("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", ""))
}


def fresh(person):
    return Person.objects.get(pk=person.pk)


def permissions(person, page):
    return page.permissions_for_user(fresh(person))


def test_a_visitor_is_sent_to_the_one_sign_in_page(site, client):
    for path in ("/cms/", "/cms/pages/", "/cms/nothing/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, f"/login/?next={path}")
    assert client.get("/cms/login/").url.startswith("/login/")


@pytest.mark.parametrize("role", ["learner", "liaison", "trainer", "subdistrict", "auditor", "outsider"])
def test_others_are_refused_without_a_loop(site, client, world, role):
    client.force_login(world.people[role])
    assert client.get("/cms/").status_code == 403
    assert client.get("/cms/pages/").status_code == 403


@pytest.mark.parametrize("role", ["editor", "district", "school"])
def test_editors_their_approvers_and_the_district_enter(site, client, world, role):
    client.force_login(world.people[role])
    assert client.get("/cms/").status_code == 200


def test_an_editor_reaches_the_pages_of_the_own_school_only(site, client, world):
    client.force_login(world.p_editor)
    client.get("/cms/")
    assert permissions(world.p_editor, site.east).can_edit()
    assert permissions(world.p_editor, site.east).can_add_subpage()
    for page in (site.west, site.course, site.home, site.lessons[0]):
        assert not permissions(world.p_editor, page).can_edit()
    assert client.get(f"/cms/pages/{site.east.pk}/edit/").status_code == 200
    assert client.get(f"/cms/pages/{site.west.pk}/edit/").status_code == 302  # Wagtail's own refusal leads to its home
    response = client.post(f"/cms/pages/{site.west.pk}/edit/", {"title": "改了", "action-publish": "1"})
    site.west.refresh_from_db()
    assert site.west.title == "西街道社区党校"
    assert response.status_code == 302


def test_a_district_administrator_reaches_every_page(site, world):
    sync_editors(person=world.p_district)
    for page in (site.home, site.west, site.lessons[0]):
        assert permissions(world.p_district, page).can_edit()


def test_a_role_given_or_ended_holds_from_the_next_request_on(site, client, world):
    person = world.p_outsider
    client.force_login(person)
    assert client.get("/cms/").status_code == 403
    grant = grant_role(actor=world.p_district, person=person, role="editor", organisation=world.west)
    assert client.get("/cms/").status_code == 200
    assert permissions(person, site.west).can_edit()
    end_grant(actor=world.p_district, grant=grant)
    assert client.get("/cms/").status_code == 403


def test_a_second_grant_adds_its_school_and_ending_the_first_takes_its_away(site, client, world):
    client.force_login(world.p_editor)
    client.get("/cms/")
    grant_role(actor=None, person=world.p_editor, role="editor", organisation=world.west)
    client.get("/cms/")
    assert permissions(world.p_editor, site.west).can_edit()
    end_grant(actor=None, grant=world.p_editor.grants.get(organisation=world.east))
    client.get("/cms/")
    assert not permissions(world.p_editor, site.east).can_edit()
    assert permissions(world.p_editor, site.west).can_edit()


def test_an_editor_without_a_school_page_is_refused(site, client, world):
    grant_role(actor=None, person=world.p_outsider, role="editor", organisation=world.west_branch)
    client.force_login(world.p_outsider)
    assert client.get("/cms/").status_code == 403


def test_syncing_again_changes_nothing(site, world):
    assert sync_editors(person=fresh(world.p_editor)) is True
    groups, entries = Group.objects.count(), AuditEntry.objects.count()
    assert sync_editors(person=fresh(world.p_editor)) is False
    assert (Group.objects.count(), AuditEntry.objects.count()) == (groups, entries)


def test_passwords_and_accounts_are_not_changed_in_the_editor(site, client, world):
    client.force_login(world.p_editor)
    assert client.get("/cms/account/").url == "/account/"
    assert client.get("/cms/users/").status_code in (302, 403, 404)
    assert client.get("/cms/groups/").status_code in (302, 403, 404)
    assert client.get("/cms/password_reset/").url == "/login/"


def test_a_course_with_a_lesson_is_written_and_published_in_the_browser(site, client, world):
    client.force_login(world.p_district)
    add = f"/cms/pages/add/cms/coursepage/{site.east.pk}/"
    assert client.get(add).status_code == 200
    response = client.post(add, {
        "title": "东街道的课", "slug": "new-course", "summary": "一句话", "objectives": "null", "positions": ["secretary"],
        "action-publish": "1", **EMPTY_LISTS,
    })
    assert response.status_code == 302
    page = CoursePage.objects.get(slug="new-course")
    assert (page.live, page.positions) == (True, ["secretary"])
    lesson = f"/cms/pages/add/cms/lessonpage/{page.pk}/"
    client.post(lesson, {
        "title": "第一课", "slug": "one", "summary": "", "minutes": "12", "required": "on", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "", "body-0-value": "开头",
        "action-publish": "1",
    })
    made = LessonPage.objects.get(slug="one", live=True)
    assert (made.minutes, made.body[0].block_type, made.body[0].value) == (12, "heading", "开头")
    assert client.get("/schools/east/new-course/one/").status_code == 200


def test_the_tables_of_the_district_are_edited_by_its_administrators_only(site, client, world):
    client.force_login(world.p_district)
    assert client.get("/cms/snippets/people/category/").status_code == 200
    assert client.get("/cms/snippets/courses/watchingpolicy/").status_code == 200
    client.force_login(world.p_editor)
    assert client.get("/cms/snippets/people/category/").status_code == 302


def test_a_draft_is_seen_in_the_editor_and_nowhere_else(site, client, world):
    sync_editors(person=world.p_district)
    page = LessonPage(title="草稿", slug="draft", live=False)
    CoursePage.objects.get(pk=site.course.pk).add_child(instance=page)
    page.save_revision()
    assert client.get("/courses/residential/shuji/draft/").status_code == 404
    assert client.get(f"/cms/pages/{page.pk}/view_draft/").status_code == 302
    client.force_login(world.p_district)
    assert client.get(f"/cms/pages/{page.pk}/view_draft/").status_code == 200


def test_the_trail_says_who_took_a_page_down(site, client, world):
    client.force_login(world.p_district)
    client.post(f"/cms/pages/{site.lessons[0].pk}/unpublish/")
    assert LessonPage.objects.get(pk=site.lessons[0].pk).live is False
    assert AuditEntry.objects.get(verb="lesson.retire").actor == world.p_district


def test_the_editors_own_interface_asks_for_the_token_too(site, world):
    """Its views are exempt from the site's check and make it themselves."""
    from django.test import Client

    asked = f"/cms/api/main/pages/{site.course.pk}/action/unpublish/"
    for checks, status in ((True, 403), (False, 200)):
        client = Client(enforce_csrf_checks=checks)
        client.force_login(world.p_district)
        assert client.post(asked).status_code == status
        site.course.refresh_from_db()
        assert site.course.live is checks
