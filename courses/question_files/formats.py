"""Which formats there are, how one is told from the other, and the way in for all of them."""

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from lms.confined import Exceeded, confined
from lms.people.rosters.reading import READING

from . import aiken, gift_read, moodle_read, qti, sheet_read, word
from .result import Reading, Unreadable

MOST_BYTES = 50 * 1024 * 1024
MOST_TEXT = 20 * 1024 * 1024
FORMATS = {
    "xlsx": _("Workbook (.xlsx)"), "docx": _("Word document in numbered form (.docx)"), "gift": _("GIFT"), "aiken": _("Aiken"),
    "moodle": _("Moodle XML"), "qti": _("QTI 2.1 or 2.2 (.xml, .zip)"),
}
TEXTS = {"gift": gift_read.read, "aiken": aiken.read, "moodle": moodle_read.read}
OLD = (".doc", ".xls", ".et", ".wps", ".ods", ".odt", ".numbers", ".pages")


def told_by(name, head):
    """Return the format of a file by its name and first bytes; raises :class:`Unreadable` when neither tells."""
    ending = PurePath(name).suffix.lower()
    if ending in OLD:
        raise Unreadable("old_kind", what=ending)
    if ending in (".xlsm", ".docm", ".dotm", ".xltm"):
        raise Unreadable("macros")
    if ending in (".xlsx", ".docx"):
        return ending[1:]
    if ending == ".zip":
        return "qti"
    if ending == ".gift":
        return "gift"
    text = head.decode("utf-8", errors="ignore")
    if ending == ".xml" or text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return "qti" if "assessmentItem" in text else "moodle"
    if ending in (".txt", ".aiken", ""):
        return "aiken" if ending == ".aiken" or ("\nANSWER:" in text and "{" not in text) else "gift"
    raise Unreadable("kind_of_file")


def check(name, size, head, form=""):
    """Return the format of an upload, ``form`` where it was said; raises :class:`Unreadable` for what need not be kept."""
    form = form or told_by(name, head)
    if size == 0:
        raise Unreadable("empty")
    if size > (MOST_BYTES if form in ("xlsx", "docx", "qti", "moodle") else MOST_TEXT):
        raise Unreadable("too_large", most=MOST_BYTES // 1024 // 1024)
    zipped = head.startswith(b"PK\x03\x04")
    if form in ("xlsx", "docx") and not zipped:
        raise Unreadable("old_kind" if head.startswith(b"\xd0\xcf\x11\xe0") else "not_this", what=PurePath(name).suffix.lower())
    if form in TEXTS and (zipped or head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF"))):
        raise Unreadable("not_this")
    return form


def read(path, name, form=""):
    """Return ``(format, Reading)`` of the file at ``path``, called ``name``; raises :class:`Unreadable`."""
    try:
        return confined(read_here, path, name, form, limits=READING)
    except Exceeded as error:
        raise Unreadable("too_much", seconds=READING.seconds) from error


def read_here(path, name, form=""):
    """As :func:`read`, in this process and without its limits."""
    with open(path, "rb") as handle:
        head = handle.read(4096)
        size = handle.seek(0, 2)
    form = check(name, size, head, form)
    if form in TEXTS:
        reading = TEXTS[form](_all(path))
    elif form == "qti":
        reading = qti.read_package(path) if head.startswith(b"PK\x03\x04") else qti.read(_all(path))
    else:
        reading = {"xlsx": sheet_read, "docx": word}[form].read(path)
    if not reading.found and not reading.problems:
        raise Unreadable("nothing")
    return form, _in_order(reading)


def _in_order(reading: Reading):
    if all(isinstance(problem.line, int) for problem in reading.problems):
        reading.problems.sort(key=lambda problem: problem.line)
    return reading


def _all(path):
    with open(path, "rb") as handle:
        return handle.read()
