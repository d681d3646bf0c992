"""Who sees and decides what waits for a second person: ``matrix.toml``."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.approvals.registry import KINDS
from lms.people import access, matrix


def _decides(user, approval, roles):
    """Whoever the kind's own verb names, and whom it is not about."""
    kind = KINDS.get(approval.kind)
    return kind is not None and approval.person_id != user.pk and access.POLICY[kind.decide](user, approval)


access.register(matrix.table(__package__, decides=_decides))

navigation.register(navigation.NavItem(43, _("Second person"), "approvals:approvals", "users-round", "approval.browse"))
