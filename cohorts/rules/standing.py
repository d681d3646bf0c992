"""How someone stands in a class that goes on: each requirement as a figure, and what has changed since it was last reckoned.

A standing is kept as ``rules.completion.freeze`` makes it, with ``changes``: the newest first, each with the moment ``at``
and ``what`` changed as ``[code, before, after]`` (``CODES``; minutes as they are, a total in tenths, None for nothing yet).
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from cohorts.rules.completion import freeze, thaw, thaw_facts, thaw_requirements

# The columns of a board, in order, and the reasons that stand in each.
KEYS = ("attendance", "lessons", "exam", "minutes", "final")
COLUMN_OF = {
    "attendance": "attendance", "no_session_closed": "attendance", "all_excused": "attendance", "leave": "attendance",
    "lessons": "lessons", "exam_not_taken": "exam", "exam_waiting": "exam", "exam_not_passed": "exam", "minutes": "minutes",
    "final_open": "final", "final_low": "final", "final_not_passed": "final",
}
# What mends a reason: the next session, making up for a missed one, the next lesson, the exam, the assignment, the teacher.
MENDS = {
    "attendance": ("session", "make_up"), "no_session_closed": ("session",), "all_excused": ("session", "make_up"),
    "leave": ("make_up", "teacher"), "lessons": ("lesson",), "exam_not_taken": ("exam",), "exam_waiting": (),
    "exam_not_passed": ("exam",), "minutes": ("lesson", "session", "make_up"), "final_not_passed": ("teacher",),
}
PART_MENDS = {
    "attendance": ("session", "make_up"), "exam": ("exam",), "assignment": ("assignment",), "participation": ("teacher",),
}
CODES = (
    "complete", "attended", "counted", "excused", "lessons_done", "lessons_required", "exam_best", "minutes", "final", "asked",
)
KEPT_CHANGES = 8


@dataclass(frozen=True)
class Measure:
    """One requirement: ``done`` of ``of``, and whether nothing is missing there.

    Units or lessons; for the exam percent and the pass mark (``done`` None while nothing counts); minutes; for the final result
    tenths of a point and the pass mark in tenths.
    """

    key: str
    done: int | None
    of: int
    met: bool


def measures(facts, requirements, verdict):
    """Return a :class:`Measure` for each thing that is asked for, in the order of ``KEYS``."""
    short, attendance = lacks(verdict), requirements.attendance_percent or requirements.leave_most_percent
    asked = {
        "attendance": (attendance, facts.attended, facts.sessions_counted),
        "lessons": (requirements.lessons, facts.lessons_done, facts.lessons_required),
        "exam": (requirements.exam, facts.exam_best, requirements.exam_percent),
        "minutes": (requirements.minutes, facts.minutes, requirements.minutes),
        "final": (requirements.final and facts.final, facts.final.total if facts.final else 0, requirements.final_percent * 10),
    }
    return tuple(Measure(key, done, of, key not in short) for key, (wanted, done, of) in asked.items() if wanted)


def lacks(verdict):
    """Return the columns in which something is missing."""
    return {COLUMN_OF[reason.code] for reason in verdict.reasons}


def mends(reason):
    """Return what mends a :class:`rules.completion.Reason`, the nearest way first."""
    if reason.code not in ("final_open", "final_low"):
        return MENDS[reason.code]
    parts = [part["part"] if isinstance(part, dict) else part for part in reason.numbers["parts"]]
    return tuple(dict.fromkeys(way for part in parts for way in PART_MENDS[part]))


def differences(before, after):
    """Return what differs between two pairs of facts and verdict (``before`` is None the first time), as ``[code, old, new]``."""
    if before is None:
        return []
    old, new = _figures(*before), _figures(*after)
    return [[code, old[code], new[code]] for code in CODES if code in old and old[code] != new[code]]


def _figures(facts, verdict):
    return {
        "complete": verdict.complete, "attended": facts.attended, "counted": facts.sessions_counted, "excused": facts.excused,
        "lessons_done": facts.lessons_done, "lessons_required": facts.lessons_required, "exam_best": facts.exam_best,
        "minutes": facts.minutes, "final": facts.final.total if facts.final else None,
    }


def renewed(kept, facts, requirements, verdict, at):
    """Return the standing to keep in place of ``kept``, or None when everything is as it was; ``at`` is ISO 8601."""
    if not kept:
        return {**freeze(verdict, facts, requirements), "changes": []}
    before = thaw_facts(kept), thaw_requirements(kept), thaw(kept)
    if before == (facts, requirements, verdict):
        return None
    what = differences((before[0], before[2]), (facts, verdict))
    if before[1] != requirements:
        what.append(["asked", None, None])
    changes = kept.get("changes", [])
    if what:
        changes = [{"at": at, "what": what}, *changes][:KEPT_CHANGES]
    return {**freeze(verdict, facts, requirements), "changes": changes}


def fingerprints(verdicts):
    """Return a short fingerprint of each of ``{id: verdict}``: another one once someone completes, or lacks something else."""
    return {key: _fingerprint(verdict) for key, verdict in verdicts.items()}


def _fingerprint(verdict):
    plain = [verdict.complete, [[reason.code, reason.numbers] for reason in verdict.reasons]]
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]
