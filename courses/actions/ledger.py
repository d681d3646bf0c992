"""The only writers of the ledger of hours: post lines, and reverse them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from courses.models import HourEntry


@dataclass(frozen=True)
class HourLine:
    """A line to post. ``source`` names what earned it without its number: ``session:12:person:7``."""

    person_id: int
    on_date: date
    kind: str
    minutes: int
    source: str
    title: str
    concentrated: bool = False


@transaction.atomic
def post_hours(*, actor, lines):
    """Post each line unless its source already stands with the same minutes; return the number of new lines.

    A source posted before with other minutes is corrected: a reversal of the old line, then the new one under the next
    number (``...#2``). Zero minutes only reverses. Four queries, however many the lines.
    """
    lines = [line for line in lines if line.minutes >= 0]
    standing = _standing({line.source for line in lines})
    now, new = timezone.now(), []
    reversals = []
    for line in lines:
        old, posted = standing.get(line.source, (None, 0))
        if old is not None and old.minutes == line.minutes:
            continue
        if old is not None:
            reversals.append(_reversal(old, actor, now))
        if line.minutes:
            number = f"#{posted + 1}" if posted else ""
            new.append(HourEntry(
                person_id=line.person_id, on_date=line.on_date, kind=line.kind, minutes=line.minutes,
                source=f"{line.source}{number}", source_root=line.source, title=line.title[:200],
                concentrated=line.concentrated,
                recorded_at=now, recorded_by=actor,
            ))
    HourEntry.objects.bulk_create(reversals, batch_size=500)
    HourEntry.objects.bulk_create(new, batch_size=500)
    return len(new)


def _standing(sources):
    """Map each source to its line not yet reversed (or None) and to how many lines it ever had."""
    found = {}
    wanted = sorted(sources)
    for start in range(0, len(wanted), 500):
        part = wanted[start:start + 500]
        rows = HourEntry.objects.filter(source_root__in=part, reverses=None).select_related("reversed_by")
        for row in rows.order_by("pk"):
            old, posted = found.get(row.source_root, (None, 0))
            current = row if getattr(row, "reversed_by", None) is None else old
            found[row.source_root] = (current, posted + 1)
    return found


def _reversal(entry, actor, now):
    return HourEntry(
        person_id=entry.person_id, on_date=entry.on_date, kind=entry.kind, minutes=-entry.minutes,
        source=f"reversal:{entry.pk}", source_root=f"reversal:{entry.pk}", title=entry.title,
        concentrated=entry.concentrated, reverses=entry, recorded_at=now, recorded_by=actor,
    )
