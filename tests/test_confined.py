"""What strangers hand over is worked upon in a process of its own, which the operating system stops when it takes too much."""

import os
import time

import pytest
from django.utils.translation import gettext, override

from lms import confined as module
from lms.confined import MEMORY_IS_LIMITED, TIME_IS_LIMITED, Exceeded, Limits, confined

SMALL = Limits(seconds=2, megabytes=64)


def whereabouts():
    return os.getpid(), sorted(os.environ.keys() & {"SECRET_KEY", "DATABASE_URL", "PATH"})


def take(megabytes):
    return len(bytearray(megabytes * 1024 * 1024))


def turn_for_ever():
    while True:
        pass


def sleep_for_ever():
    time.sleep(600)


def die():
    os.abort()


def say(word):
    print("printed beside")
    return gettext(word)


def refuse():
    raise ValueError("no such thing")


def test_it_is_another_process_without_keys_and_it_is_kept_for_the_next_call(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the site")
    monkeypatch.setattr(module, "_idle", [])
    first, second = confined(whereabouts, limits=SMALL), confined(whereabouts, limits=SMALL)
    assert first == second == (first[0], ["PATH"])
    assert first[0] != os.getpid()


def test_it_speaks_the_language_of_whoever_asks():
    said = []
    for language in ("en", "zh-hans"):
        with override(language):
            said.append(confined(say, "Cancelled", limits=SMALL))
    assert said == ["Cancelled", "已取消"]


def test_what_is_raised_there_is_raised_here():
    with pytest.raises(ValueError, match="no such thing"):
        confined(refuse, limits=SMALL)


@pytest.mark.skipif(not MEMORY_IS_LIMITED, reason="memory is limited on Linux only")
def test_too_much_memory_is_refused_and_a_little_is_not():
    assert confined(take, 32, limits=SMALL) == 32 * 1024 * 1024
    with pytest.raises(Exceeded):
        confined(take, 80, limits=SMALL)
    assert confined(take, 32, limits=SMALL) == 32 * 1024 * 1024


@pytest.mark.skipif(not TIME_IS_LIMITED, reason="time is limited where Unix is")
@pytest.mark.parametrize("work", [turn_for_ever, sleep_for_ever])
def test_too_much_time_is_stopped(work):
    began = time.monotonic()
    with pytest.raises(Exceeded):
        confined(work, limits=Limits(seconds=1, megabytes=64))
    assert 0.9 < time.monotonic() - began < 30


def test_a_process_that_dies_is_an_end_of_the_work_and_of_nothing_else():
    with pytest.raises(Exceeded):
        confined(die, limits=SMALL)
    assert confined(take, 1, limits=SMALL) == 1024 * 1024


def test_one_process_is_kept_at_most():
    confined(take, 1, limits=SMALL)
    [(process, _until)] = module._idle
    other = module._taken(), module._taken()
    assert [one.poll() for one in other] == [None, None]
    for one in other:
        module._keep(one)
    assert [one for one, _until in module._idle] == [other[0]]
    assert other[1].returncode == 0
    assert process is other[0]
