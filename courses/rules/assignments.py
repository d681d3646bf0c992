"""What an assignment takes, until when, and what becomes of two people or two windows that write at the same time."""

import re
from dataclasses import dataclass
from datetime import datetime

TEXT, PICTURE, AUDIO, DOCUMENT = "text", "picture", "audio", "document"
KINDS = (TEXT, PICTURE, AUDIO, DOCUMENT)
MOST_FILES = {PICTURE: 9, AUDIO: 3, DOCUMENT: 3}  # of one kind in one submission
MOST_KEPT = 60  # files of one person for one assignment, those taken out again and those of former versions included
LONGEST = 20_000  # characters of a text, whatever the assignment says
# What an activity cannot do without.
ESSAY, READING, PHOTO = "essay", "reading", "photo"
NEEDED = {READING: AUDIO, PHOTO: PICTURE}

REFUSE, ACCEPT, UNTIL = "refuse", "accept", "until"
ON_TIME, LATE = "on_time", "late"
NOT_OPEN, OVER = "not_open", "over"

DRAFT, HANDED_IN, RETURNED, MARKED = "draft", "handed_in", "returned", "marked"


def length(text):
    """The length of a text as people count it: characters, without spaces and line breaks."""
    return len(re.sub(r"\s", "", text))


@dataclass(frozen=True)
class Asked:
    """What an assignment takes; ``least`` and ``most`` characters of text, 0 for no limit."""

    kinds: tuple = (TEXT,)
    least: int = 0
    most: int = 0
    activity: str = ""


@dataclass(frozen=True)
class Fault:
    """Why something cannot be handed in yet. ``code`` is ``nothing``, ``text_missing``, ``text_short``, ``text_long``,
    ``needs_picture``, ``needs_audio`` or ``many``; ``have`` and ``asked`` are its numbers, ``kind`` which files are meant."""

    code: str
    have: int = 0
    asked: int = 0
    kind: str = ""


def faults(asked, text, files):
    """Return what is missing. ``files`` maps a kind to how many there are."""
    have, found = length(text), []
    if TEXT in asked.kinds and asked.least and not have:
        found.append(Fault("text_missing", 0, asked.least))
    elif TEXT in asked.kinds and have and have < asked.least:
        found.append(Fault("text_short", have, asked.least))
    most = min(asked.most or LONGEST, LONGEST)
    if have > most:
        found.append(Fault("text_long", have, most))
    needed = NEEDED.get(asked.activity)
    if needed in asked.kinds and not files.get(needed):
        found.append(Fault(f"needs_{needed}"))
    for kind, most_files in MOST_FILES.items():
        if files.get(kind, 0) > most_files:
            found.append(Fault("many", files[kind], most_files, kind))
    if not found and not have and not any(files.values()):
        found.append(Fault("nothing"))
    return found


@dataclass(frozen=True)
class Terms:
    """Until when. ``late`` is one of refuse, accept and until (the moment ``late_until``); ``again_until`` is the day given
    to someone whose work was returned."""

    is_open: bool
    due_at: datetime
    late: str = REFUSE
    late_until: datetime | None = None
    again_until: datetime | None = None


def receipt(terms, now):
    """Say what a submission received at ``now`` is: on_time, late, or why it is refused (not_open, over)."""
    if not terms.is_open:
        return NOT_OPEN
    if now <= terms.due_at or (terms.again_until and now <= terms.again_until):
        return ON_TIME
    if terms.late == ACCEPT or (terms.late == UNTIL and terms.late_until and now <= terms.late_until):
        return LATE
    return OVER


def takes(terms, now):
    return receipt(terms, now) in (ON_TIME, LATE)


def last_moment(terms):
    """Return until when something may come in; None without an end."""
    if terms.late == ACCEPT:
        return None
    ends = [terms.due_at, terms.again_until, terms.late_until if terms.late == UNTIL else None]
    return max(end for end in ends if end)


def writable(state):
    """Tell whether the author may write now: before the first submission, and after it was returned."""
    return state in (DRAFT, RETURNED)


@dataclass(frozen=True)
class Saving:
    """A text on its way to the server. ``writer`` is the page that writes, ``number`` counts what it sent, ``base`` is the
    revision of the draft that it began with. The stored one has its revision as ``base``."""

    writer: str
    number: int
    base: int
    text: str


SAME, KEEP, STALE, CONFLICT = "same", "keep", "stale", "conflict"


def judge(stored, sent):
    """Decide on a text that arrives: ``keep`` it; it is there already (``same``); the same page sent a newer one before it
    arrived (``stale``); or another page wrote meanwhile (``conflict``), and neither may be lost."""
    if sent.text == stored.text:
        return SAME
    if sent.writer == stored.writer:
        if sent.number == stored.number:
            return CONFLICT
        return KEEP if sent.number > stored.number else STALE
    return KEEP if sent.base == stored.base else CONFLICT
