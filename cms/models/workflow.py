from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from cms.checking import NotApproved, lacks
from cms.permissions import edits_everything
from cms.rules.moderation import DISTRICT, SCHOOL, may_decide
from lms.people import access

from .school import SchoolPage, school_of


class ApprovalTask(Task):
    """A step of moderation: at the school of the page, or at the district. Who may decide follows from the role grants."""

    level = models.CharField(
        _("approved by"), max_length=8, choices=[(SCHOOL, _("the school's administrator")), (DISTRICT, _("the district"))],
        default=SCHOOL,
    )

    admin_form_fields = [*Task.admin_form_fields, "level"]

    class Meta:
        verbose_name = _("approval by school or district")
        verbose_name_plural = _("approvals by school or district")

    @classmethod
    def get_description(cls):
        return _("The school's administrators, or the district, approve what was submitted")

    def may_decide(self, page, user):
        """Tell whether ``user`` may decide on ``page``, which is at this step."""
        state = page.current_workflow_state
        submitter = state.requested_by_id if state else None
        school = school_of(page)
        return may_decide(
            self.level, of_district=edits_everything(user.scope), submitted_it=submitter == user.pk,
            of_school=school is not None and access.allowed(user, "content.approve", school),
        )

    def user_can_access_editor(self, obj, user):
        return self.may_decide(obj, user)

    def locked_for_user(self, obj, user):
        return not self.may_decide(obj, user)

    def get_actions(self, obj, user):
        if not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Return with what to change"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def on_action(self, task_state, user, action_name, **kwargs):
        """Approve what still has everything obligatory: files get lost, and are replaced, while a page waits."""
        page = task_state.revision.as_object()
        if action_name == "approve" and (lines := lacks(page)):
            raise NotApproved(page, lines)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        if edits_everything(user.scope):
            return waiting
        schools = SchoolPage.objects.select_related("school")
        own = [page for page in schools if access.allowed(user, "content.approve", page.school)]
        if self.level == DISTRICT or not own:
            return TaskState.objects.none()
        below = Page.objects.none()
        for page in own:
            below |= Page.objects.descendant_of(page, inclusive=True)
        numbers = waiting.values_list("workflow_state__object_id", flat=True)
        reached = below.filter(pk__in=[int(number) for number in numbers]).values_list("pk", flat=True)
        return waiting.filter(workflow_state__object_id__in=[str(pk) for pk in reached]).exclude(
            workflow_state__requested_by=user
        )
