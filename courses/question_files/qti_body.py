"""What a QTI item shows: its body as plain text, its feedback, and material that it shares with other items."""

import re
from posixpath import dirname, join

from .gaps import GAP, cleaned
from .result import NoCounterpart
from .text import TextMaker

# Interactions within running text; the others stand by themselves, and their choices are read apart from the text.
WITHIN = ("textEntryInteraction", "inlineChoiceInteraction")
AROUND = ("hottextInteraction", "gapMatchInteraction")
HIDDEN = ("gapText", "gapImg", "stylesheet", "prompt")


class Body:
    """``load(address)`` names a picture or sound that came along, ``part(address)`` returns the root of another file of the
    package; both return None for what is not there."""

    def __init__(self, reading, item, line, load, part):
        self.reading, self.item, self.line, self.load, self.part = reading, item, line, load, part
        self.explanation, self.scorer, self.several, self._folder, self._depth = [], [], False, "", 0

    def stem(self):
        """Return the :class:`TextMaker` of shared material and of the body, with a sign for each gap."""
        maker = TextMaker()
        for one in self.item.nodes("assessmentStimulusRef"):
            self._include(one, maker)
        self.render(self.item.first("itemBody"), maker)
        return maker

    def render(self, node, maker):
        for part in node.parts:
            if isinstance(part, str):
                maker.data(cleaned(part))
            else:
                self._element(part, maker)

    def _element(self, part, maker):
        tag = part.tag
        if tag in WITHIN or tag == "gap":
            maker.data(f" {GAP} ")
        elif tag.endswith("Interaction"):
            self._interaction(part, maker)
        elif tag == "hottext":
            maker.data("【")
            self.render(part, maker)
            maker.data("】")
        elif tag == "feedbackInline" or tag == "feedbackBlock":
            self.explanation.append(self.text(part))
        elif tag == "rubricBlock" and "candidate" not in part.attrs.get("view", "").split():
            self.scorer.append(self.text(part))
        elif tag in ("printedVariable", "templateInline", "templateBlock", "infoControl"):
            raise NoCounterpart("processing")
        elif tag == "include":
            self._include(part, maker)
        elif tag == "object" and part.attrs.get("data"):
            maker.media.append(self._address(part.attrs["data"]))
        elif tag not in HIDDEN and tag != "object":
            attrs = part.attrs
            maker.start(tag.lower(), attrs | {"src": self._address(attrs["src"])} if attrs.get("src") else attrs)
            self.render(part, maker)
            maker.end(tag.lower())

    def _interaction(self, node, maker):
        """Put the prompt into the text, unless several are asked: then it is the sub-question's, or the place gets a sign."""
        prompt = node.first("prompt")
        if self.several:
            maker.start("p", {})
            maker.data("" if prompt is not None and prompt.all_text().strip() else GAP)
            maker.end("p")
            return
        if prompt is not None:
            maker.start("p", {})
            self.render(prompt, maker)
            maker.end("p")
        if node.tag in AROUND:
            self.render(node, maker)

    def _include(self, node, maker):
        """Take in what other items of the package show as well."""
        address = node.attrs.get("href", "")
        root = self.part(self._address(address)) if self._depth == 0 else None
        if root is None:
            raise NoCounterpart("file_missing", what=address[:80])
        shown = root.first("stimulusBody") if root.tag == "assessmentStimulus" else root
        self._depth, self._folder = 1, dirname(address)
        maker.start("div", {})
        if shown is not None:
            self.render(shown, maker)
        maker.end("div")
        self._depth, self._folder = 0, ""

    def _address(self, address):
        own = not self._folder or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", address)
        return address if own else join(self._folder, address)

    def text(self, node):
        maker = TextMaker()
        self.render(node, maker)
        if maker.media:
            raise NoCounterpart("media_place")
        self.notes(maker)
        return maker.text()

    def notes(self, maker):
        if maker.looks:
            self.reading.note(self.line, "looks")
        if maker.links:
            self.reading.note(self.line, "links")

    def file(self, address):
        name = self.load(address)
        if name is None:
            raise NoCounterpart("remote" if ":" in address else "file_missing", what=address[:80])
        return name
