"""What a person watched of a lesson, and what it still lacks."""

from collections import defaultdict
from dataclasses import dataclass

from courses.models import LessonMedium, PlaybackSession, WatchedInterval, WatchingPolicy
from courses.rules.credit import MediumState, can_finish, reading_seconds
from courses.rules.watching import Limits, frontier, length, resume_at


@dataclass(frozen=True)
class MediumWatched:
    """A medium of a lesson as one person has it: ``resume`` is where they go on, ``reached`` how far they came. In seconds."""

    medium: LessonMedium
    state: MediumState
    resume: float
    reached: float
    asked: int
    missing: int


@dataclass(frozen=True)
class LessonWatched:
    """The media of a lesson with what a person watched of each, under the ``policy`` that holds."""

    lesson_minutes: int
    policy: WatchingPolicy
    media: tuple[MediumWatched, ...] = ()

    @property
    def states(self):
        return tuple(one.state for one in self.media)

    @property
    def missing(self):
        """The media of which too little was watched to finish the lesson."""
        return [one for one in self.media if one.missing]

    @property
    def ready(self):
        return can_finish(self.states, self.policy.share_percent)

    @property
    def only_media(self):
        """Less than a minute of the lesson is left for reading."""
        return bool(self.media) and reading_seconds(self.lesson_minutes, self.states) < 60

    def by_key(self):
        return {one.medium.key: one for one in self.media}


def limits_of(medium, policy):
    return Limits(medium.duration_ms, policy.speed_percent, policy.seek_forward)


def parts_of(person, media):
    """Return ``{medium id: [(start, end)]}`` of what ``person`` watched, in milliseconds. One query."""
    found = defaultdict(list)
    rows = WatchedInterval.objects.filter(person=person, medium__in=media)
    for medium_id, start, end in rows.values_list("medium_id", "start_ms", "end_ms").order_by("medium_id", "start_ms"):
        found[medium_id].append((start, end))
    return found


def lesson_watched(person, lesson, policy=None):
    """Return the :class:`LessonWatched` of ``person`` (None for a visitor). At most four queries, one without media."""
    media = list(LessonMedium.objects.active().filter(lesson=lesson))
    if not media:
        return LessonWatched(lesson.minutes, policy or WatchingPolicy())
    policy = policy or WatchingPolicy.current()
    parts = parts_of(person, media) if person else {}
    stopped = _stopped(person, media) if person else {}
    return LessonWatched(lesson.minutes, policy, tuple(
        medium_watched(medium, parts.get(medium.pk, ()), stopped.get(medium.pk, 0), policy) for medium in media
    ))


def medium_watched(medium, parts, position, policy):
    """Return the :class:`MediumWatched` of who watched ``parts`` and stopped at ``position``, both in milliseconds."""
    state = MediumState(medium.pk, medium.duration_ms // 1000, length(parts, medium.duration_ms) // 1000)
    return MediumWatched(
        medium, state, resume_at(position, watched=parts, limits=limits_of(medium, policy)) / 1000, frontier(parts) / 1000,
        state.asked(policy.share_percent), state.missing(policy.share_percent),
    )


def _stopped(person, media):
    """Return ``{medium id: milliseconds}`` where the person's latest player of each stopped. One query."""
    rows = PlaybackSession.objects.filter(person=person, medium__in=media).order_by("pk")
    return dict(rows.values_list("medium_id", "position_ms"))
