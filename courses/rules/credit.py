"""How many minutes a lesson credits, whether it can be finished, and why."""

from dataclasses import dataclass

FULL = "full"
HURRIED = "hurried"
NOTHING = "nothing"
WATCHED = "watched"
UNWATCHED = "unwatched"
UNPLAYED = "unplayed"


@dataclass(frozen=True)
class MediumState:
    """A film or recording as one person has it, in seconds; ``duration`` is 0 when nobody knows it (a stream)."""

    medium_id: int
    duration: int
    watched: int

    def asked(self, share_percent):
        """Seconds to watch before the lesson can be finished; where the length is unknown, that it was played at all."""
        return -(-self.duration * share_percent // 100) if self.duration else min(1, share_percent)

    def missing(self, share_percent):
        return max(0, self.asked(share_percent) - self.watched)


@dataclass(frozen=True)
class Credit:
    """``minutes`` are credited of the ``lesson_minutes`` the lesson is meant to take, open for ``open_minutes``.

    ``reason`` is ``full``, ``hurried`` (it was not open for so long), ``watched`` (not all of its film and sound was
    played), ``unwatched`` (too little was played: it is not done, nothing is credited), ``unplayed`` (its package does not
    say yet that it is done) or ``nothing`` (the lesson credits no minutes). ``watched_seconds`` of film and sound and
    ``read_seconds`` of reading made the minutes of a lesson with media.
    """

    minutes: int
    lesson_minutes: int
    open_minutes: int
    reason: str
    watched_seconds: int = 0
    read_seconds: int = 0

    @property
    def missing(self):
        return max(0, self.lesson_minutes - self.minutes)

    @property
    def done(self):
        return self.reason not in (UNWATCHED, UNPLAYED)


def can_finish(media, share_percent):
    """Tell whether enough of each of ``media`` was watched."""
    return not any(medium.missing(share_percent) for medium in media)


def reading_seconds(lesson_minutes, media):
    """Return how much of the lesson's time is meant for reading: what its film and sound leave of it.

    Nothing where a length is unknown: all of the lesson has to be watched then.
    """
    if not all(medium.duration for medium in media):
        return 0
    return max(0, lesson_minutes * 60 - sum(medium.duration for medium in media))


def lesson_credit(*, lesson_minutes, opened_at, now, media=(), share_percent=0):
    """Credit the lesson's minutes, never more than the minutes on the clock since it was first opened, rounded up.

    A lesson with film or sound credits whole minutes of what was really watched; what these leave of its minutes is for
    reading and goes by the clock, of which watching has used its part.
    """
    seconds = max(0, int((now - opened_at).total_seconds()))
    open_minutes = -(-seconds // 60)
    if not can_finish(media, share_percent):
        return Credit(0, lesson_minutes, open_minutes, UNWATCHED, sum(medium.watched for medium in media))
    if not lesson_minutes:
        return Credit(0, 0, open_minutes, NOTHING)
    if media:
        return _with_media(lesson_minutes, seconds, open_minutes, media)
    if open_minutes < lesson_minutes:
        return Credit(open_minutes, lesson_minutes, open_minutes, HURRIED)
    return Credit(lesson_minutes, lesson_minutes, open_minutes, FULL)


def _with_media(lesson_minutes, seconds, open_minutes, media):
    watched = sum(medium.watched for medium in media)
    read = min(reading_seconds(lesson_minutes, media), max(0, seconds - watched))
    minutes = min(lesson_minutes, (watched + read) // 60)
    unseen = watched < sum(medium.duration for medium in media)
    reason = FULL if minutes == lesson_minutes else WATCHED if unseen else HURRIED
    return Credit(minutes, lesson_minutes, open_minutes, reason, watched, read)
