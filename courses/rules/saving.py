"""Which of two savings of one answer stands: what arrives again or late must not undo what was written after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(hours=12)


@dataclass(frozen=True)
class Saving:
    """A change of an answer: ``page`` is the page of the browser that made it, ``seq`` its running number there (from 1)."""

    page: str
    seq: int
    made_at: datetime


def stands(kept, new):
    """Tell whether ``new`` takes the place of ``kept`` (None when nothing was kept yet).

    Within a page its own numbers decide, so that a request sent twice or overtaken changes nothing. Between pages the later
    change counts. A page without scripts has no numbers: what it sends stands as of now.
    """
    if kept is None:
        return True
    if new.page and new.page == kept.page:
        return new.seq > kept.seq
    return new.made_at >= kept.made_at


def made_at(age_seconds, *, now, started_at):
    """Return when a change was made that is ``age_seconds`` old: never after ``now``, never before the attempt began.

    A page says how old a change is and not when it was made: its clock may be wrong, but it counts seconds well enough.
    """
    age = min(timedelta(seconds=max(0, age_seconds)), LONGEST_WAIT)
    return max(now - age, started_at)


@dataclass(frozen=True)
class Change:
    """What a page says of one question. ``answer`` and ``flagged`` are None when they did not change; ``seconds`` is how
    much longer the question was looked at."""

    question: int
    answer: list | None = None
    flagged: bool | None = None
    seq: int = 0
    age: int = 0
    seconds: int = 0
