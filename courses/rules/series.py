"""How far someone is with a series of courses, and which course comes next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SeriesProgress:
    """``done`` of ``total`` courses finished; ``next_id`` the course to take next, None when all are finished.

    ``begun`` tells whether any lesson of any course was done. ``number`` is the place of the next course, from 1.
    """

    done: int
    total: int
    next_id: int | None
    number: int | None
    begun: bool

    @property
    def complete(self):
        return bool(self.total) and self.done == self.total


def series_progress(courses):
    """Return the :class:`SeriesProgress` over ``(course id, rules.progress.Progress)``, in the order of the series.

    Next is the first course that was begun and not finished, else the first not finished. A course without lessons
    cannot be finished and is left out of the count until it has some.
    """
    counted = [(pk, progress) for pk, progress in courses if progress.required or progress.excused]
    open_ones = [(pk, progress) for pk, progress in counted if not progress.complete]
    chosen = next((pk for pk, progress in open_ones if progress.done), open_ones[0][0] if open_ones else None)
    order = [pk for pk, _ in counted]
    return SeriesProgress(
        done=len(counted) - len(open_ones), total=len(counted), next_id=chosen,
        number=order.index(chosen) + 1 if chosen is not None else None,
        begun=any(progress.done for _, progress in counted),
    )
