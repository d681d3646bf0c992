"""Whether someone may put themselves down for a course, and what comes first."""

from dataclasses import dataclass

JOINED = "joined"
NOT_OFFERED = "not_offered"
RETIRED = "retired"
EMPTY = "empty"
PREREQUISITES = "prerequisites"


@dataclass(frozen=True)
class Before:
    """A course to be finished first: ``done`` of ``required`` lessons, ``complete`` when nothing of it is owed.

    ``retired``: it was taken down, so that nobody can be asked for it any more.
    """

    course_id: int
    done: int
    required: int
    complete: bool
    retired: bool = False


@dataclass(frozen=True)
class Joining:
    """``allowed``, or the ``reasons`` why not, the weightiest first; ``missing`` are the ids of courses to finish first."""

    reasons: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def allowed(self):
        return not self.reasons


def may_join(*, offered, retired=False, lessons=1, joined=False, before=()):
    """Return the :class:`Joining` of a course that has ``lessons`` published lessons.

    ``offered`` tells whether people may join by themselves, ``joined`` whether this person has; ``before`` are the
    :class:`Before` of its prerequisites.
    """
    if joined:
        return Joining((JOINED,))
    missing = tuple(each.course_id for each in before if not each.complete and not each.retired)
    found = (
        (RETIRED, retired), (NOT_OFFERED, not offered), (EMPTY, not lessons), (PREREQUISITES, bool(missing)),
    )
    return Joining(tuple(reason for reason, holds in found if holds), missing)
