"""What of a film or a recording was really played, and why the rest does not count.

The player reports what it played; only the server's clock says how much of it is possible. Each player has an account with
that clock: a second that passes allows one second of film times the speed that is allowed, and each second newly watched
spends one. What was watched is a union of intervals: a part played twice counts once. All lengths are in milliseconds.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Longer than this without word from the player, and what it reports later is not counted: the network was not away, the
# player was.
LONGEST_GAP = timedelta(minutes=5)
ANSWER_WITHIN = timedelta(minutes=1)  # how long the question whether one is there stays open
NEAR = 500  # parts closer than this are one: players do not stop and go on at the very same millisecond
HOP = 2_000  # a start so little after what was watched is no skipping
UNEVEN = 500  # how far the player's own clock and the film's may differ in one report

# Why a reported part does not count.
REPLAYED, IMPOSSIBLE, TOO_FAST, SKIPPED, TOO_EARLY = "replayed", "impossible", "too_fast", "skipped", "too_early"
# How a player stands.
PLAYING, SUPERSEDED, RETIRED, ASKED, ABSENT = "playing", "superseded", "retired", "asked", "absent"
# What an answer to the question whether one is there is worth.
PRESENT, LATE, UNASKED = "present", "late", "unasked"


@dataclass(frozen=True)
class Beat:
    """A part that was played without a jump: from ``start`` to ``end``, in ``elapsed`` of the player's steady clock.

    ``sequence`` grows with every beat of one player.
    """

    sequence: int
    start: int
    end: int
    elapsed: int


@dataclass(frozen=True)
class Refusal:
    """A reported part that does not count, and why."""

    sequence: int
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Account:
    """What a player may still have counted: ``unspent``, as of ``settled_at`` on the server's clock."""

    settled_at: datetime
    unspent: int = 0


@dataclass(frozen=True)
class Limits:
    """``duration`` of the medium (0 when unknown), ``speed_percent`` that counts, whether one may skip forward."""

    duration: int
    speed_percent: int = 100
    seek_forward: bool = True


@dataclass(frozen=True)
class Judgement:
    """``added`` parts are watched now and were not before; ``watched`` is the whole union, ``unspent`` what is left."""

    watched: tuple[tuple[int, int], ...]
    unspent: int
    last_sequence: int
    added: tuple[tuple[int, int], ...] = ()
    refused: tuple[Refusal, ...] = field(default=())


def union(intervals):
    """Join intervals that overlap or touch; return them sorted."""
    joined = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def length(intervals, duration=0):
    """Return how long the union of ``intervals`` is; nothing after ``duration`` counts where one is known."""
    return sum(max(0, (min(end, duration) if duration else end) - start) for start, end in union(intervals))


def new_parts(start, end, watched):
    """Return the parts of ``start`` to ``end`` that ``watched`` (a union) does not hold, in order."""
    parts = []
    for known_start, known_end in watched:
        if known_end <= start or known_start >= end:
            continue
        if known_start > start:
            parts.append((start, known_start))
        start = max(start, known_end)
    if start < end:
        parts.append((start, end))
    return parts


def settle(account, *, until, speed_percent):
    """Let the server's clock run to ``until``: what may be counted grows with it, up to what the longest gap allows."""
    gone = max(timedelta(0), until - account.settled_at)
    most = _film_of(LONGEST_GAP, speed_percent)
    return Account(max(until, account.settled_at), min(account.unspent + _film_of(gone, speed_percent), most))


def _film_of(clock, speed_percent):
    return clock // timedelta(milliseconds=1) * speed_percent // 100


def judge(beats, *, watched, unspent, last_sequence, limits):
    """Judge a batch of :class:`Beat`; return the :class:`Judgement`. ``watched`` is the union that stands.

    A batch is judged in the order of its sequence numbers, however it arrived. A number that was judged before earns
    nothing again. What the clock does not allow yet (``too_early``) may be reported again under a new number.
    """
    watched, added, refused = union(watched), [], []
    reached = frontier(watched)
    for beat in sorted(beats, key=lambda beat: beat.sequence):
        if beat.sequence <= last_sequence:
            refused.append(Refusal(beat.sequence, beat.start, beat.end, REPLAYED))
            continue
        last_sequence = beat.sequence
        start, end, cut = _possible(beat, watched, reached, limits)
        refused.extend(cut)
        reached = max(reached, end)
        for part_start, part_end in new_parts(start, end, watched):
            stop = min(part_end, part_start + unspent)
            if stop > part_start:
                added.append((part_start, stop))
                unspent -= stop - part_start
            if stop < part_end:
                refused.append(Refusal(beat.sequence, stop, part_end, TOO_EARLY))
        watched = union((*watched, *added))
    return Judgement(watched, unspent, last_sequence, union(added), tuple(refused))


def carried(judgement, *, last_sequence):
    """Return what stays unspent after a report, when ``last_sequence`` was the last one before it.

    A player reports all that it played: what the clock allowed beyond that was not played, and cannot be claimed later. A
    report that brought nothing new says nothing about it.
    """
    return 0 if judgement.last_sequence > last_sequence else judgement.unspent


def _possible(beat, watched, reached, limits):
    """Return ``(start, end, refusals)``: the part of the beat that may have been played, whatever the clock says.

    ``reached`` is how far the player had come before.
    """
    start, end, refused = max(0, beat.start), beat.end, []
    if limits.duration:
        end = limits.duration if limits.duration - NEAR <= end <= limits.duration + NEAR else min(end, limits.duration)
    if end <= start:
        return 0, 0, [Refusal(beat.sequence, beat.start, beat.end, IMPOSSIBLE)]
    playable = max(0, beat.elapsed) * limits.speed_percent // 100 + UNEVEN
    if end - start > playable:
        refused.append(Refusal(beat.sequence, start + playable, end, TOO_FAST))
        end = start + playable
    if not limits.seek_forward and start > reached + HOP:
        return 0, 0, [*refused, Refusal(beat.sequence, start, end, SKIPPED)]
    before = [known for _, known in watched if start - NEAR <= known <= start]
    return (max(before) if before else start), end, refused


def frontier(watched):
    """Return how far one has come: the end of the last part that was watched."""
    return max((end for _, end in watched), default=0)


def standing(*, now, superseded_at=None, retired_at=None, asks_at=None):
    """Return ``(how the player stands, until when its clock runs)``.

    A newer player of the same person ends it, so does the lesson's withdrawal; a question not answered yet stops its clock
    at the moment of asking.
    """
    ends = [(at, why) for at, why in ((superseded_at, SUPERSEDED), (retired_at, RETIRED)) if at is not None and at <= now]
    state = min(ends)[1] if ends else PLAYING
    if asks_at is not None and asks_at <= now:
        ends.append((asks_at, ASKED))
        if state == PLAYING:
            state = ASKED if now <= asks_at + ANSWER_WITHIN else ABSENT
    return state, min([now, *(at for at, _ in ends)])


def answer(*, asks_at, now, waited):
    """Return what an answer is worth that came after ``waited`` (a timedelta) on the player's steady clock.

    Answered in time, the minute of the question counts, also when the network brings the answer later.
    """
    if asks_at is None or now < asks_at:
        return UNASKED
    in_time = waited <= ANSWER_WITHIN and now <= asks_at + ANSWER_WITHIN + LONGEST_GAP
    return PRESENT if in_time else LATE


def next_question(*, now, shortest, longest, draw):
    """Return when to ask next: between ``shortest`` and ``longest`` minutes from ``now``; ``draw`` is from 0 up to 1."""
    return now + timedelta(minutes=shortest) + draw * timedelta(minutes=max(0, longest - shortest))


def resume_at(position, *, watched, limits):
    """Return where to go on: where one stopped, never beyond what was watched unless one may skip; 0 at the end."""
    if not limits.seek_forward:
        position = min(position, frontier(watched))
    return 0 if limits.duration and position >= limits.duration - HOP else max(0, position)
