"""Judge a pack before anything of it is written: the archive, its list of contents, each file, each block."""

import hashlib
import json
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cms.blocks import CONTENT
from cms.fields import ContentField
from cms.media_files import Unplayable, read_captions, read_media
from cms.rules.pack import KINDS, MANIFEST, REF, check
from courses.actions.scorm import Folder, PackageRefused, look_through
from lms import archives
from lms.people.models import Category

from .blocks import UnknownBlock, change

LIMITS = archives.Limits(entries=20_000, unpacked=4 * 1024 * 1024 * 1024)
MAX_MANIFEST = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
STREAM = ContentField(CONTENT).stream_block
FIRST = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04", ".pptx": b"PK\x03\x04",
         ".doc": b"\xd0\xcf\x11\xe0", ".xls": b"\xd0\xcf\x11\xe0", ".ppt": b"\xd0\xcf\x11\xe0"}

SENTENCES = {
    "format": lambda: _("This file is no course pack."),
    "version": lambda: _("The pack is of format {entry}, which this version does not know. Bring this installation up to date."),
    "deep": lambda: _("The list of contents is nested too deeply."),
    "shape": lambda: _("The list of contents has no usable part “{entry}”."),
    "lessons": lambda: _("The course has too many lessons."),
    "title": lambda: _("A title is missing."),
    "value": lambda: _("A value is missing, or cannot be used."),
    "type": lambda: _("Files of this kind are not taken in."),
    "missing": lambda: _("The file is listed and is not in the pack."),
    "unlisted": lambda: _("The file is in the pack and is not listed."),
    "hash": lambda: _("The file is not the one that was exported: size or checksum differ."),
    "reference": lambda: _("Something is named that is not in the pack."),
    "content": lambda: _("The file is not what its name says."),
    "block": lambda: _("A block is not known here, or is damaged."),
    "category": lambda: _("This category of branches does not exist here. Create it first."),
}


class PackRefused(Exception):
    """The pack cannot be taken in. ``lines`` are ``(entry, sentence)``, the first of which is the message."""

    def __init__(self, lines):
        super().__init__(": ".join(part for part in lines[0] if part))
        self.lines = lines


@dataclass
class Pack:
    """A judged pack: ``contents`` is its list, :meth:`open` opens one of its files."""

    archive: object
    entries: dict
    contents: dict

    def open(self, name):
        return self.archive.open(self.entries[name])

    def copied(self, name):
        """Return the file as a temporary one, which can be read back and forth."""
        copy = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by whoever asked for it
        with self.open(name) as part:
            while chunk := part.read(archives.CHUNK):
                copy.write(chunk)
        copy.seek(0)
        return File(copy, name=PurePosixPath(name).name)

    def folder(self, prefix):
        """Return the ``Folder`` of a SCORM package."""
        return Folder({
            name.removeprefix(prefix): (lambda name=name: self.open(name)) for name in self.entries if name.startswith(prefix)
        })


@contextmanager
def read_pack(file):
    """Open and judge the pack at the path, or in the file object, ``file``; raises :class:`PackRefused`."""
    try:
        with archives.opened(file) as archive:
            archives.weigh(archive, LIMITS)
            entries = archives.files_of(archive, may_nest=lambda name: name.startswith("scorm/"))
            pack = Pack(archive, entries, _contents(archive, entries))
            _judge(pack)
            yield pack
    except archives.Suspect as suspect:
        raise PackRefused([(suspect.entry, str(suspect))]) from suspect


def _contents(archive, entries):
    entry = entries.get(MANIFEST)
    if entry is None or entry.file_size > MAX_MANIFEST:
        raise PackRefused([(MANIFEST, SENTENCES["format"]())])
    try:
        return json.loads(archive.read(entry))
    except (ValueError, RecursionError) as error:
        raise PackRefused([(MANIFEST, SENTENCES["format"]())]) from error


def _judge(pack):
    sizes = {name: entry.file_size for name, entry in pack.entries.items() if name != MANIFEST}
    lines = [(problem.entry, SENTENCES[problem.code]().format(entry=problem.entry)) for problem in check(pack.contents, sizes)]
    for look in (_checksums, _contents_of_files, _blocks, _categories):
        if lines:
            raise PackRefused(lines)
        lines = list(look(pack))
    if lines:
        raise PackRefused(lines)


def _checksums(pack):
    for name, row in pack.contents["files"].items():
        digest = hashlib.sha256()
        with pack.open(name) as part:
            while chunk := part.read(archives.CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != row["sha256"]:
            yield name, SENTENCES["hash"]()


def _contents_of_files(pack):
    for row in pack.contents["images"].values():
        yield from _picture(pack, row["file"])
    for row in pack.contents["documents"].values():
        first = FIRST.get(PurePosixPath(row["file"]).suffix.lower(), b"")
        with pack.open(row["file"]) as part:
            if part.read(len(first)) != first:
                yield row["file"], SENTENCES["content"]()
    for row in pack.contents["media"].values():
        yield from _medium(pack, row)
    for row in pack.contents["scorm"].values():
        try:
            look_through(pack.folder(row["folder"]))
        except PackageRefused as refused:
            yield row["folder"], str(refused)


def _picture(pack, name):
    try:
        with warnings.catch_warnings(), pack.copied(name) as copy:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(copy.file) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    yield name, SENTENCES["content"]()
                picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        yield name, SENTENCES["content"]()


def _medium(pack, row):
    for name, look in ((row["file"], lambda copy: read_media(copy, row["type"])), (row.get("captions"), read_captions)):
        if name:
            with pack.copied(name) as copy:
                try:
                    look(copy)
                except Unplayable as fault:
                    yield name, str(fault)
    if row.get("poster"):
        yield from _picture(pack, row["poster"])


def _blocks(pack):
    for number, lesson in enumerate(pack.contents["lessons"], start=1):
        try:
            change(STREAM, lesson["body"], _known(pack), lambda block, html: html)
        except UnknownBlock as unknown:
            yield _("lesson {number}: {name}").format(number=number, name=unknown), SENTENCES["block"]()


def _known(pack):
    def point(kind, value):
        ref = value.get(REF) if isinstance(value, dict) else None
        if not isinstance(ref, str) or ref.partition(":")[0] != kind:
            raise UnknownBlock(kind)
        if kind != "page" and ref not in pack.contents[KINDS[kind]]:
            raise UnknownBlock(ref)
        return value

    return point


def _categories(pack):
    wanted = set(pack.contents["course"].get("categories", []))
    known = set(Category.objects.filter(code__in=wanted).values_list("code", flat=True))
    return [(code, SENTENCES["category"]()) for code in sorted(wanted - known)]
