"""The trail as a workbook."""

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.labels import details_of, label_of
from lms.audit.models import AuditSeal
from lms.audit.trail import record
from lms.audit.wording import model_of, target_of
from lms.spreadsheets import Column, Sheet, write_workbook

MOST_LINES = 200_000
CHUNK = 1000


def export_trail(*, actor, entries, path, progress=lambda done, total: None):
    """Write the lines to ``path``, the newest first, each with its place in the chain; record it and return how many."""
    total = entries.count()
    sealed = AuditSeal.objects.filter(entry=OuterRef("pk"))
    entries = entries.select_related("actor").annotate(
        position=Subquery(sealed.values("position")), digest=Subquery(sealed.values("digest")), who=F("actor__name"),
    )

    def lines():
        for done, entry in enumerate(entries.iterator(chunk_size=CHUNK)):
            if done % 100 == 0:
                progress(done, total)
            model = model_of(entry)
            yield (
                entry.pk, f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}", entry.who or "", str(label_of(entry.verb)),
                target_of(entry, model), "；".join(f"{label} {value}" for label, value in details_of(entry.detail, model)),
                entry.address or "", entry.position or "", entry.digest or "",
            )

    title = _("Audit trail")
    columns = (
        Column(_("Number"), 10), Column(_("At"), 20), Column(_("Who"), 14), Column(_("What"), 30), Column(_("To what"), 18),
        Column(_("Details"), 50), Column(_("Address"), 18), Column(_("Place in the chain"), 12), Column(_("fingerprint"), 40),
    )
    sheet = Sheet(name=title, title=title, columns=columns, rows=lines())
    written = sum(write_workbook(path, [sheet], author=actor.name))
    record(actor=actor, verb="audit.export", detail={"rows": written})
    return written
