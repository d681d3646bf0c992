"""Zip files from outside, looked through before anything in them is trusted.

What is measured is measured while streaming, never by what an archive says of itself alone.
"""

import stat
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

CHUNK = 256 * 1024
LONGEST_NAME = 200  # characters of one folder's or file's name, below what file systems take
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".jar", ".war", ".zst")


@dataclass(frozen=True)
class Limits:
    """``unpacked`` are bytes of all parts together; a part above ``ratio_from`` bytes may pack ``ratio`` times at most."""

    entries: int
    unpacked: int
    ratio: int = 400
    ratio_from: int = 4 * 1024 * 1024


class Suspect(Exception):
    """The archive cannot be taken. ``kind`` is a key of :data:`SENTENCES`, ``entry`` the part that is at fault."""

    def __init__(self, kind, entry=""):
        super().__init__(kind)
        self.kind, self.entry = kind, entry

    def __str__(self):
        return sentence(self)


SENTENCES = {
    "bomb": lambda: _("The archive would unpack to far more than it may hold ({entry}), so it was not opened."),
    "many": lambda: _("The archive holds too many files, so it was not opened."),
    "damaged": lambda: _("The archive is damaged or only part of it arrived. Make it once more and try again."),
    "password": lambda: _("The archive is protected by a password ({entry}). Make it again without one."),
    "path": lambda: _("The archive names a place outside itself: {entry}. Make it again with plain names."),
    "link": lambda: _("The archive holds a link instead of a file: {entry}. Put the file itself there."),
    "nested": lambda: _("The archive holds another archive: {entry}. Unpack it first, or leave it out."),
    "twice": lambda: _("The archive holds the same file twice: {entry}."),
}


def sentence(suspect):
    return SENTENCES[suspect.kind]().format(entry=suspect.entry)


@contextmanager
def opened(file):
    """Open the zip at the path, or in the file object, ``file``; whatever turns out to be broken is ``damaged``."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Suspect("damaged") from error


def weigh(archive, limits):
    """Judge the archive by its list of parts; raises :class:`Suspect`."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Suspect("many")
    largest = max(entries, key=lambda entry: entry.file_size, default=None)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Suspect("bomb", largest.filename)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Suspect("password", entry.filename)
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise Suspect("bomb", entry.filename)


def read_through(archive, entries=None):
    """Read every part to its end, keeping nothing: checksums are compared, and none may be longer than it says."""
    for entry in archive.infolist() if entries is None else entries:
        with archive.open(entry) as part:
            while part.read(CHUNK):
                pass


def files_of(archive, *, may_nest=lambda name: False):
    """Return ``{name: entry}`` of the archive's files, names as people wrote them; folders are left out.

    Refuses names that lead elsewhere, links, the same name twice (capitals aside), and archives but those that ``may_nest``.
    """
    files, seen = {}, set()
    for entry in archive.infolist():
        name = _name(entry)
        mode = entry.external_attr >> 16
        if "\x00" in entry.orig_filename or not is_plain(name.rstrip("/")):
            raise Suspect("path", entry.orig_filename.replace("\x00", ""))
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Suspect("link", name)
        if name.endswith("/"):
            continue
        if not may_nest(name) and (name.lower().endswith(ARCHIVES) or _is_zip(archive, entry)):
            raise Suspect("nested", name)
        folded = name.casefold()
        if folded in seen:
            raise Suspect("twice", name)
        seen.add(folded)
        files[name] = entry
    return files


def is_plain(name):
    """Tell whether ``name`` is a relative path, with "/" between its parts, that stays below where it begins."""
    parts = name.split("/")
    return bool(name) and not PurePosixPath(name).is_absolute() and not any(
        part in ("", ".", "..") or len(part) > LONGEST_NAME or part != part.strip() or set(part) & set('\\:*?"<>|')
        or any(unicodedata.category(character)[0] == "C" for character in part)
        for part in parts
    ) and len(name) <= 2 * LONGEST_NAME


def _name(entry):
    """Return the part's name. Tools of Chinese Windows write GBK without saying so; the reader takes that for cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_zip(archive, entry):
    """Tell whether a part is a zip by its first bytes. Office files are zips too; their endings say what they are."""
    if entry.filename.lower().endswith((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub")):
        return False
    if entry.file_size < 4:
        return False
    with archive.open(entry) as part:
        return part.read(4) == b"PK\x03\x04"
