"""Work upon what strangers hand over, in a process of its own whose memory and time the operating system limits.

``confined(function, ..., limits=Limits(...))`` calls a function at the top of a module with plain values and returns what it
returns, or raises what it raises. In that process there is no database and none of the site's settings or keys, only the
language of the caller. It is started by exec and never by fork, so that it may be asked from a thread, and one is kept for the
next call: starting anew costs about a second of the processor.
"""

import logging
import os
import pickle  # noqa: S403 -- from a process of our own
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
BASE = Path(__file__).resolve().parents[2]
PATIENCE = 3
IDLE = 300  # seconds after which a process that is asked nothing ends itself
FORGOTTEN_AFTER = IDLE - 30  # and those after which it is no longer asked
# What libraries read from the environment; keys and passwords stay here.
PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
          "XDG_CACHE_HOME", "XDG_DATA_HOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
# Linux alone counts what a process may map; elsewhere memory is not limited, and without ``resource`` neither is time.
MEMORY_IS_LIMITED = sys.platform == "linux"
TIME_IS_LIMITED = os.name == "posix"


@dataclass(frozen=True)
class Limits:
    """``seconds`` of the processor; ``megabytes`` beyond what the process held when the call began.

    On the clock it may be ``PATIENCE`` times as long: a busy machine is no fault of whoever waits.
    """

    seconds: int
    megabytes: int


class Exceeded(Exception):
    """The work took more memory or time than it may, and was stopped. Its text is for whoever asked for the work."""


_idle = []  # [(process, when it is no longer asked)]
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # two processes must not speak through the same pipe


def confined(function, /, *args, limits, **options):
    """Return ``function(*args, **options)``; raises :class:`Exceeded` when that took more than ``limits``."""
    process, willing = _taken(), False
    try:
        pickle.dump((translation.get_language(), limits, function, args, options), process.stdin)
        process.stdin.flush()
        outcome, value, willing = pickle.load(process.stdout)  # noqa: S301 -- from a process of our own
    except (EOFError, OSError, pickle.UnpicklingError):
        outcome, value = "ended", None
    finally:
        if not willing:
            process.kill()
            _close(process)
    if willing:
        _keep(process)
    if outcome == "value":
        return value
    if outcome == "error":
        raise value
    if process.returncode > 0:
        raise RuntimeError(f"the process for {function.__qualname__} ended by itself ({process.returncode})")
    logger.warning("%s was stopped (%s %s, limits %s)", function.__qualname__, outcome, process.returncode, limits)
    raise Exceeded(_("This took more time or memory than the server gives to one piece of work, so it was stopped. Nothing was "
                     "changed. Try it with less at a time."))


def _taken():
    """Return a process that waits for work: the one that was kept, or a new one."""
    while _idle:
        try:
            process, until = _idle.pop()
        except IndexError:  # another thread was quicker
            break
        if time.monotonic() < until and process.poll() is None:
            return process
        _close(process)
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", __name__, *map(str, settings.LOCALE_PATHS)], cwd=BASE, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env={name: os.environ[name] for name in PASSED if name in os.environ},
    )


def _keep(process):
    if _idle:
        _close(process)
    else:
        _idle.append((process, time.monotonic() + FORGOTTEN_AFTER))


def _close(process):
    """Close the pipes, at which a process ends that waits for work, and wait until it has."""
    with suppress(OSError):
        process.stdin.close()
    process.stdout.close()
    process.wait()
