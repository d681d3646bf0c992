"""Whom a programme is for, and who may apply for a cohort of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NEW_MONTHS = 6  # for so long someone counts as newly appointed


@dataclass(frozen=True)
class Post:
    """A current post: its organisation's path and category, and since when it is held (None: not known)."""

    pk: int
    position: str
    path: str
    category: int | None = None
    starts_on: date | None = None


@dataclass(frozen=True)
class Audience:
    """People below ``path`` in one of ``categories`` and ``positions`` (empty: any), newly appointed ones only if
    ``new_since`` is a date: those in post since a later day."""

    path: str
    categories: frozenset = frozenset()
    positions: frozenset = frozenset()
    new_since: date | None = None

    def holds(self, post):
        return (
            post.path.startswith(self.path)
            and (not self.categories or post.category in self.categories)
            and (not self.positions or post.position in self.positions)
            and (self.new_since is None or (post.starts_on is not None and post.starts_on > self.new_since))
        )


class Refusal(StrEnum):
    """Why someone cannot apply."""

    OVER = "over"
    NOT_OPEN = "not_open"
    LATE = "late"
    AUDIENCE = "audience"
    ON_LIST = "on_list"
    DECLINED = "declined"


def fitting(posts, audience):
    """Return the first of ``posts`` (the highest stands first) with which someone belongs to the audience, or None."""
    return next((post for post in posts if audience.holds(post)), None)


def refusal(*, over, apply_until, today, post, state):
    """Return why someone cannot apply for a cohort, or None.

    ``over`` tells that it was closed or cancelled; ``apply_until`` is the last day of applications, None where the cohort
    is not open to them; ``post`` is with which the person belongs to its audience; ``state`` where their enrolment stands.
    """
    if over:
        return Refusal.OVER
    if state == "declined":
        return Refusal.DECLINED
    if state not in (None, "withdrawn"):
        return Refusal.ON_LIST
    if apply_until is None:
        return Refusal.NOT_OPEN
    if today > apply_until:
        return Refusal.LATE
    return Refusal.AUDIENCE if post is None else None
