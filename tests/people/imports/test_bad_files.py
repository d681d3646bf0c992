"""Files that are no rosters: each is told apart, and nothing of them stays."""

import struct
import tracemalloc
import zipfile
from time import process_time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms import confined
from lms.confined import MEMORY_IS_LIMITED, Limits
from lms.jobs.models import Job
from lms.people.models import ImportBatch
from lms.people.rosters import reading, safety

from .conftest import HEADINGS, SAMPLES, person_row

SHEET_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = b"</sheetData></worksheet>"


def rebuilt(source, target, sheet, **more):
    """Write ``source`` again with another first sheet, and other parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename == "xl/worksheets/sheet1.xml":
                with new.open(entry.filename, "w", force_zip64=False) as part:
                    for chunk in sheet:
                        part.write(chunk)
            else:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, data in more.items():
            new.writestr(name.replace("__", "/"), data)
    return target


def line(number):
    return (f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>王</t></is></c>'
            f'<c r="B{number}" t="inlineStr"><is><t>书记</t></is></c></row>').encode()


@pytest.fixture
def base(make_roster):
    return make_roster([person_row(1)], name="base.xlsx")


@pytest.fixture(scope="session")
def bad(tmp_path_factory):
    """Return ``bad(kind)``, which makes a bad file once and returns its path."""
    folder = tmp_path_factory.mktemp("bad")
    base, made = folder / "base.xlsx", {}
    book = openpyxl.Workbook()
    for cells in (HEADINGS, person_row(1)):
        book.active.append(cells)
    book.save(base)

    def make(kind):
        if kind not in made:
            made[kind] = build(kind)
        return made[kind]

    def build(kind):
        path = folder / f"{kind}.xlsx"
        if kind == "renamed":
            path.write_bytes(b"%PDF-1.7 not a workbook")
        elif kind == "none":
            path.write_bytes(b"")
        elif kind == "empty":
            openpyxl.Workbook().save(path)
        elif kind == "half":
            whole = (SAMPLES / "roster-residential-2017.xlsx" if SAMPLES.exists() else base).read_bytes()
            path.write_bytes(whole[: len(whole) // 2])
        elif kind == "long":
            rebuilt(base, path, (SHEET_HEAD, *(line(number) for number in range(1, 200_001)), SHEET_TAIL))
        elif kind == "bomb":
            rebuilt(base, path, (SHEET_HEAD, *(b" " * 1_000_000 for _chunk in range(310)), SHEET_TAIL))
        elif kind == "lying bomb":
            lying_bomb(base, path)
        elif kind == "laughs":
            entities = b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10) for at in range(1, 10))
            head = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]>"
            rebuilt(base, path, (SHEET_HEAD.replace(b"?><w", b"?>" + head + b"<w"), line(1), SHEET_TAIL))
        elif kind == "far corner":
            rebuilt(base, path, (SHEET_HEAD, line(1),
                b'<row r="1048576"><c r="CV1048576"><v>1</v></c></row>', SHEET_TAIL))
        elif kind == "wide":
            rebuilt(base, path, (SHEET_HEAD, b'<row r="1"><c r="XFD1"><v>1</v></c></row>', SHEET_TAIL))
        elif kind == "macros":
            rebuilt(base, path, (SHEET_HEAD, line(1), SHEET_TAIL), xl__vbaProject="x").rename(path)
            with zipfile.ZipFile(path, "a") as archive:
                archive.writestr("xl/vbaProject.bin", b"x")
        elif kind == "old":
            path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
        elif kind == "archive":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("../../evil.txt", b"x")
        elif kind == "broken xml":
            rebuilt(base, path, (SHEET_HEAD, line(1)))
        elif kind == "titles only":
            book = openpyxl.Workbook()
            book.active.append(["说明"])
            book.save(path)
        return path

    return make


def lying_bomb(base, path):
    """A sheet that unpacks to far more than its directory entry says."""
    rebuilt(base, path, (SHEET_HEAD, *(b" " * 1_000_000 for _chunk in range(310)), SHEET_TAIL))
    data = bytearray(path.read_bytes())
    for signature, at_size in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            if struct.unpack_from("<I", data, start + at_size)[0] > 100_000_000:
                struct.pack_into("<I", data, start + at_size, 5000)
    path.write_bytes(bytes(data))


KINDS = ["renamed", "none", "empty", "half", "long", "bomb", "lying bomb", "laughs", "far corner", "wide",
    "macros", "old", "archive",
         "broken xml"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_bad_file_is_refused_quickly_and_in_little_memory(bad, kind):
    path = bad(kind)
    tracemalloc.start()
    begun = process_time()
    with pytest.raises(safety.Unreadable) as refusal:
        reading.read_here(path, path.name)
    seconds, peak = process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(str(refusal.value)) > 15
    assert peak < 60_000_000
    assert seconds < 10


@pytest.mark.skipif(not MEMORY_IS_LIMITED, reason="memory is limited on Linux only")
def test_a_workbook_that_takes_too_much_memory_is_stopped_and_the_next_one_is_read(base, tmp_path, monkeypatch):
    """Half a million cells, which no limit of the reader's own forbids."""
    heavy, cell = tmp_path / "heavy.xlsx", b'<c t="inlineStr"><is><t>%d</t></is></c>'
    rows = (b"<row>" + b"".join(cell % (row * 25 + column) for column in range(25)) + b"</row>" for row in range(20_000))
    rebuilt(base, heavy, (SHEET_HEAD, *rows, SHEET_TAIL))
    monkeypatch.setattr(confined, "_idle", [])  # a process that kept nothing of former work
    monkeypatch.setattr(reading, "READING", Limits(seconds=10, megabytes=32))
    with pytest.raises(safety.Unreadable) as refusal:
        reading.read_roster(heavy, heavy.name)
    assert str(refusal.value).startswith("读取该文件用时超过 10 秒或占用内存过多，已被中止。")
    assert [sheet.rows[0] for sheet in reading.read_roster(base, base.name)] == [HEADINGS]


def test_bad_files_are_told_apart(bad):
    said = {}
    for kind in KINDS:
        path = bad(kind)
        with pytest.raises(safety.Unreadable) as refusal:
            reading.read_roster(path, path.name)
        said[kind] = str(refusal.value)
    same = [{"renamed", "archive"}, {"bomb"}, {"half", "lying bomb", "laughs", "broken xml"}]
    for kinds in same:
        assert len({said[kind] for kind in kinds}) == 1
    assert len(set(said.values())) == len(KINDS) - sum(len(kinds) - 1 for kinds in same)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.xlsb", "a.et", "a.ods", "a.pdf", "a", "a.xlsx.exe"])
def test_other_endings_are_refused_whatever_is_inside(base, name):
    with pytest.raises(safety.Unreadable):
        reading.read_roster(base, name)


@pytest.mark.parametrize("kind", [*KINDS, "titles only"])
def test_nothing_of_a_bad_upload_stays(client, world, bad, private_files, kind, django_capture_on_commit_callbacks):
    client.force_login(world.p_district)
    upload = SimpleUploadedFile("roster.xlsx", bad(kind).read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("people:imports"), {"files": upload})
    assert ImportBatch.objects.count() == 0
    assert [path for path in private_files.rglob("*") if path.is_file()] == []
    if answer.status_code == 302:  # what only reading finds out is said where the upload led to
        answer = client.get(answer.url)
        job = Job.objects.get()
        assert job.state == "failed"
        assert job.error in answer.content.decode()
    else:
        assert answer.status_code == 400
        assert "roster.xlsx" in answer.content.decode()
