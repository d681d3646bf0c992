"""Who sees, decides and fetches files that are handed out: ``matrix.toml``."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.hand_outs.registry import KINDS
from lms.people import access, matrix


def _fetches(user, hand_out, roles):
    """Who asked, as long as they hold the right that the kind asks for."""
    return hand_out.asked_by_id == user.pk and hand_out.kind in KINDS and KINDS[hand_out.kind].allowed(user, hand_out)


access.register(matrix.table(__package__, fetches=_fetches))

navigation.register(navigation.NavItem(43, _("Files handed out"), "hand_outs:hand_outs", "file-lock", "hand_out.browse"))
