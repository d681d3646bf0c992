"""Filings in words: what a version lacks, what a file may be, and the colours of the board beside their words."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cohorts.enums import FilingStanding, PlanKind
from lms import uploads

LARGEST = 10 * uploads.MEGABYTE
TONES = {
    FilingStanding.LATE: "bad", FilingStanding.RETURNED: "warn", FilingStanding.DUE: "warn", FilingStanding.WAITING: "info",
    FilingStanding.FILED_LATE: "ok", FilingStanding.FILED: "ok",
}


def lack_sentence(lack):
    """Say what a version lacks (``rules.filing.Lack``) and what to do."""
    if lack.what == "items":
        return _("The plan has no items. Enter at least one.")
    if lack.what == "meeting":
        return _("The plan has no item of the kind “%(kind)s”. Enter one.") % {"kind": PlanKind(lack.kind).label}
    if lack.what == "theme_day":
        return _("The theme day is missing. Enter the day of the month.")
    return _("The file is missing. Attach it.")


def standing_badge(how):
    """Return ``(tone, label)`` of a standing."""
    return TONES[how], FilingStanding(how).label


def checked_file(upload):
    """Return ``(file to keep under a random name, name to show)``; raise ``ValidationError`` for what is no PDF or Word file."""
    try:
        uploads.weigh(upload.size, most=LARGEST)
        content = upload.read()
        ending = uploads.document_ending(content)
    except uploads.Refused as error:
        raise ValidationError(str(error), code=error.code) from error
    name = uploads.plain_name(upload.name)
    return ContentFile(content, name=f"{secrets.token_urlsafe(16)}.{ending}"), name
