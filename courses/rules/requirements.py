"""What a year asks of a person, and how far they are."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Post:
    """A post by what requirements look at; ``path`` is its organisation's."""

    position: str
    category: str = ""
    path: str = ""


@dataclass(frozen=True)
class Requirement:
    """``minutes`` (45 an hour) and ``concentrated_classes`` a year, from ``from_year`` on.

    Asked of whoever holds ``position`` in an organisation of ``category`` below ``path``; empty means any. Whoever is newly
    appointed completes a concentrated training within ``new_within`` months (0: nothing is asked).
    """

    from_year: int
    position: str
    minutes: int
    concentrated_classes: int = 0
    category: str = ""
    path: str = ""
    new_within: int = 0

    def speaks_of(self, post, year):
        return (
            self.from_year <= year and self.position in ("", post.position) and self.category in ("", post.category)
            and post.path.startswith(self.path)
        )

    @property
    def exactness(self):
        """The nearest place goes first, there the newest year, there the row that says most of whom it means."""
        return (len(self.path), self.from_year, bool(self.category), bool(self.position))


@dataclass(frozen=True)
class NewPost:
    """What is asked of someone newly appointed: a concentrated training until ``by``; ``done`` on a day, or None."""

    since: date
    by: date
    done: date | None = None

    def overdue(self, day):
        return self.done is None and day > self.by


@dataclass(frozen=True)
class Standing:
    """How far a person is in a year; ``requirement`` is None when nothing is asked of their posts.

    ``short`` are credited minutes missing of kinds of which the place asks a number; ``new`` what was asked of a new post
    and is not done in time.
    """

    minutes: int
    concentrated_classes: int
    requirement: Requirement | None
    short: tuple = ()
    new: tuple[NewPost, ...] = ()
    late: tuple[NewPost, ...] = ()

    @property
    def missing_minutes(self):
        return max(self.requirement.minutes - self.minutes, 0) if self.requirement else 0

    @property
    def missing_classes(self):
        return max(self.requirement.concentrated_classes - self.concentrated_classes, 0) if self.requirement else 0

    @property
    def met(self):
        return self.requirement is not None and not (
            self.missing_minutes or self.missing_classes or self.short or self.late
        )

    @property
    def share(self):
        """Percent of the minutes asked, 100 at most and rounded down; 100 where none are asked."""
        asked = self.requirement.minutes if self.requirement else 0
        return min(100, int(self.minutes * 100 // asked)) if asked else 100


def requirement_of(posts, year, requirements):
    """Return the requirement of ``year`` that asks most of someone who holds ``posts`` (:class:`Post`), or None.

    Somebody who is a secretary here and a member there is asked what a secretary is asked.
    """
    asked = []
    for post in posts:
        speaking = [one for one in requirements if one.speaks_of(post, year)]
        if speaking:
            asked.append(max(speaking, key=lambda one: one.exactness))
    return max(asked, key=lambda one: (one.minutes, one.concentrated_classes, one.new_within, one.position), default=None)


def month_later(day, months):
    """Return the day ``months`` later, the last of its month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def new_posts(requirement, begins, class_days, year):
    """Return a :class:`NewPost` for each of ``begins`` (days on which posts began) whose deadline, or beginning, lies in
    ``year``; ``class_days`` are the days on which concentrated trainings were completed."""
    if requirement is None or not requirement.new_within:
        return ()
    found = []
    for since in sorted(begin for begin in begins if begin):
        by = month_later(since, requirement.new_within)
        if year in (since.year, by.year):
            found.append(NewPost(since, by, min((day for day in class_days if since <= day), default=None)))
    return tuple(found)


def standing(requirement, *, minutes, concentrated_classes=0, short=(), new=(), day=None):
    """Return the :class:`Standing`; of ``new`` posts those count against it that are late on ``day``, or were done late."""
    late = tuple(one for one in new if (one.done is not None and one.done > one.by) or (day and one.overdue(day)))
    return Standing(minutes, concentrated_classes, requirement, tuple(short), tuple(new), late)
