"""Who could bring a lesson: trainers of its subject, the least loaded first, and what stands in their way at a wanted time."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from .calendar import Span


class Hindrance(StrEnum):
    """The first two block, the others are to be looked at."""

    BUSY = "busy"
    AWAY = "away"
    TRAVEL = "travel"
    LOAD = "load"


BLOCKING = frozenset({Hindrance.BUSY, Hindrance.AWAY})


@dataclass(frozen=True)
class Meeting:
    span: Span
    title: str = ""


@dataclass(frozen=True)
class Candidate:
    """A trainer: ``meetings`` and ``away`` are those near the wanted times; ``minutes`` is what they teach in a month, by
    ``(year, month)``; ``weeks`` how many sessions they have in a week, by ``(year, week)``, of at most ``most`` (0: no limit)."""

    pk: int
    name: str
    subjects: str = ""
    meetings: tuple[Meeting, ...] = ()
    away: tuple[Span, ...] = ()
    minutes: dict = field(default_factory=dict)
    weeks: dict = field(default_factory=dict)
    most: int = 0


@dataclass(frozen=True)
class Hurdle:
    """``title`` and ``span`` are of the meeting or the time away; ``need`` and ``have`` minutes, or sessions and their limit."""

    why: Hindrance
    title: str = ""
    span: Span | None = None
    need: int = 0
    have: int = 0


@dataclass(frozen=True)
class Match:
    """A trainer at one wanted time. ``named`` is asked for by the menu, ``subject`` teaches what the item is about."""

    candidate: Candidate
    named: bool
    subject: bool
    minutes: int
    hurdles: tuple[Hurdle, ...] = ()

    @property
    def blocked(self):
        return any(hurdle.why in BLOCKING for hurdle in self.hurdles)


def teaches(subjects, topic):
    """Tell whether one of the ``subjects``, separated by commas, is about ``topic``; an empty topic is everybody's."""
    topic = topic.strip()
    parts = [part for part in re.split(r"[,，、;；\s]+", subjects) if part]
    return not topic or any(topic in part or part in topic for part in parts)


def matches(candidates, span, *, topic, travel, named=None):
    """Return a :class:`Match` for each candidate at ``span``: whoever the menu names and can come first, then those of the
    subject, free before hindered before blocked, and the least loaded of the month first.

    ``travel`` minutes are needed on the way from the meeting before and to that after.
    """
    found = []
    for one in candidates:
        found.append(Match(
            one, named == one.pk, teaches(one.subjects, topic), one.minutes.get((span.starts_at.year, span.starts_at.month), 0),
            tuple(_hurdles(one, span, travel)),
        ))
    return sorted(found, key=lambda match: (
        match.blocked, not match.named, not match.subject, len(match.hurdles), match.minutes, match.candidate.name,
        match.candidate.pk,
    ))


def _hurdles(one, span, travel):
    for meeting in one.meetings:
        if meeting.span.starts_at < span.ends_at and span.starts_at < meeting.span.ends_at:
            yield Hurdle(Hindrance.BUSY, meeting.title, meeting.span)
    for away in one.away:
        if away.starts_at < span.ends_at and span.starts_at < away.ends_at:
            yield Hurdle(Hindrance.AWAY, span=away)
    for meeting in one.meetings:
        gap = max(span.starts_at - meeting.span.ends_at, meeting.span.starts_at - span.ends_at)
        if timedelta() <= gap < timedelta(minutes=travel):
            yield Hurdle(Hindrance.TRAVEL, meeting.title, meeting.span, travel, int(gap.total_seconds() // 60))
    count = one.weeks.get(tuple(span.starts_at.isocalendar()[:2]), 0) + 1
    if one.most and count > one.most:
        yield Hurdle(Hindrance.LOAD, need=count, have=one.most)
