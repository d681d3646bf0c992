"""Watching: which media a lesson has, a player that begins, and what it reports."""

import random
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import LessonMedium, PlaybackSession, WatchedInterval, WatchingPolicy
from courses.queries.watching import MediumWatched, lesson_watched, limits_of, medium_watched
from courses.rules.credit import Credit
from courses.rules.watching import (
    LATE,
    PLAYING,
    TOO_EARLY,
    UNASKED,
    Account,
    Judgement,
    answer,
    carried,
    judge,
    next_question,
    settle,
    standing,
)
from lms.audit.trail import record

from .learning import finish_lesson, open_lesson

AT_THE_END = 2_000  # ms before the end of a medium that count as its end


@dataclass(frozen=True)
class Medium:
    """A film or recording of a published page: ``key`` is its block's id, ``seconds`` 0 when its length is unknown."""

    key: str
    title: str
    kind: str
    seconds: float = 0
    source: str = ""


@dataclass(frozen=True)
class Report:
    """What came of a report: the player's ``standing`` (``rules.watching``), the judgement, the medium as it is watched now.

    ``ready`` tells whether the lesson can be finished; ``credit`` is there when it finished by itself.
    """

    session: PlaybackSession
    standing: str
    judgement: Judgement
    policy: WatchingPolicy
    medium: MediumWatched
    ready: bool = False
    credit: Credit | None = None

    @property
    def again(self):
        """Parts that the clock did not allow yet, to be reported once more."""
        return [part for part in self.judgement.refused if part.reason == TOO_EARLY]

    @property
    def reasons(self):
        return {part.reason for part in self.judgement.refused}


@transaction.atomic
def register_media(*, lesson, media):
    """Let the lesson have ``media`` (:class:`Medium`, in the order of the page); return whether anything was written.

    A medium that the page has no more is retired; what was watched of it stays.
    """
    known = {row.key: row for row in LessonMedium.objects.select_for_update().filter(lesson=lesson)}
    changed = []
    for order, medium in enumerate(media):
        fields = {
            "title": medium.title[:200], "kind": medium.kind, "duration_ms": max(0, round(medium.seconds * 1000)),
            "source": medium.source[:1500], "order": order, "retired_at": None,
        }
        row = known.pop(medium.key, None)
        if row is None:
            LessonMedium.objects.create(lesson=lesson, key=medium.key, **fields)
            changed.append(medium.key)
        elif any(getattr(row, name) != value for name, value in fields.items()):
            LessonMedium.objects.filter(pk=row.pk).update(**fields)
            changed.append(medium.key)
    gone = [row.pk for row in known.values() if row.retired_at is None]
    if gone:
        LessonMedium.objects.filter(pk__in=gone).update(retired_at=timezone.now())
    if changed or gone:
        record(actor=None, verb="lesson.media", target=lesson, detail={"changed": len(changed), "retired": len(gone)})
    return bool(changed or gone)


def begin_watching(*, person, medium, now, draw=None):
    """Open a player of ``person`` on ``medium``; return its session. Whatever else they had playing is superseded."""
    open_lesson(person=person, lesson=medium.lesson, now=now)
    try:
        return _begin(person, medium, now, draw)
    except IntegrityError:  # two phones at the very same moment: the later one wins, as ever
        return _begin(person, medium, now, draw)


@transaction.atomic
def _begin(person, medium, now, draw):
    latest = PlaybackSession.objects.filter(person=person, medium=medium).order_by("-pk").first()
    PlaybackSession.objects.filter(person=person, superseded_at=None).update(superseded_at=now)
    return PlaybackSession.objects.create(
        person=person, medium=medium, started_at=now, settled_at=now, position_ms=latest.position_ms if latest else 0,
        asks_at=_ask_next(WatchingPolicy.current(), now, draw),
    )


def _ask_next(policy, now, draw=None):
    if not policy.asks_presence:
        return None
    draw = random.random() if draw is None else draw  # noqa: S311 -- when to ask, no secret
    return next_question(now=now, shortest=policy.asks_after, longest=policy.asks_before, draw=draw)


@transaction.atomic
def note_beats(*, session, beats, now, position=None, waited=None):
    """Write what the player of ``session`` reports; return the :class:`Report`.

    ``position`` (ms) is where the film stands now. ``waited`` (a timedelta) comes with the answer to the question whether
    one is there. The lesson finishes by itself at the end of its last film, where hardly anything is left to read.
    """
    session, policy = _lock(session), WatchingPolicy.current()
    medium = session.medium
    account = Account(session.settled_at, session.unspent_ms)
    if waited is not None:
        account = _answered(session, account, policy, now, waited)
    state, until = standing(
        now=now, superseded_at=session.superseded_at, asks_at=session.asks_at,
        retired_at=min(filter(None, (medium.retired_at, medium.lesson.retired_at)), default=None),
    )
    account = settle(account, until=until, speed_percent=policy.speed_percent)
    rows = list(WatchedInterval.objects.filter(person=session.person_id, medium=medium).order_by("start_ms"))
    judgement = judge(
        beats, watched=[(row.start_ms, row.end_ms) for row in rows], unspent=account.unspent,
        last_sequence=session.last_sequence, limits=limits_of(medium, policy),
    )
    _keep(session, rows, judgement.added, since=session.last_beat_at or session.started_at, now=now)
    session.settled_at = account.settled_at
    session.unspent_ms = carried(judgement, last_sequence=session.last_sequence)
    session.last_sequence, session.last_beat_at = judgement.last_sequence, now
    if position is not None:
        session.position_ms = min(position, medium.duration_ms) if medium.duration_ms else position
    session.save(update_fields=[
        "settled_at", "unspent_ms", "last_sequence", "last_beat_at", "position_ms", "asks_at",
    ])
    mine = medium_watched(medium, judgement.watched, session.position_ms, policy)
    if mine.missing or state != PLAYING:
        return Report(session, state, judgement, policy, mine)
    lesson = lesson_watched(session.person, medium.lesson, policy)
    return Report(session, state, judgement, policy, mine, lesson.ready, _finish_by_itself(session, lesson, now))


def _lock(session):
    """Lock the session, and the one that superseded it: both write the same parts."""
    found = PlaybackSession.objects.filter(person=session.person_id, medium=session.medium_id)
    rows = list(
        found.filter(Q(pk=session.pk) | Q(superseded_at=None)).select_for_update(of=("self",))
        .select_related("person", "medium__lesson").order_by("pk")
    )
    return next(row for row in rows if row.pk == session.pk)


def _answered(session, account, policy, now, waited):
    """Take the answer to the question whether one is there; return the account. Too late, the wait since does not count."""
    worth = answer(asks_at=session.asks_at, now=now, waited=waited)
    if worth == UNASKED:
        return account
    if worth == LATE:
        account = Account(now, settle(account, until=session.asks_at, speed_percent=policy.speed_percent).unspent)
    session.asks_at = _ask_next(policy, now)
    return account


def _keep(session, rows, added, *, since, now):
    """Write the ``added`` parts into ``rows``: a part that touches others is joined with them in one row."""
    for start, end in added:
        touching = [row for row in rows if row.start_ms <= end and start <= row.end_ms]
        if not touching:
            rows.append(WatchedInterval.objects.create(
                person=session.person, medium=session.medium, start_ms=start, end_ms=end, first_at=since, last_at=now,
            ))
            continue
        row, *others = touching
        row.start_ms = min(start, row.start_ms)
        row.end_ms = max(end, *(each.end_ms for each in touching))
        row.first_at, row.last_at = min(each.first_at for each in touching), now
        row.save(update_fields=["start_ms", "end_ms", "first_at", "last_at"])
        if others:
            WatchedInterval.objects.filter(pk__in=[each.pk for each in others]).delete()
            rows[:] = [each for each in rows if each not in others]


def _finish_by_itself(session, watched, now):
    medium = session.medium
    at_the_end = medium.duration_ms and session.position_ms >= medium.duration_ms - AT_THE_END
    if not (at_the_end and watched.ready and watched.only_media):
        return None
    return finish_lesson(person=session.person, lesson=medium.lesson, now=now)
