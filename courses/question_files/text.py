"""HTML and Markdown as plain text. What plain text cannot say is not taken: it is named, and the question left out."""

import base64
import binascii
import re
from html.parser import HTMLParser
from urllib.parse import unquote

from .result import NoCounterpart, Unreadable

LONGEST = 200_000
BREAKS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "hr", "section",
                    "article", "dl", "dt", "dd", "address", "figure", "figcaption", "header", "footer", "main", "prompt"})
LOOKS = frozenset({"b", "strong", "i", "em", "u", "mark", "big", "small", "tt", "kbd", "code", "cite", "q"})
# Named as the words for them that readers see.
REFUSED = {
    "script": "script", "noscript": "script", "iframe": "frame", "frame": "frame", "object": "object", "embed": "object",
    "applet": "object", "table": "table", "math": "formula", "svg": "drawing", "canvas": "drawing", "form": "form",
    "input": "form", "select": "form", "textarea": "form", "button": "form", "s": "struck", "strike": "struck", "del": "struck",
    "ruby": "ruby",
}
SUPER = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
SUB = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
TEX = re.compile(r"\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]|\$\$.{1,500}?\$\$", re.DOTALL)
MEDIA_TYPES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "audio/mpeg": "mp3",
               "audio/mp3": "mp3", "audio/mp4": "m4a", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4",
               "video/webm": "webm"}


class TextMaker:
    """Makes plain text of elements as they come. ``media`` are addresses of what is shown; ``looks`` says that some were lost."""

    def __init__(self):
        self.out, self.media, self.looks, self.links = [], [], False, False
        self.verbatim = False
        self._raised, self._pre, self._hidden, self._counts = [], 0, 0, []

    def start(self, tag, attrs):
        if tag in REFUSED:
            raise NoCounterpart("markup", what=REFUSED[tag])
        if tag in ("style", "head", "title", "template"):
            self._hidden += 1
        elif tag in ("img", "audio", "video", "source"):
            if attrs.get("src"):
                self.media.append(attrs["src"])
        elif tag in ("sup", "sub"):
            self._raised.append((tag, len(self.out)))
        elif tag in BREAKS:
            self._begin(tag)
        self.looks = self.looks or tag in LOOKS
        self.links = self.links or (tag == "a" and "href" in attrs)

    def _begin(self, tag):
        self.out.append("\n")
        if tag == "pre":
            self._pre += 1
        elif tag in ("ul", "ol"):
            self._counts.append(0 if tag == "ol" else None)
        elif tag == "li" and self._counts and self._counts[-1] is not None:
            self._counts[-1] += 1
            self.out.append(f"{self._counts[-1]}. ")
        elif tag == "li":
            self.out.append("- ")

    def end(self, tag):
        if tag in ("style", "head", "title", "template"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("sup", "sub") and self._raised:
            kind, since = self._raised.pop()
            inner = "".join(self.out[since:])
            signs = SUPER if kind == "sup" else SUB
            if any(sign not in signs for sign in inner.strip()):
                raise NoCounterpart("raised", text=inner.strip()[:40])
            self.out[since:] = ["".join(signs[sign] for sign in inner.strip())]
        elif tag in BREAKS:
            if tag != "br":
                self.out.append("\n")
            if tag == "pre":
                self._pre = max(0, self._pre - 1)
            elif tag in ("ul", "ol") and self._counts:
                self._counts.pop()

    def data(self, text):
        if self._hidden:
            return
        if self._pre:
            self.out.append(text)
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        if self.out and self.out[-1].endswith(("\n", " ")):
            text = text.lstrip(" ")
        self.out.append(text)

    def text(self):
        text = "".join(self.out)
        return text if self.verbatim else tidy(text)


def tidy(text):
    text = text.replace("\xa0", " ")
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.maker = TextMaker()

    def handle_starttag(self, tag, attrs):
        self.maker.start(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag):
        self.maker.end(tag)

    def handle_data(self, data):
        self.maker.data(data)


def from_html(html):
    """Return the :class:`TextMaker` of a piece of HTML; raises :class:`NoCounterpart`."""
    if len(html) > LONGEST or html.count("<") > 5000:
        raise NoCounterpart("too_long")
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError as error:  # the library's word for a declaration that it cannot read
        raise NoCounterpart("markup", what="markup") from error
    _refuse_tex(reader.maker.text())
    return reader.maker


def _refuse_tex(text):
    if TEX.search(text):
        raise NoCounterpart("markup", what="formula")


def from_markdown(text):
    """Return the :class:`TextMaker` of a piece of Markdown, HTML within it included."""
    if len(text) > LONGEST:
        raise NoCounterpart("too_long")
    kept = []

    def keep(sign):
        kept.append(sign)
        return f"\uf8f0{len(kept) - 1}\uf8f1"

    text = re.sub(r"[\uf8f0\uf8f1]", "", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|~>])", lambda found: keep(found[1]), text)
    text = re.sub(r"_{3,}", lambda found: keep(found[0]), text)
    if re.search(r"^[ \t]*+\|?[ \t]*+:?-{3,}+:?[ \t]*+\|", text, re.MULTILINE):
        raise NoCounterpart("markup", what="table")
    if re.search(r"~~[^~\n]+~~", text):
        raise NoCounterpart("markup", what="struck")
    before = text
    media = []

    def picture(found):
        media.append(found[2].split(" ")[0].strip("<>"))
        return ""

    text = re.sub(r"!\[([^\[\]\n]{0,300})\]\(([^()\n]{1,1000})\)", picture, text)
    links = text
    text = re.sub(r"\[([^\[\]\n]{1,300})\]\(([^()\n]{1,1000})\)", r"\1", text)
    has_links = links != text
    text = re.sub(r"^ {0,3}#{1,6} +(.*?)(?: +#+)?$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}> ?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^( *)[*+] +", r"\1- ", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}```[^\n`]*$", "", text, flags=re.MULTILINE)
    for mark in (r"\*\*", "__"):
        text = re.sub(rf"{mark}(?=\S)([^\n*_]{{1,500}}?)(?<=\S){mark}", r"\1", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^\n*]{1,500}?)(?<=\S)\*(?!\w)", r"\1", text)
    text = re.sub(r"(?<![\w_])_(?=\S)([^\n_]{1,500}?)(?<=\S)_(?!\w)", r"\1", text)
    text = re.sub(r"`([^`\n]{1,500})`", lambda found: keep(found[1]), text)
    maker = from_html(text.replace("\n", "<br>")) if re.search(r"<[a-zA-Z/!]|&[#\w]+;", text) else _plain(text)
    maker.media[:0] = media
    maker.looks = maker.looks or (before != text and not media and not has_links)
    maker.links = maker.links or has_links
    back = re.sub("\uf8f0(\\d+)\uf8f1", lambda found: kept[int(found[1])] if int(found[1]) < len(kept) else "", maker.text())
    maker.out = [back]
    _refuse_tex(back)
    return maker


def _plain(text):
    maker = TextMaker()
    maker.out, maker.verbatim = [text], True
    return maker


def from_format(text, form):
    """Return the :class:`TextMaker` of ``text`` in one of Moodle's formats: html, moodle, plain or markdown."""
    form = {"moodle_auto_format": "moodle", "plain_text": "plain"}.get(form, form)
    if form == "plain":
        if len(text) > LONGEST:
            raise NoCounterpart("too_long")
        return _plain(text)
    if form == "markdown":
        return from_markdown(text)
    if form == "html":
        return from_html(text)
    if form not in ("moodle", ""):
        raise NoCounterpart("text_format", what=form[:40])
    if re.search(r"<[a-zA-Z/!]|&[#\w]+;", text):
        return from_html(text.replace("\n", "<br>"))
    _refuse_tex(text)
    return from_format(text, "plain")


def media_name(address, reading, known=()):
    """Return the name in ``reading.files`` of what ``address`` shows; raises :class:`NoCounterpart` when it did not come along.

    ``known`` are the names of files that came with the question. Nothing is ever fetched.
    """
    if address.startswith("data:"):
        return _from_data(address, reading)
    name = unquote(address.replace("@@PLUGINFILE@@/", "").split("?")[0].split("#")[0])
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", name):
        raise NoCounterpart("remote", what=address[:80])
    if name in known:
        return known[name] if isinstance(known, dict) else name
    raise NoCounterpart("file_missing", what=name[:80])


def _from_data(address, reading):
    head, sign, body = address[5:].partition(",")
    kind, *marks = head.lower().split(";")
    if not sign or "base64" not in marks or kind not in MEDIA_TYPES:
        raise NoCounterpart("file_missing", what=head[:80])
    try:
        data = base64.b64decode(unquote(body), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoCounterpart("file_missing", what=head[:80]) from error
    name = f"data-{len(reading.files) + 1}.{MEDIA_TYPES[kind]}"
    reading.files[name] = data
    return name


def decoded(data):
    """Return the text of a text file, in UTF-8 or as older Chinese Windows writes it."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Unreadable("not_text")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable("not_text")
