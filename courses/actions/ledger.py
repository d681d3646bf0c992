"""The only writers of the ledger of hours: post lines, and reverse them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from courses.models import HourEntry
from courses.queries.hour_rules import Posts, RuleBook
from courses.rules.hours import PLAIN, credit, subject_of

PART = 500


@dataclass(frozen=True)
class HourLine:
    """What was observed, to be posted. ``source`` names what earned it without its number: ``session:12:person:7``.

    ``observed`` are minutes of the clock, ``progress`` how much of it was learned in percent; ``subject`` is what was taught
    where the title says more than that (the class it was taught in).
    """

    person_id: int
    on_date: date
    kind: str
    observed: int
    source: str
    title: str
    concentrated: bool = False
    progress: int = 100
    subject: str = ""

    def same(self, entry):
        return (self.observed, self.progress) == (entry.observed, entry.progress)


@transaction.atomic
def post_hours(*, actor, lines, reason=""):
    """Credit each line by the rules of its day and place and post it; return the number of new lines.

    A source that stands with the same observation stays as it is. One posted before with another is corrected: a reversal
    of the old line, with ``reason``, then the new one under the next number (``...#2``). Zero minutes only reverses. A line
    that is credited nothing is posted all the same: it tells why. Six queries, however many the lines.
    """
    lines = [line for line in lines if line.observed >= 0]
    standing = _standing({line.source for line in lines})
    now = timezone.now()
    reversals, wanted = [], []
    for line in lines:
        old, posted = standing.get(line.source, (None, 0))
        if old is not None and line.same(old):
            continue
        if old is not None:
            reversals.append(reversal(old, actor, now, reason))
        if line.observed:
            wanted.append((line, posted))
    new = _entries(actor, wanted, now) if wanted else []
    HourEntry.objects.bulk_create(reversals, batch_size=PART)
    HourEntry.objects.bulk_create(new, batch_size=PART)
    return len(new)


def _entries(actor, wanted, now):
    posts, book = Posts({line.person_id for line, _ in wanted}), RuleBook()
    entries = []
    for line, posted in wanted:
        place = posts.place(line.person_id, line.on_date)
        version = book.version(place.path, line.on_date) if place else None
        entries.append(credited(HourEntry(
            person_id=line.person_id, organisation_id=place.organisation_id if place else None, on_date=line.on_date,
            kind=line.kind, observed=line.observed, progress=line.progress, source=numbered(line.source, posted),
            source_root=line.source, title=line.title[:200], subject=subject_of(line.subject or line.title),
            concentrated=line.concentrated, recorded_at=now, recorded_by=actor,
        ), version))
    return entries


def credited(entry, version):
    """Credit what ``entry`` observed by ``version`` (None: minute by minute), and return it."""
    entry.rule_version = version
    entry.minutes = credit(
        kind=entry.kind, observed=entry.observed, progress=entry.progress, rules=version.parsed if version else PLAIN
    ).minutes
    return entry


def numbered(root, posted):
    """Return the source of the next line of ``root`` after ``posted`` ones."""
    return f"{root}#{posted + 1}" if posted else root


def _standing(sources):
    """Map each source to its line not yet reversed (or None) and to how many lines it ever had."""
    found = {}
    wanted = sorted(sources)
    for start in range(0, len(wanted), PART):
        part = wanted[start:start + PART]
        rows = HourEntry.objects.filter(source_root__in=part, reverses=None).select_related("reversed_by")
        for row in rows.order_by("pk"):
            old, posted = found.get(row.source_root, (None, 0))
            current = row if getattr(row, "reversed_by", None) is None else old
            found[row.source_root] = (current, posted + 1)
    return found


def reversal(entry, actor, now, reason=""):
    """Return the line that takes ``entry`` back."""
    return HourEntry(
        person_id=entry.person_id, organisation_id=entry.organisation_id, on_date=entry.on_date, kind=entry.kind,
        observed=-entry.observed, progress=entry.progress, rule_version_id=entry.rule_version_id, minutes=-entry.minutes,
        source=f"reversal:{entry.pk}", source_root=f"reversal:{entry.pk}", title=entry.title, subject=entry.subject,
        concentrated=entry.concentrated, reverses=entry, reason=reason[:200], recorded_at=now, recorded_by=actor,
    )
