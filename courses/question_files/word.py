"""Questions from a Word document in the usual numbered form; numbers that Word makes itself are made here again."""

from posixpath import join, normpath

from lms import archives

from .numbered import Line, read_lines
from .result import NoCounterpart, Reading, Unreadable
from .text import SUB, SUPER
from .xml import Node, elements

LIMITS = archives.Limits(entries=5000, unpacked=200 * 1024 * 1024)
LARGEST_PART = 60 * 1024 * 1024
FORMULAS = frozenset({"oMath", "oMathPara"})
SPACED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
PASSED = frozenset({"del", "moveFrom", "pPr", "rPr", "commentReference", "footnoteReference", "sdtPr", "fldChar", "instrText"})


def read(path):
    """Return the :class:`Reading` of the document at ``path``."""
    reading = Reading()
    try:
        with archives.opened(path) as archive:
            archives.weigh(archive, LIMITS)
            names = {entry.filename: entry for entry in archive.infolist()}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unreadable("macros")
            if "word/document.xml" not in names:
                raise Unreadable("not_this")
            document = _Document(reading, archive, names)
            read_lines(reading, document.lines())
    except archives.Suspect as suspect:
        raise Unreadable("archive", reason=str(suspect)) from suspect
    except (OSError, RuntimeError) as error:
        raise Unreadable("archive", reason=archives.sentence(archives.Suspect("damaged"))) from error
    return reading


class _Document:
    def __init__(self, reading, archive, names):
        self.reading, self.archive, self.names = reading, archive, names
        self.targets = {
            node.attrs.get("Id"): node.attrs.get("Target", "")
            for node in self._part("word/_rels/document.xml.rels", "Relationship")
        }
        self.numbering = _Numbering(self._part("word/numbering.xml", "abstractNum"), self._part("word/numbering.xml", "num"))

    def _bytes(self, name):
        entry = self.names[name]
        if entry.file_size > LARGEST_PART:
            raise Unreadable("archive", reason=archives.sentence(archives.Suspect("bomb", name)))
        with self.archive.open(entry) as part:
            return part.read(LARGEST_PART + 1)

    def _part(self, name, wanted):
        return list(elements(self._bytes(name), wanted)) if name in self.names else []

    def lines(self):
        number = 0
        for body in elements(self._bytes("word/document.xml"), "body", root="document"):
            for paragraph in _paragraphs(body):
                number += 1
                if paragraph.tag == "tbl":
                    yield Line(number, "", fault=NoCounterpart("markup", what="table"))
                else:
                    yield from self._line(paragraph, number)

    def _line(self, paragraph, number):
        try:
            label = self.numbering.label(paragraph)
            pieces, media = [], []
            self._runs(paragraph, pieces, media)
        except NoCounterpart as error:
            # The text as far as it can be said, so that the question it belongs to is known.
            plain = "".join(node.own_text() for node in paragraph.walk("t"))
            yield Line(number, f"{label}{plain}", fault=error)
            return
        lines = f"{label}{''.join(pieces)}".split("\n")
        for at, text in enumerate(lines):
            yield Line(number, text, tuple(media) if at == len(lines) - 1 else ())

    def _runs(self, node, pieces, media):
        for part in node.nodes():
            if part.tag in PASSED:
                continue
            if part.tag in FORMULAS or part.tag in ("object", "chart"):
                raise NoCounterpart("markup", what="formula" if part.tag in FORMULAS else "object")
            if part.tag == "t":
                pieces.append(part.own_text().replace("\xa0", " "))
            elif part.tag in SPACED:
                pieces.append(SPACED[part.tag])
            elif part.tag in ("drawing", "pict"):
                media.extend(self._picture(part))
            elif part.tag == "r":
                pieces.append(self._run(part, media))
            elif part.tag == "AlternateContent":
                choice = part.first("Choice")
                self._runs(choice if choice is not None else part, pieces, media)
            else:
                self._runs(part, pieces, media)

    def _run(self, run, media):
        pieces = []
        self._runs(run, pieces, media)
        text, looks = "".join(pieces), run.first("rPr")
        if looks is None or not text.strip():
            return text
        for tag in ("strike", "dstrike"):
            node = looks.first(tag)
            if node is not None and node.attrs.get("val", "true") not in ("false", "0"):
                raise NoCounterpart("markup", what="struck")
        align = looks.first("vertAlign")
        signs = {"superscript": SUPER, "subscript": SUB}.get(align.attrs.get("val", "") if align is not None else "")
        if signs is None:
            return text
        if any(sign not in signs for sign in text.strip()):
            raise NoCounterpart("raised", text=text.strip()[:40])
        return "".join(signs[sign] for sign in text.strip())

    def _picture(self, node):
        keys = [one.attrs["embed"] for one in node.walk("blip") if one.attrs.get("embed")]
        keys += [one.attrs["id"] for one in node.walk("imagedata") if one.attrs.get("id")]
        if not keys:
            raise NoCounterpart("markup", what="drawing")
        for key in keys:
            target = self.targets.get(key, "")
            name = normpath(join("word", target)) if not target.startswith("/") else target.lstrip("/")
            if ":" in target or name not in self.names:
                raise NoCounterpart("file_missing", what=target[:80])
            if name not in self.reading.files:
                self.reading.files[name] = self._bytes(name)
            yield name


def _paragraphs(node):
    for part in node.nodes():
        if part.tag in ("p", "tbl"):
            yield part
        elif part.tag in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _paragraphs(part)


class _Numbering:
    """The numbers that Word writes before paragraphs by itself: 1. 2. 3., and A. B. C."""

    def __init__(self, kinds, lists):
        levels = {
            one.attrs.get("abstractNumId"): {level.attrs.get("ilvl", "0"): level for level in one.nodes("lvl")} for one in kinds
        }
        self.levels = {}
        for one in lists:
            kind = one.first("abstractNumId")
            self.levels[one.attrs.get("numId")] = levels.get(kind.attrs.get("val") if kind is not None else None, {})
        self.counts = {}

    def label(self, paragraph):
        looks = paragraph.first("pPr")
        number = looks.first("numPr") if looks is not None else None
        if number is None:
            return ""
        list_id, depth = _value(number.first("numId")), _value(number.first("ilvl")) or "0"
        level = self.levels.get(list_id, {}).get(depth)
        if level is None:
            return ""
        form = _value(level.first("numFmt"))
        start = _value(level.first("start")) or "1"
        count = self.counts.get((list_id, depth), int(start) - 1 if start.isdigit() and len(start) < 6 else 0) + 1
        self.counts[list_id, depth] = count
        for other in [key for key in self.counts if key[0] == list_id and key[1] > depth]:
            del self.counts[other]
        if form == "decimal":
            return f"{count}. "
        if form == "upperLetter" and count <= 26:
            return f"{chr(64 + count)}. "
        return ""


def _value(node):
    return node.attrs.get("val", "") if isinstance(node, Node) else ""
