"""Words of surveys: the steps of the scale, and why something is not shown."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cohorts.rules.surveys import missing

STEP_WORDS = {
    5: pgettext_lazy("survey", "Very good"), 4: pgettext_lazy("survey", "Good"), 3: pgettext_lazy("survey", "Fair"),
    2: pgettext_lazy("survey", "Poor"), 1: pgettext_lazy("survey", "Very poor"),
}


def why_no_split(split):
    """Return why the results are not shown by group, or nothing when there is nothing to compare."""
    match split.why:
        case "few":
            return _("By group nothing is shown: in no group did five people answer.")
        case "remainder":
            return _("By group nothing is shown: the few answers of the other groups could be worked out from it.")
    return ""


def few_text(answered):
    """Return how many answers there are of those that are needed, while they are too few; else nothing."""
    if not missing(answered):
        return ""
    return ngettext(
        "%(answered)s of 5 answers needed: %(missing)s more, then the result is shown.",
        "%(answered)s of 5 answers needed: %(missing)s more, then the result is shown.", missing(answered),
    ) % {"answered": answered, "missing": missing(answered)}
