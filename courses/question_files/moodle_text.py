"""Texts of a Moodle XML file, with the files that they show."""

import base64
import binascii
from urllib.parse import unquote

from .result import NoCounterpart
from .text import from_format, media_name

MOST_FILE = 20 * 1024 * 1024


def text_of(node):
    """Return what an element says, in a ``<text>`` or by itself."""
    if node is None:
        return ""
    inner = node.first("text")
    return (inner.all_text() if inner is not None else node.own_text()).strip()


class Texts:
    """``shown`` are the names in ``reading.files`` of what the texts showed, in their order."""

    def __init__(self, reading, node):
        self.reading, self.node, self.line, self.shown = reading, node, node.line, []

    def text(self, node, form=None, change=None):
        """Return the plain text of an element with ``<text>`` and its files, and remember what it shows.

        ``change(self, raw)`` is applied before the text is read.
        """
        if node is None:
            return ""
        inner = node.first("text")
        raw = (inner.all_text() if inner is not None else node.own_text()).strip()
        raw = change(self, raw) if change else raw
        maker = from_format(raw, form or node.attrs.get("format") or "html")
        files = {one.attrs.get("name", ""): one for one in node.nodes("file")}
        kept = {}
        for address in maker.media:
            name = unquote(address.removeprefix("@@PLUGINFILE@@/"))
            if name in files and name not in kept:
                kept[name] = self.keep(files[name])
            self.shown.append(media_name(address, self.reading, kept))
        if maker.looks:
            self.reading.note(self.line, "looks")
        if maker.links:
            self.reading.note(self.line, "links")
        return maker.text()

    def keep(self, node):
        raw = "".join(node.all_text().split())
        if node.attrs.get("encoding", "base64") != "base64" or len(raw) > MOST_FILE:
            raise NoCounterpart("file_missing", what=node.attrs.get("name", "")[:80])
        try:
            data = base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoCounterpart("file_missing", what=node.attrs.get("name", "")[:80]) from error
        name = f"{len(self.reading.files) + 1}-{node.attrs.get('name', '')[-100:]}"
        self.reading.files[name] = data
        return name

    def one_text(self, node, form=None):
        """A text that can show nothing."""
        before = len(self.shown)
        text = self.text(node, form)
        if len(self.shown) > before:
            raise NoCounterpart("media_place")
        return text
