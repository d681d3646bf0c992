"""Every clash of a whole term at once, in one sweep a room, a trainer and a cohort: the work grows with the meetings and
with what really overlaps, not with the square of them.
"""

from collections import defaultdict
from heapq import heappop, heappush

from .clashes import clashes_of


def clashes_of_term(meetings, facts_of, *, shared_people=None, asked=None):
    """Return ``{pk: [Clash, ...]}`` of the meetings that have any, of those with the ids ``asked`` where given.

    ``facts_of(meeting)`` gives the ``Facts`` of one, ``shared_people`` maps two keys of who meets (``Meeting.people``, the
    smaller first) to how many people sit in both. A meeting is judged by ``clashes_of``, as when it is moved alone.
    """
    beside = defaultdict(dict)
    for others in _together(meetings, shared_people or {}):
        for one, other in _overlapping(others):
            beside[one.pk][other.pk] = other
            beside[other.pk][one.pk] = one
    found = {}
    for meeting in meetings:
        if asked is not None and meeting.pk not in asked:
            continue
        if clashes := clashes_of(meeting, others=beside[meeting.pk].values(), facts=facts_of(meeting)):
            found[meeting.pk] = clashes
    return found


def _together(meetings, shared_people):
    """Yield the lists of meetings that must not be on at once: of one room, one trainer, one cohort, shared people."""
    rooms, trainers, cohorts, people = (defaultdict(list) for _ in range(4))
    for meeting in meetings:
        cohorts[meeting.cohort].append(meeting)
        people[meeting.people].append(meeting)
        if meeting.venue is not None:
            rooms[meeting.venue].append(meeting)
        if meeting.trainer is not None:
            trainers[meeting.trainer].append(meeting)
    for index in (rooms, trainers, cohorts):
        yield from index.values()
    for one, other in shared_people:
        yield [*people[one], *people[other]]


def _overlapping(meetings):
    """Yield the pairs of meetings that overlap. Whoever has ended leaves the heap before the next one enters."""
    running = []
    for meeting in sorted(meetings, key=lambda meeting: meeting.starts_at):
        while running and running[0][0] <= meeting.starts_at:
            heappop(running)
        for _, _, other in running:
            yield other, meeting
        heappush(running, (meeting.ends_at, meeting.pk, meeting))
