"""What marks say: which one counts, what it earns, whose device was used for several people; and what they make together.

:func:`attendance_units` is the one count of who attended what, by sessions or by half-days, for page, board and verdict.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from cohorts.rules.policy import Policy

STATUSES = ("present", "late", "left_early", "excused", "absent")
EARNING = frozenset({"present", "late", "left_early"})
NOON = time(12, 30)  # until then it is morning, in the district's own time


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
    """Return the people of each device that stands for several: ``uses`` are pairs of device and person, '' is no device.

    Devices come in the order in which they were first used, people in the order of theirs.
    """
    people = defaultdict(dict)
    for device, person in uses:
        if device:
            people[device][person] = True
    return {device: list(group) for device, group in people.items() if len(group) > 1}


def half_day(moment: datetime):
    """Return the half-day in which a local ``moment`` lies, as its date and whether it is the morning."""
    return moment.date(), moment.time() < NOON


def counts_as(status, late_minutes, policy):
    """Return what a mark counts as: whoever came later than the rules allow was absent, whatever was observed."""
    too_late = status in EARNING and policy.absent_after and late_minutes > policy.absent_after
    return "absent" if too_late else status


@dataclass(frozen=True)
class Sitting:
    """A closed session as it went for one person; ``status`` is empty without a mark.

    ``made_up``: attended elsewhere or learned afterwards; ``before``: attended in the class the person came from.
    """

    session: int
    day: date
    morning: bool
    status: str
    late_minutes: int = 0
    made_up: bool = False
    before: bool = False
    policy: Policy = Policy()


@dataclass(frozen=True)
class Unit:
    """What counts once: a session, or the sessions of a half-day. ``outcome`` is attended, excused or absent.

    ``reasons`` say why, one code a session that was not simply attended or missed: ``late``, ``left_early``, ``leave``,
    ``too_late``, ``made_up``, ``before``, ``unmarked``.
    """

    day: date
    morning: bool
    sessions: tuple[int, ...]
    outcome: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attendance:
    """All units of a person; ``late_absences`` of them are lost to ``lates`` late arrivals and early leaves."""

    units: tuple[Unit, ...] = ()
    lates: int = 0
    late_absences: int = 0
    half_days: bool = False

    def _count(self, outcome):
        return sum(unit.outcome == outcome for unit in self.units)

    @property
    def closed(self):
        return len(self.units)

    @property
    def excused(self):
        return self._count("excused")

    @property
    def attended(self):
        return max(self._count("attended") - self.late_absences, 0)

    @property
    def absent(self):
        return self.closed - self.excused - self.attended

    @property
    def made_up(self):
        return self.because("made_up")

    @property
    def missed(self):
        """Whether anything was missed, with leave or without, that can be made up."""
        return any(unit.outcome != "attended" for unit in self.units)

    def because(self, reason):
        """Return how many units name ``reason``."""
        return sum(reason in unit.reasons for unit in self.units)


def unit_key(sitting_day, morning, session, policy):
    """Return what a session is counted under: itself, or its half-day where the rules of its day say so."""
    return (sitting_day, morning) if policy.by_half_day else session


def attendance_units(sittings):
    """Fold the sittings of one person into an :class:`Attendance`, each by the rules of its own day.

    A half-day is attended when every session of it that was not excused was attended; one missed without leave makes it an
    absence. So many lates and early leaves as the rules of their days say make one absence, beside those of whole units.
    """
    groups, lates = defaultdict(list), defaultdict(int)
    for sitting in sittings:
        groups[unit_key(sitting.day, sitting.morning, sitting.session, sitting.policy)].append(sitting)
        if sitting.status in ("late", "left_early") and _outcome(sitting) == ("attended", sitting.status):
            lates[sitting.policy.lates_per_absence] += 1
    return Attendance(
        units=tuple(_unit(group) for group in groups.values()), lates=sum(lates.values()),
        late_absences=sum(count // per for per, count in lates.items() if per),
        half_days=any(sitting.policy.by_half_day for group in groups.values() for sitting in group),
    )


def _unit(group):
    seen = [_outcome(sitting) for sitting in group]
    outcomes = {outcome for outcome, reason in seen}
    outcome = next(one for one in ("absent", "attended", "excused") if one in outcomes)
    reasons = tuple(dict.fromkeys(reason for _, reason in seen if reason))
    return Unit(group[0].day, group[0].morning, tuple(sitting.session for sitting in group), outcome, reasons)


def _outcome(sitting):
    counted = counts_as(sitting.status, sitting.late_minutes, sitting.policy)
    if counted in EARNING:
        return "attended", "" if counted == "present" else counted
    if sitting.made_up:
        return "attended", "made_up"
    if sitting.before:
        return "attended", "before"
    if counted == "excused":
        return "excused", "leave"
    if not sitting.status:
        return "absent", "unmarked"
    return "absent", "too_late" if sitting.status in EARNING else ""


@dataclass(frozen=True)
class Taught:
    """A session by what it taught: its module, where it has one, and its title."""

    session: int
    module: int | None
    title: str


def same_sessions(here, elsewhere):
    """Pair sessions of two classes that taught the same, each at most once: ``{session here: session elsewhere}``.

    The same title goes before the same module; among several the earlier come first.
    """
    found, left = {}, list(elsewhere)
    for is_same in (lambda a, b: a.title.strip() == b.title.strip(), lambda a, b: a.module and a.module == b.module):
        for one in here:
            other = None if one.session in found else next((other for other in left if is_same(one, other)), None)
            if other is not None:
                found[one.session] = other.session
                left.remove(other)
    return found
