"""Files that are no good, at every door that takes one: refused, or drawn anew so that nothing of them is left."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.media_files import Unplayable, read_captions, read_media
from cohorts.filing_words import checked_file
from courses.actions import work_files
from lms import uploads
from lms.people.rosters import safety
from lms.proofs import checked_proof

MARK = b"<script>canary()</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + MARK + b"</svg>"
HTML = b"<!doctype html><html><body>" + MARK
EXE, ELF, OLE = b"MZ" + b"\0" * 90, b"\x7fELF" + b"\0" * 90, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WORD = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}


def archive(parts, *, link=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
        if link:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(entry, "/etc/passwd")
    return out.getvalue()


def drawn(form="PNG", size=(20, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "#a33").save(out, form)
    return out.getvalue()


def vast(side=20_000):
    """A picture of some hundred bytes that says it is 20,000 points wide and high."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def work(kind):
    return lambda upload: work_files._looked_into(kind, upload.read())


def library(upload):
    if not uploads.is_what_its_ending_says(upload.read(), upload.name.rpartition(".")[2].lower()):
        raise uploads.Refused("kind", "")


DOORS = {
    "proof": checked_proof, "filing": checked_file, "picture": work("picture"), "sound": work("audio"),
    "document": work("document"), "library": library, "film": lambda upload: read_media(upload, "video"),
    "captions": read_captions, "roster": lambda upload: safety.check_upload(upload.name, upload.size, upload.read()[:1000]),
}
REFUSALS = (ValidationError, uploads.Refused, Unplayable, safety.Unreadable)
SAMPLES = [
    ("proof", "a.jpg", SVG), ("proof", "a.jpg", HTML), ("proof", "a.pdf", HTML), ("proof", "a.pdf", b"%PDF-1.4 " + HTML),
    ("proof", "a.jpg.exe", EXE), ("proof", "a.jpg", vast()), ("proof", "a.png", drawn()[:40]), ("proof", "a.jpg", b""),
    ("proof", "a.gif", b"GIF89a" + MARK),
    ("proof", "a.docx", archive(WORD)),
    ("filing", "a.docx", HTML), ("filing", "a.docx", archive({"index.html": HTML})), ("filing", "a.pdf", EXE),
    ("filing", "a.docx", archive(WORD | {"word/vbaProject.bin": b"x"})),
    ("filing", "a.docx", archive(WORD | {"../../evil": b"x"})),
    ("filing", "a.docx", archive(WORD, link="word/media/a.png")), ("filing", "a.doc", OLE), ("filing", "a.pdf", b""),
    ("filing", "a.docx", archive(WORD | {"word/media/a.bin": bytes(250 * 1024 * 1024)})),
    ("picture", "a.svg", SVG), ("picture", "a.png", PDF), ("picture", "a.png", vast()),
    ("picture", "a.webp", b"RIFF\0\0\0\0WEBP" + MARK),
    ("sound", "a.mp3", HTML), ("sound", "a.wav", b"RIFF\x24\0\0\0WAVE" + MARK), ("sound", "a.mp3", ELF),
    ("document", "a.pdf", HTML), ("document", "a.docx", archive({"a.docx": archive(WORD)})),
    ("document", "a.docx", b"PK\x03\x04" * 9),
    ("library", "a.pdf", HTML), ("library", "a.txt.html", HTML), ("library", "a.docx", EXE), ("library", "a.xls", HTML),
    ("library", "a.zip", archive({"../../etc/passwd": b"x"})), ("library", "a.zip", archive({"b.zip": b"x"})),
    ("library", "a.zip", archive({"a": b"x"}, link="b")), ("library", "a.xlsx", archive(WORD)), ("library", "a.txt", EXE),
    ("library", "a.pptx", archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b"", "ppt/vbaProject.bin": b""})),
    ("film", "a.mp4", HTML), ("film", "a.mp4", b"\0\0\0\x18ftypmp42" + MARK), ("captions", "a.vtt", HTML),
    ("roster", "a.xlsx", HTML), ("roster", "a.xlsm", archive(WORD)), ("roster", "a.csv", archive(WORD)),
    ("roster", "a.xlsx.exe", EXE),
]


def test_there_are_forty_and_more():
    assert len(SAMPLES) >= 40
    assert {door for door, _name, _data in SAMPLES} == set(DOORS)


@pytest.mark.parametrize(("door", "name", "data"), SAMPLES, ids=[f"{each[0]}-{number}" for number, each in enumerate(SAMPLES)])
def test_a_file_that_is_no_good_is_refused(door, name, data):
    with pytest.raises(REFUSALS) as refused:
        DOORS[door](SimpleUploadedFile(name, data))
    assert door == "library" or len(str(refused.value)) > 5


@pytest.mark.parametrize("door", ["proof", "picture"])
def test_a_picture_with_a_program_behind_it_is_drawn_anew(door):
    kept = DOORS[door](SimpleUploadedFile("a.png", drawn() + HTML))
    data = kept.read() if door == "proof" else kept[0]
    assert (b"canary" in data, data[:3]) == (False, b"\xff\xd8\xff")


def test_good_files_are_taken_at_the_same_doors():
    DOORS["proof"](SimpleUploadedFile("a.pdf", PDF))
    DOORS["filing"](SimpleUploadedFile("a.docx", archive(WORD)))
    for name, data in (("a.pdf", PDF), ("a.doc", OLE), ("a.txt", "好".encode()), ("a.zip", archive({"a.txt": b"x"})),
                       ("a.docx", archive(WORD | {"word/embeddings/a.xlsx": archive(WORD)}))):
        DOORS["library"](SimpleUploadedFile(name, data))


@pytest.mark.parametrize(("name", "path"), [
    ("../../../etc/cron.d/x", "x"), ("..\\..\\a.pdf", "a.pdf"), ("a\0b.pdf", "ab.pdf"),
    ("/etc/passwd", "passwd"), ("\u202efdp.exe", "fdp.exe"),
])
def test_a_path_in_a_name_is_left_out(name, path):
    assert uploads.plain_name(name) == path
    assert uploads.plain_name("x" * 400) == "x" * 150
