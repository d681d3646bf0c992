"""Marking by criteria, each with its points: for assignments, and for whatever else people mark."""

import hashlib
import json
from dataclasses import dataclass

MOST_CRITERIA = 12
MOST_POINTS = 100


@dataclass(frozen=True)
class Faulty:
    """What is wrong with a row: ``number`` from 1, ``code`` is ``title``, ``points`` or ``twice``; 0 and ``none`` or ``many``
    for all of them together."""

    number: int
    code: str


def criteria(rows):
    """Return rows of ``title``, ``points`` and ``hint`` as a rubric keeps them: without blanks around, empty rows left out."""
    kept = [
        {"title": row["title"].strip(), "points": row["points"], "hint": row.get("hint", "").strip()}
        for row in rows if row["title"].strip() or row["points"] or row.get("hint", "").strip()
    ]
    return [row | {"points": row["points"] or 0} for row in kept]


def faults(rows):
    """Return what is wrong with ``rows``, as :func:`criteria` gives them."""
    if not rows:
        return [Faulty(0, "none")]
    if len(rows) > MOST_CRITERIA:
        return [Faulty(0, "many")]
    found, seen = [], set()
    for number, row in enumerate(rows, start=1):
        if not row["title"]:
            found.append(Faulty(number, "title"))
        elif row["title"] in seen:
            found.append(Faulty(number, "twice"))
        seen.add(row["title"])
        if not 1 <= row["points"] <= MOST_POINTS:
            found.append(Faulty(number, "points"))
    return found


def possible(rows):
    return sum(row["points"] for row in rows)


def digest(rows):
    """Return a short word for these criteria: a mark is given by the criteria that its marker saw, or not at all."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def scored(rows, given):
    """Return ``[{"title", "points", "given"}]`` for points ``given`` in the order of ``rows``; None while one is missing,
    or is outside of what its criterion gives."""
    if len(given) != len(rows) or any(points is None for points in given):
        return None
    if any(not 0 <= points <= row["points"] for row, points in zip(rows, given, strict=True)):
        return None
    return [
        {"title": row["title"], "points": row["points"], "given": points} for row, points in zip(rows, given, strict=True)
    ]


def percent(points, of):
    """Whole percent, never rounded up."""
    return points * 100 // of if of else 0
