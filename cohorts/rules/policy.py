"""The rules of attendance as plain values; ``cohorts.models.AttendancePolicy`` keeps them by the day they begin."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Policy:
    """What ``AttendancePolicy`` says of one day; these defaults hold before the first row. Minutes, but ``code_seconds``."""

    code_seconds: int = 10
    opens_before: int = 30
    late_after: int = 10
    absent_after: int = 0
    lates_per_absence: int = 0
    by_half_day: bool = False
    second_call: bool = False
    leave_teacher_half_days: int = 1
    leave_school_half_days: int = 4
    leave_most_percent: int = 0


@dataclass(frozen=True)
class Book:
    """All versions as pairs of the day they begin and the :class:`Policy`, the newest first."""

    versions: tuple[tuple[date, Policy], ...] = ()

    def on(self, day):
        """Return the policy of ``day``: the newest that had begun."""
        return next((policy for begins, policy in self.versions if begins <= day), Policy())

    def since(self, day):
        """Return the day on which the policy of ``day`` began; None before the first."""
        return next((begins for begins, policy in self.versions if begins <= day), None)
