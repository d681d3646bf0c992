"""What authors and visitors are told about works, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enums import WorkKind


def fault_text(fault):
    """Return a :class:`courses.rules.assignments.Fault` as a sentence that says what to do."""
    match fault.code:
        case "text_missing":
            return _("The text is still empty. At least %(asked)s characters are asked for.") % {"asked": fault.asked}
        case "text_short":
            return ngettext(
                "The text is too short: %(have)s of at least %(asked)s characters. %(missing)s more character is missing.",
                "The text is too short: %(have)s of at least %(asked)s characters. %(missing)s more characters are missing.",
                fault.asked - fault.have,
            ) % {"have": fault.have, "asked": fault.asked, "missing": fault.asked - fault.have}
        case "text_long":
            return _("The text is too long: %(have)s characters, and at most %(asked)s are taken. Shorten it a little.") % {
                "have": fault.have, "asked": fault.asked}
        case "needs_picture":
            return _("A picture is still missing. Choose one below.")
        case "needs_audio":
            return _("The recording is still missing. Record it below, or choose a file.")
        case "many":
            return _("%(kind)s: at most %(asked)s. Take some out.") % {
                "kind": WorkKind(fault.kind).label, "asked": fault.asked}
        case _:
            return _("There is nothing to hand in yet. Write something, or add a file.")


def title_of(work):
    """What a marker calls a work whose author is hidden."""
    return _("Work no. %(number)s") % {"number": work.pk}
