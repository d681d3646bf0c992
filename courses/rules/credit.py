"""How many minutes a lesson credits, and why."""

from dataclasses import dataclass

FULL = "full"
HURRIED = "hurried"
NOTHING = "nothing"


@dataclass(frozen=True)
class Credit:
    """``minutes`` are credited of the ``lesson_minutes`` the lesson is meant to take, open for ``open_minutes``.

    ``reason`` is ``full``, ``hurried`` (it was not open for so long) or ``nothing`` (the lesson credits no minutes).
    """

    minutes: int
    lesson_minutes: int
    open_minutes: int
    reason: str

    @property
    def missing(self):
        return max(0, self.lesson_minutes - self.minutes)


def lesson_credit(*, lesson_minutes, opened_at, now):
    """Credit the lesson's minutes, never more than the minutes on the clock since it was first opened, rounded up."""
    seconds = max(0, int((now - opened_at).total_seconds()))
    open_minutes = -(-seconds // 60)
    if not lesson_minutes:
        return Credit(0, 0, open_minutes, NOTHING)
    if open_minutes < lesson_minutes:
        return Credit(open_minutes, lesson_minutes, open_minutes, HURRIED)
    return Credit(lesson_minutes, lesson_minutes, open_minutes, FULL)
