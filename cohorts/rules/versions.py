"""What changed between two published timetables of a cohort, and whom that concerns.

A meeting here is a plain dictionary as ``TimetableVersion.meetings`` keeps it; a change is
``{id, what, title, fields: {name: [before, after]}, groups, trainers}``: ``groups`` are the groups whose trainees it
concerns (None among them: the whole cohort), ``trainers`` the trainers.
"""

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"


# What people see of a meeting; the names of its place and trainer are compared by what they stand for.
COMPARED = ("title", "kind", "starts_at", "ends_at", "venue", "trainer", "group", "minutes")
SHOWN = {"venue": "venue_name", "trainer": "trainer_name", "group": "group_name"}
# A trainer need not hear of what is only credited.
FOR_TRAINERS = frozenset(COMPARED) - {"minutes"}


def next_meetings(before, planned):
    """Return the meetings of the next version: those ``planned``, and those told ``before`` that are off now, as cancelled.

    A meeting cancelled before anyone was told of it is not told.
    """
    standing = {meeting["id"]: meeting for meeting in planned if not meeting.get("cancelled")}
    off = {meeting["id"]: meeting for meeting in planned if meeting.get("cancelled")}
    told = {meeting["id"]: meeting for meeting in before}
    kept = [off.get(pk, old | {"cancelled": True}) for pk, old in told.items() if pk not in standing]
    return sorted([*standing.values(), *kept], key=lambda meeting: (meeting["starts_at"], meeting["id"]))


def difference(before, after):
    """Return the changes from one version's meetings to the next one's, in order of time."""
    told = {meeting["id"]: meeting for meeting in before}
    changes = []
    for meeting in after:
        old = told.get(meeting["id"])
        if old is None or (old.get("cancelled") and not meeting.get("cancelled")):
            changes.append(_change(What.ADDED, meeting, [meeting]))
        elif meeting.get("cancelled"):
            if not old.get("cancelled"):
                changes.append(_change(What.CANCELLED, old, [old]))
        elif fields := [name for name in COMPARED if old.get(name) != meeting.get(name)]:
            changes.append(_changed(old, meeting, fields))
    return changes


def _changed(old, meeting, fields):
    shown = {name: [old.get(SHOWN.get(name, name)), meeting.get(SHOWN.get(name, name))] for name in fields}
    change = _change(What.CHANGED, meeting, [old, meeting], shown)
    if not FOR_TRAINERS & set(fields):
        change["trainers"] = []
    return change


def _change(what, meeting, concerned, fields=None):
    groups = {side.get("group") for side in concerned}
    return {
        "id": meeting["id"], "what": str(what), "title": meeting["title"], "starts_at": meeting["starts_at"],
        "fields": fields or {},
        "groups": [None] if None in groups else sorted(groups),
        "trainers": sorted({side["trainer"] for side in concerned if side.get("trainer")}),
    }


@dataclass(frozen=True)
class Concern:
    """How many of the changes each concerns: ``cohort`` everyone, ``groups`` and ``trainers`` by their keys beside that."""

    cohort: int
    groups: dict
    trainers: dict

    def of_trainee(self, group):
        return self.cohort + self.groups.get(group, 0)


def concerned(changes):
    """Count for whom there is something new."""
    cohort, groups, trainers = 0, {}, {}
    for change in changes:
        if None in change["groups"]:
            cohort += 1
        else:
            for group in change["groups"]:
                groups[group] = groups.get(group, 0) + 1
        for trainer in change["trainers"]:
            trainers[trainer] = trainers.get(trainer, 0) + 1
    return Concern(cohort, groups, trainers)
