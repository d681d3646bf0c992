"""What counts as healthy: floors of versions, pragmas, keys, ages, room on the disk. Plain values in, verdicts out."""

import re
from datetime import timedelta

# PROMISES: the oldest releases without a known hole that concerns us.
FLOORS = {"wagtail": "7.4.2", "weasyprint": "69", "celery": "5.5", "openpyxl": "3.1", "defusedxml": "0.7.1"}
AS_PINNED = ("django", "pillow")  # these at the last patch of their series, which the lock file holds
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1}
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5
SAMPLES = ("django-insecure", "changeme", "secret", "example", "demo")
BEAT_SILENT = timedelta(seconds=90)
PULSE_SILENT = timedelta(minutes=3)
JOB_WAITS = timedelta(minutes=10)
JOB_SILENT = timedelta(minutes=5)
BACKUP_OLD = timedelta(hours=25)  # one a day, and an hour for making it
CLOCK_OFF = timedelta(seconds=5)
GIB = 1024 ** 3


def number(version):
    """Return the version as a tuple that compares: ``7.4.2rc1`` is ``(7, 4, 2)``; trailing zeros say nothing."""
    parts = [int(part) for part in re.match(r"\d+(?:\.\d+)*", version)[0].split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def below_floor(installed, floors):
    """Return ``[(name, version, floor)]`` of what is older than its floor; a missing package has the version ``""``."""
    return [
        (name, installed.get(name, ""), floor) for name, floor in sorted(floors.items())
        if not installed.get(name) or number(installed[name]) < number(floor)
    ]


def pinned(lock, names):
    """Return ``{name: version}`` of ``names`` as the text of a lock file pins them."""
    return dict(re.findall(rf"^({'|'.join(names)})==(\S+)", lock, re.MULTILINE | re.IGNORECASE))


def wrong_pragmas(found):
    """Return ``[(name, found, wanted)]`` for a SQLite connection; a longer wait than asked is right too."""
    wrong = []
    for name, wanted in PRAGMAS.items():
        value = found.get(name)
        right = value is not None and value >= wanted if name in ("busy_timeout", "synchronous") else value == wanted
        if not right:
            wrong.append((name, value, wanted))
    return wrong


def weak_key(key):
    """Return why a secret key is not worth its name: ``short``, ``plain``, ``sample``; or ``""``."""
    if any(key.lower().startswith(sample) for sample in SAMPLES):
        return "sample"
    if len(key) < SHORTEST_KEY:
        return "short"
    return "plain" if len(set(key)) < FEWEST_CHARACTERS else ""


def room(free, total):
    """Return ``failure``, ``warning`` or ``ok`` for ``free`` of ``total`` bytes."""
    if free < GIB or free < total * 0.03:
        return "failure"
    return "warning" if free < 5 * GIB or free < total * 0.1 else "ok"


def silent(at, now, longest):
    """Tell whether what happened at ``at`` (None: never) is longer ago than it may be."""
    return at is None or now - at > longest
