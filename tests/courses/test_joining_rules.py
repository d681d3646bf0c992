"""Who may join a course, and which course of a series comes next."""

import pytest

from courses.rules.joining import EMPTY, JOINED, NOT_OFFERED, PREREQUISITES, RETIRED, Before, Joining, may_join
from courses.rules.progress import Progress
from courses.rules.series import SeriesProgress, series_progress

DONE = Before(1, done=2, required=2, complete=True)
OPEN = Before(2, done=1, required=3, complete=False)
GONE = Before(3, done=0, required=3, complete=False, retired=True)


@pytest.mark.parametrize(("facts", "answer"), [
    ({"offered": True}, Joining()),
    ({"offered": True, "before": [DONE, GONE]}, Joining()),
    ({"offered": True, "before": [DONE, OPEN]}, Joining((PREREQUISITES,), (2,))),
    ({"offered": False}, Joining((NOT_OFFERED,))),
    ({"offered": True, "lessons": 0}, Joining((EMPTY,))),
    ({"offered": True, "retired": True, "before": [OPEN]}, Joining((RETIRED, PREREQUISITES), (2,))),
    ({"offered": True, "joined": True, "retired": True}, Joining((JOINED,))),
])
def test_may_join_answers_with_reasons(facts, answer):
    assert may_join(**facts) == answer
    assert answer.allowed is (not answer.reasons)


def progress(done, required):
    return Progress(done, required, missing=tuple(range(required - done)))


@pytest.mark.parametrize(("courses", "found"), [
    ([], SeriesProgress(0, 0, None, None, begun=False)),
    ([(1, progress(0, 2)), (2, progress(0, 2))], SeriesProgress(0, 2, 1, 1, begun=False)),
    ([(1, progress(2, 2)), (2, progress(0, 2)), (3, progress(1, 2))], SeriesProgress(1, 3, 3, 3, begun=True)),
    ([(1, progress(0, 0)), (2, progress(0, 2))], SeriesProgress(0, 1, 2, 1, begun=False)),
    ([(1, progress(2, 2))], SeriesProgress(1, 1, None, None, begun=True)),
    ([(1, Progress(0, 0, excused=(5,)))], SeriesProgress(1, 1, None, None, begun=False)),
])
def test_a_series_says_how_far_and_what_comes_next(courses, found):
    assert series_progress(courses) == found


def test_a_series_is_complete_when_all_of_it_is():
    assert series_progress([(1, progress(2, 2))]).complete is True
    assert series_progress([]).complete is False
