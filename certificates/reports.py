"""What goes out of this app: the register of numbers as a workbook, and certificates in one file to print."""

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.queries import register as queries
from lms.audit import trail
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 500


def export_register(*, actor, sequence, path, progress=lambda done, total: None):
    """Write every number of a pattern and year to ``path``, row by row; return how many. Names only of whom the actor sees."""

    def lines():
        for first in range(1, sequence.last + 1, CHUNK):
            last = min(first + CHUNK - 1, sequence.last)
            for row in queries.register(sequence, first, last, user=actor):
                yield _line(row)
            progress(last, sequence.last)

    columns = (
        Column(_("No."), 8), Column(_("Number"), 26), Column(_("State"), 12), Column(_("Name"), 12), Column(_("Training"), 36),
        Column(_("Issued"), 14), Column(_("Ended"), 14), Column(_("Reason"), 36), Column(_("Replaced by"), 26),
    )
    title = sequence.name
    made = write_workbook(path, [Sheet(name=_("Register"), title=title, columns=columns, rows=lines())], author=actor.name)
    trail.record(actor=actor, verb="certificate.register_export", target=sequence, detail={"rows": sum(made)})
    return sum(made)


def _line(row):
    found, hidden = row["certificate"], _("outside what you see")
    if found is None:
        return (row["running"], "", _("missing"), "", "", "", "", "", "")
    name, training = (found.facts["name"], found.facts["programme"]) if row["seen"] else (hidden, "")
    ended = timezone.localdate(found.revoked_at).isoformat() if found.revoked_at else ""
    return (
        row["running"], found.number, str(found.state.label), name, training, found.facts.get("issued_on", ""), ended,
        row["reason"], found.superseded_by.number if found.superseded_by else "",
    )
