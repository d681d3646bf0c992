"""Who sees, decides and fetches files that are handed out."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.hand_outs.models.hand_out import APPROVERS
from lms.hand_outs.registry import KINDS
from lms.people.access import holds, register
from lms.people.enums import Role


def _decides(user, hand_out):
    """Another administrator of the data's subtree; never who asked."""
    return hand_out.asked_by_id != user.pk and user.scope.covers(hand_out.organisation.path, *APPROVERS)


def _fetches(user, hand_out):
    """Who asked, as long as they hold the right that the kind asks for."""
    return hand_out.asked_by_id == user.pk and hand_out.kind in KINDS and KINDS[hand_out.kind].allowed(user, hand_out)


register({
    "hand_out.browse": holds(Role.LIAISON, Role.TRAINER, Role.SCHOOL, Role.AUDITOR, *APPROVERS),
    "hand_out.decide": _decides,
    "hand_out.fetch": _fetches,
})

navigation.register(navigation.NavItem(43, _("Files handed out"), "hand_outs:hand_outs", "file-lock", "hand_out.browse"))
