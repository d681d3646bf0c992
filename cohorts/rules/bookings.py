"""Whether a group fits an open site: its opening times, its places, and who is there already. All times are the site's own."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Refusal(StrEnum):
    PAST = "past"
    ENDS_FIRST = "ends_first"
    TWO_DAYS = "two_days"
    SHUT = "shut"
    CLOSED_DAY = "closed_day"
    OUTSIDE_HOURS = "outside_hours"
    TOO_MANY = "too_many"
    FULL = "full"


@dataclass(frozen=True)
class Site:
    """``opening`` maps a weekday (``"0"`` is Monday) to ``["09:00", "17:00"]``; empty says nothing of times."""

    capacity: int
    opening: dict = field(default_factory=dict)
    closed_on: date | None = None


@dataclass(frozen=True)
class Visit:
    starts_at: datetime
    ends_at: datetime
    people: int


@dataclass(frozen=True)
class No:
    """``first`` and ``last`` are the opening times of that day, ``free`` the places left then."""

    refusal: Refusal
    first: time | None = None
    last: time | None = None
    free: int = 0


def hours_on(opening, day):
    """Return ``(from, until)`` of the date ``day``, or None when the site is closed then; the whole day where nothing is said."""
    if not opening:
        return time.min, time.max
    said = opening.get(str(day.weekday()))
    return (time.fromisoformat(said[0]), time.fromisoformat(said[1])) if said else None


def refusals(visit, *, site, others, now):
    """Return what stands in the way of ``visit``, as a tuple of :class:`No`; empty when the group can come.

    ``others`` are visits and meetings near it in time.
    """
    if visit.ends_at <= visit.starts_at:
        return (No(Refusal.ENDS_FIRST),)
    found = []
    if visit.starts_at <= now:
        found.append(No(Refusal.PAST))
    found += _times(visit, site)
    if visit.people > site.capacity:
        found.append(No(Refusal.TOO_MANY, free=site.capacity))
    else:
        free = site.capacity - busiest(visit, others)
        if visit.people > free:
            found.append(No(Refusal.FULL, free=max(free, 0)))
    return tuple(found)


def busiest(visit, others):
    """Return how many others are there at the fullest moment of the visit."""
    beside = [other for other in others if other.starts_at < visit.ends_at and visit.starts_at < other.ends_at]
    moments = {visit.starts_at, *(other.starts_at for other in beside if other.starts_at > visit.starts_at)}
    return max(
        (sum(other.people for other in beside if other.starts_at <= moment < other.ends_at) for moment in moments), default=0
    )


def _times(visit, site):
    day = visit.starts_at.date()
    if site.closed_on is not None and day >= site.closed_on:
        return [No(Refusal.SHUT)]
    if visit.ends_at.date() != day:
        return [No(Refusal.TWO_DAYS)]
    hours = hours_on(site.opening, day)
    if hours is None:
        return [No(Refusal.CLOSED_DAY)]
    first, last = hours
    if visit.starts_at.time() < first or visit.ends_at.time() > last:
        return [No(Refusal.OUTSIDE_HOURS, first=first, last=last)]
    return []
