"""What can be made up, and where there is room."""

from cohorts.rules.attendance import EARNING, counts_as

CHOSEN, HANDED_IN, DONE, DECLINED, CANCELLED = "chosen", "handed_in", "done", "declined", "cancelled"
NOTE_AT_LEAST = 30  # characters: less says nothing of what was learned


def problem(*, closed, cohort_over, status, late_minutes, policy):
    """Return why a session cannot be made up by whoever has this mark there; empty when it can.

    ``not_yet`` (it is not closed), ``over`` (the class is), ``not_missed`` (the person was there).
    """
    if cohort_over:
        return "over"
    if not closed:
        return "not_yet"
    return "not_missed" if counts_as(status, late_minutes, policy) in EARNING else ""


def free_seats(*, quota, capacity, seated, guests):
    """Return how many guests a session still takes: the places of its class, and of its room where that is smaller."""
    room = quota if capacity is None else min(quota, capacity)
    return max(room - seated - guests, 0)


def hand_in_problem(note, unfinished):
    """Return why a note cannot be handed in: ``lessons`` (of them are unfinished), ``short``; empty when it can."""
    if unfinished:
        return "lessons"
    return "short" if len("".join(note.split())) < NOTE_AT_LEAST else ""
