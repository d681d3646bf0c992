"""Pages of a school are approved twice before they are published: by the school, then by the district."""

import re

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Task, TaskState, Workflow, WorkflowState

from cms.actions.editors import sync_editors
from cms.actions.moderation import set_up_moderation
from cms.models import ArticlePage, CoursePage, LessonPage
from cms.rules.moderation import may_decide
from cms.tasks import publish_scheduled
from courses.models import Course
from lms.audit.models import AuditEntry
from lms.people.actions import grant_role
from lms.people.models import Person

from .conftest import add_lesson, publish, record_of
from .files import PDF
from .test_editors import EMPTY_LISTS

FORM = {"title": "东街道的课", "slug": "new", "summary": "一句话", "objectives": "null", **EMPTY_LISTS}


@pytest.fixture
def submitted(site, client, world):
    """A course that the east's editor wrote and submitted."""
    client.force_login(world.p_editor)
    client.post(f"/cms/pages/add/cms/coursepage/{site.east.pk}/", {**FORM, "action-submit": "1"})
    return CoursePage.objects.get(slug="new")


def act(client, person, page, action, comment="看过了", headers=None):
    """Decide on ``page`` as the editor's screen does; return the response."""
    client.force_login(person)
    client.get("/cms/")
    state = TaskState.objects.filter(status="in_progress").get()
    return client.post(
        f"/cms/pages/workflow/action/{page.pk}/{action}/{state.pk}/", {"comment": comment, "next": f"/cms/pages/{page.pk}/edit/"},
        headers=headers,
    )


def step(page):
    state = WorkflowState.objects.for_instance(page).order_by("-pk").first()
    return state.status, state.current_task_state.task.specific.level if state.status == "in_progress" else None


@pytest.mark.parametrize(("level", "of_district", "of_school", "own", "may"), [
    ("school", False, True, False, True), ("school", False, True, True, False), ("school", False, False, False, False),
    ("school", True, False, False, True), ("school", True, False, True, True), ("district", False, True, False, False),
    ("district", True, False, False, True),
])
def test_who_may_decide(level, of_district, of_school, own, may):
    assert may_decide(level, of_district=of_district, of_school=of_school, submitted_it=own) is may


def test_publishing_the_page_of_schools_sets_it_up_once(site):
    assert [workflow.name for workflow in Workflow.objects.filter(workflow_pages__page=site.schools)] == ["社区党校与区两级审核"]
    assert [task.specific.level for task in site.east.get_workflow().tasks] == ["school", "district"]
    assert set_up_moderation() is False
    assert (Workflow.objects.count(), Task.objects.count()) == (1, 2)
    assert site.course.get_workflow() is None
    assert AuditEntry.objects.filter(verb="content.moderation").count() == 1


def test_an_editor_submits_and_cannot_publish(submitted, site, client, world):
    assert (submitted.live, step(submitted)) == (False, ("in_progress", "school"))
    form = client.get(f"/cms/pages/add/cms/coursepage/{site.east.pk}/").content.decode()
    assert 'name="action-submit"' in form
    assert 'name="action-publish"' not in form
    client.post(f"/cms/pages/add/cms/coursepage/{site.east.pk}/", {**FORM, "slug": "alone", "action-publish": "1"})
    assert not CoursePage.objects.filter(slug="alone", live=True).exists()
    assert not Course.objects.filter(title="东街道的课").exists()


def test_the_school_and_then_the_district_approve_and_it_is_published(submitted, client, world):
    assert act(client, world.p_school, submitted, "approve").status_code in (200, 302)
    submitted.refresh_from_db()
    assert (submitted.live, step(submitted)) == (False, ("in_progress", "district"))
    act(client, world.p_district, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.live, step(submitted)[0]) == (True, "approved")
    assert Course.objects.get(title="东街道的课").school == world.east


def test_the_school_may_not_decide_for_the_district(submitted, client, world):
    act(client, world.p_school, submitted, "approve")
    act(client, world.p_school, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.live, step(submitted)) == (False, ("in_progress", "district"))


@pytest.mark.parametrize("role", ["editor", "outsider", "trainer"])
def test_others_may_not_decide(submitted, client, world, role):
    if role == "outsider":  # administers the school of the west
        grant_role(actor=None, person=world.p_outsider, role="school", organisation=world.west)
    act(client, world.people[role], submitted, "approve")
    assert step(submitted) == ("in_progress", "school")


def test_whoever_submitted_does_not_approve_it_at_the_school(submitted, client, world):
    grant_role(actor=None, person=world.p_editor, role="school", organisation=world.east)
    act(client, world.p_editor, submitted, "approve")
    assert step(submitted) == ("in_progress", "school")


def test_the_district_may_decide_at_both_steps(submitted, client, world):
    act(client, world.p_district, submitted, "approve")
    act(client, world.p_district, submitted, "approve")
    submitted.refresh_from_db()
    assert submitted.live


def test_what_is_returned_says_why_and_goes_back_to_its_editor(submitted, client, world):
    act(client, world.p_school, submitted, "reject", comment="目标写得太空")
    assert step(submitted)[0] == "needs_changes"
    client.force_login(world.p_editor)
    page = client.get(f"/cms/pages/{submitted.pk}/edit/")
    assert page.status_code == 200
    assert "目标写得太空" in client.get(f"/cms/pages/{submitted.pk}/history/").content.decode() + page.content.decode()
    response = client.post(f"/cms/pages/{submitted.pk}/edit/", {**FORM, "title": "改好了", "action-submit": "1"})
    assert response.status_code == 302
    assert step(submitted) == ("in_progress", "school")


@pytest.fixture
def with_paper(site, client, world, settings, tmp_path):
    """A lesson with a file to take along, submitted; and that file."""
    settings.MEDIA_ROOT = tmp_path
    paper = Document.objects.create(title="表", file=ContentFile(PDF, "form.pdf"))
    course = publish(site.east, CoursePage, "东街道的课", slug="east-course")
    page = LessonPage(title="一课", slug="one", live=False, minutes=5, body=[
        {"type": "download", "value": {"document": paper.pk, "title": "登记表"}},
    ])
    course.add_child(instance=page)
    page.save_revision()
    page.get_workflow().start(page, world.p_editor)
    return page, paper


@pytest.mark.parametrize("dialog", [False, True])
def test_files_are_opened_again_at_each_approval(with_paper, client, world, dialog):
    page, paper = with_paper
    act(client, world.p_school, page, "approve")
    assert step(page) == ("in_progress", "district")
    paper.file.storage.delete(paper.file.name)
    answer = act(client, world.p_district, page, "approve", headers={"x-requested-with": "XMLHttpRequest"} if dialog else {})
    edit = f"/cms/pages/{page.pk}/edit/"
    assert (answer.json()["redirect"] if dialog else answer.url) == edit
    page.refresh_from_db()
    assert (page.live, step(page)) == (False, ("in_progress", "district"))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert [sentence.endswith("文件找不到了") for sentence in said] == [True]
    paper.file.save("form.pdf", ContentFile(PDF))
    act(client, world.p_district, page, "approve")
    page.refresh_from_db()
    assert page.live


def test_what_lacks_something_can_be_returned(with_paper, client, world):
    page, paper = with_paper
    paper.file.storage.delete(paper.file.name)
    act(client, world.p_school, page, "approve")
    assert step(page) == ("in_progress", "school")
    act(client, world.p_school, page, "reject", comment="文件丢了")
    assert step(page)[0] == "needs_changes"


def test_while_it_waits_its_editor_cannot_change_it(submitted, client, world):
    client.force_login(world.p_editor)
    client.post(f"/cms/pages/{submitted.pk}/edit/", {**FORM, "title": "偷偷改", "action-submit": "1"})
    assert CoursePage.objects.get(pk=submitted.pk).get_latest_revision_as_object().title == "东街道的课"


def test_an_approver_finds_what_waits_and_nothing_else(submitted, site, client, world):
    client.force_login(world.p_school)
    home = client.get("/cms/").content.decode()
    assert "东街道的课" in home
    assert client.get(f"/cms/pages/{submitted.pk}/edit/").status_code == 200
    for page in (site.east, site.west, site.course):
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 302
    grant_role(actor=None, person=world.p_outsider, role="school", organisation=world.west)
    client.force_login(Person.objects.get(pk=world.p_outsider.pk))
    assert "东街道的课" not in client.get("/cms/").content.decode()
    assert client.get(f"/cms/pages/{submitted.pk}/edit/").status_code == 302


def test_the_district_publishes_its_own_pages_at_once(site, client, world):
    client.force_login(world.p_district)
    client.post(f"/cms/pages/add/cms/articlepage/{site.home.pk}/", {
        "title": "通知", "slug": "news", "summary": "", "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
        "body-0-type": "heading", "body-0-id": "", "body-0-value": "开头", "action-publish": "1",
    })
    assert ArticlePage.objects.get(slug="news").live


def test_an_approver_is_no_editor(site, world):
    sync_editors(person=world.p_school)
    person = Person.objects.get(pk=world.p_school.pk)
    assert person.has_perm("wagtailadmin.access_admin")
    assert not site.east.permissions_for_user(person).can_edit()
    assert not site.east.permissions_for_user(person).can_add_subpage()


def test_pages_appear_and_go_at_their_time(site, world):
    page = add_lesson(site.course, "到点发布", slug="timed")
    page.unpublish()
    page.go_live_at = timezone.now() - timezone.timedelta(minutes=1)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    publish_scheduled()
    page.refresh_from_db()
    assert page.live
    assert record_of(page).retired_at is None
    LessonPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timezone.timedelta(seconds=1))
    publish_scheduled()
    publish_scheduled()
    page.refresh_from_db()
    assert not page.live
    assert record_of(page).retired_at is not None


def test_the_clock_of_the_site_publishes_pages():
    assert settings.CELERY_BEAT_SCHEDULE["publish pages at their time"] == {"task": "cms.publish_scheduled", "schedule": 60.0}
    assert publish_scheduled.name == "cms.publish_scheduled"


def test_versions_are_compared_and_comments_kept(submitted, client, world):
    act(client, world.p_school, submitted, "reject", comment="改")
    client.force_login(world.p_editor)
    edit = f"/cms/pages/{submitted.pk}/edit/"
    comments = {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
        "comments-0-id": "", "comments-0-contentpath": "summary", "comments-0-text": "这句太长", "comments-0-position": "",
        "comments-0-resolved": "", "comments-0-deleted": "", "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0", "comments-0-replies-MIN_NUM_FORMS": "0", "comments-0-replies-MAX_NUM_FORMS": "",
    }
    assert client.post(edit, {**FORM, **comments, "summary": "另一句话"}).status_code == 302
    assert list(submitted.wagtail_admin_comments.values_list("contentpath", "text", "user")) == [
        ("summary", "这句太长", world.p_editor.pk)
    ]
    compared = client.get(f"/cms/pages/{submitted.pk}/revisions/compare/earliest...latest/").content.decode()
    assert "另一句话" in re.sub(r"<[^>]*>", "", compared)
    assert 'class="deletion"' in compared
