"""The process in which :func:`lms.confined.confined` has work done: one call after another comes in, each within its limits."""

import os
import pickle  # noqa: S403 -- from the process that started this one
import signal
import sys
import traceback
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from lms.confined import IDLE, MEMORY_IS_LIMITED, PATIENCE, TIME_IS_LIMITED

if TIME_IS_LIMITED:
    import resource

MEGABYTE = 1024 * 1024
GROWN = 200 * MEGABYTE  # what a process may keep of its work before another takes its place


def main():
    settings.configure(LOCALE_PATHS=sys.argv[1:])
    apps.populate([])
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed meanwhile is no answer
    while True:
        alarm(IDLE)
        try:
            language, limits, function, args, options = pickle.load(calls)  # noqa: S301
        except EOFError:
            return
        limit(limits)
        answer = answer_of(language, function, args, options)
        limit(None)
        willing = answer is not None and kept() < GROWN
        answers.write(pickle.dumps((*(answer or ("memory", None)), willing)))
        answers.flush()


def answer_of(language, function, args, options):
    """Return ``("value", value)`` or ``("error", exception)``; None when there was not enough memory."""
    with translation.override(language):
        try:
            answer = "value", function(*args, **options)
            pickle.dumps(answer)
        except MemoryError:
            return None
        except Exception as error:
            error.add_note(traceback.format_exc())
            answer = "error", error
    return answer


def limit(limits):
    """Have the operating system keep ``limits`` from now on; None lifts them."""
    alarm(limits.seconds * PATIENCE if limits else 0)
    if TIME_IS_LIMITED:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set(resource.RLIMIT_CPU, limits and int(used.ru_utime + used.ru_stime) + limits.seconds + 1)
    if MEMORY_IS_LIMITED:
        _set(resource.RLIMIT_AS, limits and mapped() + limits.megabytes * MEGABYTE)


def _set(kind, most):
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (hard if most is None else most, hard))


def alarm(seconds):
    if TIME_IS_LIMITED:
        signal.alarm(seconds)


def mapped():
    """Return the bytes of all that this process has mapped; 0 where that is not known."""
    return _pages(0)


def kept():
    """Return the bytes of what is its own among them: its data, not the libraries and fonts."""
    return _pages(5)


def _pages(column):
    return int(Path("/proc/self/statm").read_text().split()[column]) * resource.getpagesize() if MEMORY_IS_LIMITED else 0


if __name__ == "__main__":
    main()
