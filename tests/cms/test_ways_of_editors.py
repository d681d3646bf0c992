"""The ways between the desk and the editor, and where a decision leads."""

import pytest
from wagtail.models import TaskState

from cms.models import CoursePage

from .test_editors import EMPTY_LISTS

FORM = {"title": "东街道的课", "slug": "new", "summary": "一句话", "objectives": "null", **EMPTY_LISTS}


@pytest.mark.parametrize(("who", "there"), [
    ("editor", True), ("school", True), ("district", True), ("trainer", False), ("subdistrict", False), ("auditor", False),
])
def test_the_desk_leads_to_the_editor_whoever_writes_or_approves(site, client, world, who, there):
    client.force_login(getattr(world, f"p_{who}"))
    assert ('class="desk-nav__link" href="/cms/"' in client.get("/desk/").content.decode()) is there
    assert client.get("/cms/").status_code == (200 if there else 403)


def test_the_editor_leads_back_to_the_desk(site, client, world):
    client.force_login(world.p_school)
    assert '"url": "/desk/"' in client.get("/cms/").content.decode()


@pytest.mark.parametrize(("action", "left"), [("approve", "district"), ("reject", None)])
def test_a_school_that_decided_sees_what_else_waits_and_no_refusal(site, client, world, action, left):
    client.force_login(world.p_editor)
    client.post(f"/cms/pages/add/cms/coursepage/{site.east.pk}/", {**FORM, "action-submit": "1"})
    page = CoursePage.objects.get(slug="new")
    client.force_login(world.p_school)
    answer = client.post(f"/cms/pages/{page.pk}/edit/", {
        **FORM, "action-workflow-action": "true", "workflow-action-name": action,
        "workflow-action-extra-data": '{"comment": "看过了"}',
    }, follow=True)
    assert [step for step, _ in answer.redirect_chain] == ["/cms/"]
    assert {message.level_tag for message in answer.context["messages"]} == {"success"}
    waiting = TaskState.objects.filter(status="in_progress").first()
    assert (waiting and waiting.task.specific.level) == left
