"""The rules of attendance as plain values; ``cohorts.models.AttendancePolicy`` keeps them by the day they begin."""

from dataclasses import dataclass


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
