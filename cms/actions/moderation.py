"""The two steps that pages of schools go through before they are published."""

from django.db import transaction
from wagtail.models import GroupPagePermission, Task, Workflow, WorkflowPage, WorkflowTask

from cms.actions.editors import EVERYTHING, PREFIX
from cms.models import ApprovalTask, SchoolIndexPage
from cms.rules.moderation import DISTRICT, SCHOOL
from lms.audit.trail import record

WORKFLOW = "社区党校与区两级审核"
STEPS = ((SCHOOL, "社区党校审核"), (DISTRICT, "区级审核"))


@transaction.atomic
def set_up_moderation(*, actor=None):
    """Let what the schools' editors write be approved by their school and then by the district; return whether it was new.

    What an administrator has changed since, the steps or their names, is left as it is.
    """
    index = SchoolIndexPage.objects.first()
    if index is None or WorkflowPage.objects.filter(page=index).exists():
        return False
    # Wagtail's own default stands on the root and would offer the district a moderation by a group that nobody is in.
    spare = Workflow.objects.filter(workflow_pages__page__depth=1, workflow_states=None)
    Task.objects.filter(workflow_tasks__workflow__in=spare, task_states=None).delete()
    spare.delete()
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (level, name) in enumerate(STEPS):
        task = ApprovalTask.objects.create(name=name, level=level)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    alone = GroupPagePermission.objects.filter(group__name__startswith=PREFIX, permission__codename="publish_page")
    alone.exclude(group__name=EVERYTHING).delete()
    record(actor=actor, verb="content.moderation", detail={"workflow": workflow.pk})
    return True
