"""Packs that are not what they say: each is refused with the entry at fault, and nothing is written."""

import hashlib
import stat
import zipfile

import pytest

from cms.models import CoursePage, LessonPage
from cms.packs.reading import PackRefused
from cms.rules.pack import MANIFEST

from .making import edited, editor, stored, take


def setting(path, value):
    """Return a change that sets what stands at ``path`` (keys from the outside in) to ``value``."""

    def change(pack):
        here = pack
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value

    return change


def link():
    entry = zipfile.ZipInfo("images/9.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def script(pack):
    pack["lessons"][0]["body"][0]["value"] = (
        '<p onclick="x()">好<script>alert(1)</script><a href="javascript:alert(1)">看</a></p>')


BODY = ["lessons", 0, "body"]
EVIL = {
    "no list": ({"drop": [MANIFEST]}, (MANIFEST, "This file is no course pack.")),
    "broken list": ({"replace": {MANIFEST: b"{"}}, (MANIFEST, "This file is no course pack.")),
    "deep list": ({"replace": {MANIFEST: b"[" * 100_000}}, (MANIFEST, "This file is no course pack.")),
    "another format": ({"change": setting(["format"], "x")}, ("", "This file is no course pack.")),
    "a later version": ({"change": setting(["version"], 2)}, ("2", "The pack is of format 2, which")),
    "no course": ({"change": setting(["course"], [])}, ("course", "The list of contents has no usable part “course”.")),
    "no title": ({"change": setting(["course", "title"], "")}, ("course", "A title is missing.")),
    "minutes": ({"change": setting(["lessons", 1, "minutes"], 1e9)}, ("lesson 2: minutes", "A value is missing")),
    "key": ({"change": setting(["course", "key"], "../x")}, ("course: key", "A value is missing")),
    "path": ({"add": [("../../evil.png", b"x")]}, ("../../evil.png", "The archive names a place outside itself")),
    "absolute": ({"add": [("/etc/evil.png", b"x")]}, ("/etc/evil.png", "The archive names a place outside itself")),
    "symbolic link": ({"add": [(link(), b"/etc/passwd")]}, ("images/9.png", "The archive holds a link")),
    "nested": ({"add": [("documents/9.zip", b"x")]}, ("documents/9.zip", "The archive holds another archive")),
    "nested, disguised": ({"add": [("documents/9.txt", b"PK\x03\x04...")]}, ("documents/9.txt", "The archive holds another")),
    "bomb": ({"add": [("documents/9.txt", bytes(20 * 1024 * 1024))]}, ("documents/9.txt", "The archive would unpack")),
    "unlisted": ({"add": [("documents/9.txt", b"x")]}, ("documents/9.txt", "The file is in the pack and is not listed.")),
    "file missing": ({"drop": ["images/1.png"]}, ("images/1.png", "The file is listed and is not in the pack.")),
    "other contents": ({"replace": {"images/1.png": b"x"}}, ("images/1.png", "The file is not the one that was exported")),
    "wrong hash": ({"change": setting(["files", "documents/1.pdf", "sha256"], "0" * 64)},
                   ("documents/1.pdf", "The file is not the one that was exported")),
    "file elsewhere": ({"change": setting(["images", "image:1", "file"], "media/1.mp4")},
                       ("image:1: media/1.mp4", "Something is named that is not in the pack.")),
    "reference": ({"change": setting(["course", "cover"], {"$ref": "image:7"})}, ("image:7", "Something is named")),
    "lecturer": ({"change": setting(["course", "lecturers"], ["x"])}, ("lecturer x", "Something is named")),
    "package": ({"change": setting(["lessons", 1, "scorm"], "scorm:9")}, ("lesson 2: scorm:9", "Something is named")),
    "unknown block": ({"change": setting([*BODY, 0], {"type": "html", "value": "<b>"})},
                      ("lesson 1: html", "A block is not known")),
    "damaged block": ({"change": setting([*BODY, 2, "value"], "x")}, ("lesson 1: quotation", "A block is not known")),
    "row by number": ({"change": setting([*BODY, 8, "value", "image"], 1)}, ("lesson 1: image", "A block is not known")),
    "reference of another kind": ({"change": setting([*BODY, 8, "value", "image"], {"$ref": "document:1"})},
                                  ("lesson 1: image", "A block is not known")),
    "category": ({"change": setting(["course", "categories"], ["martian"])}, ("martian", "This category of branches does not")),
}


@pytest.mark.parametrize("kind", EVIL)
def test_an_evil_pack_is_refused_with_the_entry_at_fault(kind, packed, site, world, folders):
    options, (entry, sentence) = EVIL[kind]
    before = stored(folders)
    with pytest.raises(PackRefused) as refused:
        take(edited(packed, **options), world.p_district, site.west, copy=True)
    assert (refused.value.lines[0][0], refused.value.lines[0][1][:len(sentence)]) == (entry, sentence)
    assert stored(folders) == before
    assert CoursePage.objects.filter(slug="gongzuofa").count() == 1


def listed(name, data):
    """Return options that put ``data`` under ``name`` with a right size and checksum."""
    def change(pack):
        pack["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    return {"change": change, "replace": {name: data}}


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("images/1.png", b"<svg onload='x'/>", "The file is not what its name says."),
    ("documents/1.pdf", b"<html>", "The file is not what its name says."),
    ("media/1.mp4", b"<html>", "This file holds no film"),
    ("captions/1.vtt", b"<html>", ""),
    ("posters/1.png", b"GIF", "The file is not what its name says."),
    ("scorm/1/imsmanifest.xml", b"<!DOCTYPE m [<!ENTITY a 'b'>]><manifest>&a;</manifest>", "imsmanifest.xml defines entities"),
])
def test_a_file_that_is_not_what_it_says(name, data, sentence, packed, site, world):
    with pytest.raises(PackRefused) as refused:
        take(edited(packed, **listed(name, data)), world.p_district, site.west, copy=True)
    assert refused.value.lines[0][0] in (name, "scorm/1/")
    assert refused.value.lines[0][1].startswith(sentence)


def test_scripts_in_texts_do_not_come_along(packed, site, world):
    taken = take(edited(packed, change=script), editor(world), site.west, copy=True)
    html = LessonPage.objects.child_of(taken.page).order_by("path").first().body[0].value.source
    assert (html.count("onclick"), html.count("<script"), html.count("javascript:")) == (0, 0, 0)
    assert "好" in html
