"""What the page of a sitting reports, read into plain values; whatever is none is left aside, and nothing raises."""

import json

from courses.enums import SittingEvent
from courses.rules.paper import read_answer
from courses.rules.saving import Change

MOST = 300  # changes in one report; a page that has more sends the rest with the next
LEAVES = {"left": SittingEvent.LEFT_PAGE, "back": SittingEvent.CAME_BACK}  # "here" says only that the page is open
LARGEST = 2_000_000_000


def read_changes(text, paper, contents):
    """Return the :class:`courses.rules.saving.Change` of a report.

    ``text`` is JSON: ``[{"q": question, "seq", "age", "seconds", "flagged", "fields": {"q7": ["1"], "q7p0": ["2"]}}]``, a
    question without ``fields`` keeping its answer. ``contents`` are the questions of the paper.
    """
    drawn = {item["question"]: item for item in paper}
    found = []
    for row in _list(text)[:MOST]:
        pk = row.get("q")
        if not _is_count(pk) or pk not in drawn or pk not in contents:
            continue
        fields, flagged = row.get("fields"), row.get("flagged")
        answer = None
        if isinstance(fields, dict):
            answer = read_answer(contents[pk], drawn[pk], f"q{pk}", lambda name, fields=fields: _texts(fields.get(name)))
        found.append(Change(
            pk, answer, flagged if isinstance(flagged, bool) else None, seq=_count(row.get("seq")), age=_count(row.get("age")),
            seconds=_count(row.get("seconds")),
        ))
    return found


def read_leaves(text):
    """Return ``[(SittingEvent, age in seconds)]`` of ``[{"kind": "left" | "back", "age"}]``."""
    return [(LEAVES[row["kind"]], _count(row.get("age"))) for row in _list(text) if row.get("kind") in LEAVES]


def _list(text):
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _texts(values):
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _is_count(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _count(value):
    return min(max(0, value), LARGEST) if _is_count(value) else 0
