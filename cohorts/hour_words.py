"""What is missing of a year, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.hour_words import floor_text, minutes_as_hours


def missing_texts(standing):
    """Return a sentence for each thing that the year asks and that is not there."""
    said = []
    if standing.missing_minutes:
        said.append(_("%(hours)s hours are missing.") % {"hours": minutes_as_hours(standing.missing_minutes)})
    if standing.missing_classes:
        said.append(ngettext("%(count)s concentrated training is missing.", "%(count)s concentrated trainings are missing.",
                             standing.missing_classes) % {"count": standing.missing_classes})
    said += [floor_text(*one) for one in standing.short]
    said += [
        _("Newly appointed on %(since)s: a concentrated training was due by %(by)s.") % {
            "since": one.since.isoformat(), "by": one.by.isoformat()}
        for one in standing.late
    ]
    return said


def missing_text(standing):
    return " ".join(missing_texts(standing))
