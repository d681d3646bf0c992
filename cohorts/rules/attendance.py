"""What the marks of a session say: which one counts, what it earns, whose device was used for several people."""

from collections import defaultdict
from dataclasses import dataclass

STATUSES = ("present", "late", "left_early", "excused", "absent")
EARNING = frozenset({"present", "late", "left_early"})


@dataclass(frozen=True)
class Link:
    """One mark of a chain. ``about`` is whatever it is a mark of: an enrolment, or a pair of session and enrolment."""

    id: int
    about: object
    status: str
    corrects: int | None = None


def fold(links):
    """Return ``{about: link}``: the last link of each chain, whatever order the links come in.

    A chain that lacks its beginning still has an end, so that a part of the marks can be folded.
    """
    links = list(links)
    corrected = {link.corrects for link in links if link.corrects is not None}
    return {link.about: link for link in sorted(links, key=lambda link: link.id) if link.id not in corrected}


def minutes_earned(status, minutes):
    """Return the minutes that a status earns of a session of ``minutes``: all for whoever was there, else none."""
    return minutes if status in EARNING else 0


def tally(statuses, enrolled):
    """Count each status among ``statuses``, who was there, and who of ``enrolled`` has no mark yet."""
    statuses = list(statuses)
    counts = {status: statuses.count(status) for status in STATUSES}
    return {
        **counts, "there": sum(counts[status] for status in EARNING), "unmarked": enrolled - len(statuses),
        "enrolled": enrolled,
    }


def shared_devices(uses):
    """Return the groups of people that one device stands for: ``uses`` are pairs of device and person, '' is no device.

    Groups come in the order in which their device was first used, people in the order of theirs.
    """
    people = defaultdict(dict)
    for device, person in uses:
        if device:
            people[device][person] = True
    return [list(group) for group in people.values() if len(group) > 1]
