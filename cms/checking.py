"""The check list of a page before it is published: facts from its blocks, the rules' findings, and sentences for editors."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.blocks import AudioBlock, DownloadBlock, GalleryBlock, PdfBlock, PictureBlock, VideoBlock
from cms.media_files import Unplayable, read_media
from cms.rules.checklist import BROKEN, MISSING, NOTHING, BlockFacts

LABELS = {
    "content": gettext_lazy("The page has content"),
    "package": gettext_lazy("It has a SCORM package"),
    "minutes": gettext_lazy("It says how many minutes it takes"),
    "alt": gettext_lazy("Every picture has an alternative text"),
    "words": gettext_lazy("Film and sound have captions or a transcript"),
    "file": gettext_lazy("Every film, sound, picture and file can be opened"),
    "length": gettext_lazy("Its minutes are enough for its film and sound"),
    "summary": gettext_lazy("It has a summary for lists"),
    "audience": gettext_lazy("It says for whom it is; otherwise it is for everyone"),
    "objectives": gettext_lazy("It says what one can do afterwards"),
    "lessons": gettext_lazy("It has a published lesson"),
    "materials": gettext_lazy("All its materials can be opened"),
    "prerequisites": gettext_lazy("It does not ask for itself to be finished first"),
}
FAULTS = {
    "alt": gettext_lazy("an alternative text is missing"),
    "words": gettext_lazy("captions or a transcript are missing"),
    MISSING: gettext_lazy("the file is missing"),
    BROKEN: gettext_lazy("the file is damaged and cannot be opened"),
    NOTHING: gettext_lazy("neither a file nor an address is chosen"),
}


@dataclass(frozen=True)
class Point:
    """A line of the list as editors read it; ``lines`` say what is missing and where."""

    code: str
    label: str
    passed: bool
    obligatory: bool
    stops: bool
    lines: tuple[str, ...]


def points(findings):
    """Return findings of ``cms.rules.checklist`` in words, what stops the page first."""
    found = [
        Point(each.code, str(LABELS[each.code]), each.passed, each.obligatory, each.stops, tuple(_lines(each)))
        for each in findings
    ]
    return sorted(found, key=lambda point: (not point.stops, point.passed))


def _lines(finding):
    if finding.passed:
        return []
    if not finding.places:
        return [_("Missing: %(what)s") % {"what": LABELS[finding.code]}]
    return [
        (_("Block %(number)s (%(name)s): %(fault)s") if place.name else _("File %(number)s: %(fault)s"))
        % {"number": place.number, "name": place.name, "fault": FAULTS[place.fault]}
        for place in finding.places
    ]


def facts_of(stream):
    """Return :class:`BlockFacts` of the blocks of a page's text."""
    return [_block_facts(number, child) for number, child in enumerate(stream or (), start=1)]


def _block_facts(number, child):
    block, value = child.block, child.value
    common = {"number": number, "name": _name(block, value)}
    if isinstance(block, PictureBlock):
        return BlockFacts(**common, pictures=1, described=bool(value["alt"].strip()), files=(picture_state(value["image"]),))
    if isinstance(block, GalleryBlock):
        shown = list(value["pictures"])
        return BlockFacts(
            **common, pictures=len(shown), described=sum(bool(each["alt"].strip()) for each in shown),
            files=tuple(picture_state(each["image"]) for each in shown),
        )
    if isinstance(block, VideoBlock):
        film = value["video"]
        words = bool(value.captions) or bool(value["transcript"] and value["transcript"].source.strip())
        state = media_state(film) if film or not value["hls"] else ""
        return BlockFacts(**common, spoken=True, words=words, files=(state,), seconds=film.duration if film else 0)
    if isinstance(block, AudioBlock):
        sound = value["audio"]
        return BlockFacts(
            **common, spoken=True, words=bool(value["transcript"] and value["transcript"].source.strip()),
            files=(media_state(sound),), seconds=sound.duration if sound else 0,
        )
    if isinstance(block, DownloadBlock | PdfBlock):
        return BlockFacts(**common, files=(document_state(value["document"], pdf=isinstance(block, PdfBlock)),))
    return BlockFacts(**common)


def _name(block, value):
    title = value.get("caption") or value.get("title") if isinstance(value, dict) else ""
    return f"{block.label} · {title}" if title else str(block.label)


def _state(file, read):
    """Return what is wrong with a stored file, ``""`` when nothing is; ``read`` opens it as what it should be."""
    if not file or not file.name or not file.storage.exists(file.name):
        return MISSING
    try:
        with file.storage.open(file.name) as handle:
            return "" if handle.size and read(handle) is not False else BROKEN
    except (OSError, Unplayable):
        return BROKEN


def media_state(media):
    return _state(media.file, lambda handle: read_media(handle, media.type)) if media else NOTHING


def document_state(document, *, pdf=False):
    return _state(document.file, lambda handle: not pdf or handle.read(5) == b"%PDF-") if document else NOTHING


def picture_state(image):
    return _state(image.file, lambda handle: True) if image else NOTHING


class NotApproved(Exception):
    """``page`` was not approved, since it lacks what ``lines`` say."""

    def __init__(self, page, lines):
        super().__init__(page.title)
        self.page, self.lines = page, lines


def stopping(points):
    """Return the lines of those :class:`Point`s that stop a page from being published."""
    return [line for point in points if point.stops for line in point.lines]


def lacks(page):
    """Return a line for each obligatory thing that the page, as it is here, lacks."""
    return stopping(page.checklist()) if hasattr(page, "checklist") else []


def what_stops(pages, *, drafts=False):
    """Return a line for each obligatory thing that ``pages`` lack, with the page's title; of their ``drafts`` if asked."""
    judged = [page.get_latest_revision_as_object() if drafts else page.specific for page in pages]
    return [f"{page.title}：{line}" for page in judged for line in lacks(page)]
