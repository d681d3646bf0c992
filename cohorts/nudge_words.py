"""Nudges in words: the usual texts, placeholders, and what an outcome is called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.enums import NudgeAbout
from cohorts.rules.nudges import names_text

PLACEHOLDER_LABELS = {
    "name": gettext_lazy("name of the person, or names for a liaison"),
    "organisation": gettext_lazy("their organisation"),
    "what": gettext_lazy("what it is about"),
    "missing": gettext_lazy("what is missing"),
    "sender": gettext_lazy("who sends it"),
}
USUAL = {
    NudgeAbout.HOURS: gettext_lazy("{name}: {what}. {missing} Please make up for it soon. {sender}"),
    NudgeAbout.FILING: gettext_lazy("{organisation}: “{what}” is not filed yet ({missing}). Please hand it in soon. {sender}"),
    NudgeAbout.COHORT: gettext_lazy("{name}: in “{what}” something is still missing. {missing} {sender}"),
    NudgeAbout.READINESS: gettext_lazy(
        "{name}: for “{what}” something is still missing. {missing} Please take part in a class. {sender}"
    ),
    NudgeAbout.OTHER: gettext_lazy("{name}: please see to what is still open. {sender}"),
}


def joined(names):
    """Return names for one sentence, three at most and how many more."""
    said, rest = names_text(names)
    return _("%(names)s and %(count)s more") % {"names": said, "count": rest} if rest else said
