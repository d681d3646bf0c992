"""A course pack's list of contents: what must stand in it, and whether everything it names is there."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

FORMAT, VERSION = "rotation-training/course", 1
MANIFEST = "pack.json"
REF = "$ref"
MOST_LESSONS, DEEPEST, MOST_PROBLEMS = 300, 40, 50
PICTURES = {".gif", ".jpg", ".jpeg", ".png", ".webp"}
# Folder of the pack -> endings of files that may lie there; None takes everything (it is judged as a whole).
FOLDERS = {
    "images": PICTURES,
    "documents": {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt"},
    "media": {".mp4", ".m4v", ".webm", ".mp3", ".m4a", ".ogg", ".oga", ".wav"},
    "captions": {".vtt"},
    "posters": PICTURES,
    "scorm": None,
}
KINDS = {"image": "images", "document": "documents", "media": "media"}
IN_TEXT = re.compile(r'<a [^>]*\bref="([a-z]+:[^"]{1,60})"')
TEXTS = {"title": 255, "slug": 255, "summary": 300, "seo_title": 255, "search_description": 20_000}


@dataclass(frozen=True)
class Problem:
    """``code`` is a word for what is wrong, ``entry`` what it is about: a file, a lesson, a reference."""

    code: str
    entry: str = ""


class Unusable(Exception):
    """The list of contents cannot be read on; ``problem`` says why."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def check(pack, sizes):
    """Return the :class:`Problem`s of a list of contents; ``sizes`` maps every other file of the archive to its bytes."""
    try:
        return list(dict.fromkeys(_problems(pack, sizes)))[:MOST_PROBLEMS]
    except Unusable as unusable:
        return [unusable.problem]


def _problems(pack, sizes):
    _need(isinstance(pack, dict) and pack.get("format") == FORMAT, "format")
    _need(pack.get("version") == VERSION, "version", pack.get("version"))
    _need(_depth(pack) <= DEEPEST, "deep")
    course, lessons = pack.get("course"), pack.get("lessons")
    _need(isinstance(course, dict), "shape", "course")
    _need(isinstance(lessons, list) and all(isinstance(lesson, dict) for lesson in lessons), "shape", "lessons")
    for name in ("files", "images", "documents", "media", "scorm"):
        rows = pack.get(name)
        _need(isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values()), "shape", name)
    _need(_objects(pack.get("lecturers")), "shape", "lecturers")
    if len(lessons) > MOST_LESSONS:
        yield Problem("lessons", str(len(lessons)))
    yield from _page(course, "course", ("objectives", "theme"))
    for number, lesson in enumerate(lessons, start=1):
        yield from _lesson(lesson, f"lesson {number}", pack)
    yield from _files(pack, sizes)
    yield from _references(pack)


def _need(held, code, entry=""):
    if not held:
        raise Unusable(Problem(code, str(entry)[:100]))


def _objects(rows):
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _depth(value, limit=DEEPEST):
    """Return how deep lists and objects stand in each other, counting no further than just past ``limit``."""
    if limit < 0 or not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max((_depth(each, limit - 1) for each in inner), default=0)


def _page(page, name, texts):
    if not isinstance(page.get("title"), str) or not page["title"].strip():
        yield Problem("title", name)
    for key in (*TEXTS, *texts):
        value = page.get(key, "")
        if not isinstance(value, str) or len(value) > TEXTS.get(key, 200_000):
            yield Problem("value", f"{name}: {key}")
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(page.get("key"))):
        yield Problem("value", f"{name}: key")
    for key in ("categories", "positions"):
        rows = page.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
            yield Problem("value", f"{name}: {key}")
    for key in ("prerequisites", "materials"):
        if not _objects(page.get(key, [])):
            yield Problem("value", f"{name}: {key}")
    if not isinstance(page.get("lecturers", []), list):
        yield Problem("value", f"{name}: lecturers")


def _lesson(lesson, name, pack):
    yield from _page(lesson, name, ())
    minutes = lesson.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes <= 240:
        yield Problem("value", f"{name}: minutes")
    if not _objects(lesson.get("body")):
        yield Problem("value", f"{name}: body")
    scorm = lesson.get("scorm")
    if scorm is not None and (not isinstance(scorm, str) or scorm not in pack["scorm"]):
        yield Problem("reference", f"{name}: {str(scorm)[:60]}")


def _files(pack, sizes):
    for name, row in pack["files"].items():
        folder, suffix = name.partition("/")[0], PurePosixPath(name).suffix.lower()
        if folder not in FOLDERS or (FOLDERS[folder] is not None and suffix not in FOLDERS[folder]):
            yield Problem("type", name)
        if name not in sizes:
            yield Problem("missing", name)
        elif row.get("size") != sizes[name] or not re.fullmatch(r"[0-9a-f]{64}", str(row.get("sha256"))):
            yield Problem("hash", name)
    yield from (Problem("unlisted", name) for name in sizes if name not in pack["files"])
    for kind, folders in (("images", ["images"]), ("documents", ["documents"]), ("media", ["media", "captions", "posters"])):
        for ref, row in pack[kind].items():
            for key, folder in zip(("file", "captions", "poster"), folders, strict=False):
                name = row.get(key)
                if (key == "file" or name) and (not isinstance(name, str) or name not in pack["files"]
                                                or not name.startswith(f"{folder}/")):
                    yield Problem("reference", f"{ref}: {str(name)[:100]}")
            named = all(isinstance(row.get(key, ""), str) for key in ("title", "name"))
            if not named or (kind == "media" and row.get("type") not in ("audio", "video")):
                yield Problem("value", ref)
    for ref, row in pack["scorm"].items():
        folder = row.get("folder")
        if not isinstance(folder, str) or not re.fullmatch(r"scorm/\d{1,4}/", folder):
            yield Problem("reference", ref)


def _references(pack):
    known = {ref for kind in KINDS.values() for ref in pack[kind]}
    cards = {row.get("key") for row in pack["lecturers"]}
    for key in pack["course"].get("lecturers", []):
        if key not in cards:
            yield Problem("reference", f"lecturer {str(key)[:60]}")
    for ref in references([pack["course"], pack["lessons"], pack["lecturers"]]):
        if ref.partition(":")[0] != "page" and ref not in known:
            yield Problem("reference", ref)


def references(value):
    """Yield every reference in a value: ``{"$ref": "image:1"}``, and those of links in texts."""
    if isinstance(value, dict):
        if REF in value:
            yield str(value[REF])[:100]
        else:
            for each in value.values():
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, str):
        yield from IN_TEXT.findall(value)
