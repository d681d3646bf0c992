"""Questions from QTI 2.1 and 2.2: one item as XML, or a package with a manifest, its items and their pictures."""

from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lms import archives

from .qti_item import read_item
from .result import NoCounterpart, Reading, Unreadable
from .xml import elements

LIMITS = archives.Limits(entries=30_000, unpacked=200 * 1024 * 1024)
LARGEST_ITEM = 5 * 1024 * 1024
ITEMS = ("imsqti_item_xmlv2p1", "imsqti_item_xmlv2p2")
# Only pictures, sounds and films are taken out of a package besides its items.
MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm")
HARDNESS = {"very easy": 1, "easy": 2, "medium": 3, "difficult": 4, "very difficult": 5}


def read(data):
    """Return the :class:`Reading` of the bytes of one item."""
    reading = Reading()
    for node in elements(data, "assessmentItem", root=("assessmentItem", "assessmentTest", "assessmentSection")):
        _take(reading, node, node.line, {}, lambda address: None, lambda address: None)
    if not reading.found and not reading.problems:
        raise Unreadable("no_items")
    return reading


def read_package(path):
    """Return the :class:`Reading` of the package at ``path``."""
    reading = Reading()
    try:
        with archives.opened(path) as archive:
            archives.weigh(archive, LIMITS)
            files = archives.files_of(archive, may_nest=lambda name: not name.lower().endswith(".xml"))
            manifest = next((name for name in files if name.rpartition("/")[2] == "imsmanifest.xml"), None)
            if manifest is None:
                raise Unreadable("no_manifest")
            base = dirname(manifest)
            taken = False
            for resource in elements(_bytes(archive, files[manifest]), "resource", root="manifest"):
                if resource.attrs.get("type", "").startswith(ITEMS):
                    taken = True
                    _take_resource(reading, archive, files, base, resource)
                elif resource.attrs.get("type", "").startswith("imsqti_item"):
                    reading.skip(resource.attrs.get("href", "")[:100], "version", what=resource.attrs["type"][:40])
                elif resource.attrs.get("type", "").startswith("imsqti_test"):
                    reading.note(resource.attrs.get("href", "")[:100], "left_out", what="assessmentTest")
            if not taken and not reading.problems:
                raise Unreadable("no_items")
    except archives.Suspect as suspect:
        raise Unreadable("archive", reason=str(suspect)) from suspect
    except (OSError, RuntimeError) as error:
        raise Unreadable("archive", reason=archives.sentence(archives.Suspect("damaged"))) from error
    return reading


def _bytes(archive, entry):
    if entry.file_size > LARGEST_ITEM:
        raise Unreadable("archive", reason=archives.sentence(archives.Suspect("bomb", entry.filename)))
    with archive.open(entry) as part:
        return part.read(LARGEST_ITEM + 1)


def _inside(base, address):
    path = normpath(join(base, unquote(address)))
    return path if path not in (".", "..") and not path.startswith(("../", "/")) else None


def _take_resource(reading, archive, files, base, resource):
    href = resource.attrs.get("href", "")
    name = _inside(base, href)
    if name not in files:
        reading.skip(href[:100], "file_missing", what=href[:80])
        return

    def load(address):
        found = _inside(dirname(name), address)
        if found not in files or not found.lower().endswith(MEDIA):
            return None
        if found not in reading.files:
            with archive.open(files[found]) as part:
                reading.files[found] = part.read()
        return found

    def part(address):
        found = _inside(dirname(name), address)
        return next(elements(_bytes(archive, files[found]), None), None) if found in files else None

    try:
        nodes = list(elements(_bytes(archive, files[name]), "assessmentItem", root="assessmentItem"))
    except Unreadable as error:
        reading.skip(href[:100], error.code, **error.params)
        return
    for node in nodes:
        _take(reading, node, f"{href[:100]}:{node.line}", _about(resource), load, part)


def _take(reading, node, line, about, load, part):
    try:
        read_item(reading, node, line, about, load, part)
    except (NoCounterpart, Unreadable) as error:  # what another file of the package says may be unreadable
        if isinstance(error, Unreadable) and error.code == "too_many":
            raise
        reading.skip(line, error.code, **error.params)


def _about(resource):
    """Return tags and difficulty from the learning object metadata of a resource."""
    about = {"tags": tuple(
        word.all_text().strip() for word in resource.walk("keyword") if 0 < len(word.all_text().strip()) <= 40
    )[:10]}
    for one in resource.walk("difficulty"):
        value = next(iter(one.walk("value")), None)
        said = value.all_text().strip().lower() if value is not None else ""
        if said in HARDNESS:
            about["difficulty"] = HARDNESS[said]
    return about
