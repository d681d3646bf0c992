"""Questions from a Moodle XML file."""

import base64
import binascii
from urllib.parse import unquote

from courses.rules.question_lines import letter, lettered, matched
from courses.rules.questions import FULL, POLICIES, Accepted, Content, Option, media_of, number_of

from .gift_read import category, weighed_multiple
from .result import NoCounterpart, Reading, with_media
from .text import from_format, media_name
from .whole import unpacked
from .xml import elements

MOST_FILE = 20 * 1024 * 1024
YES = frozenset({"1", "true"})


def read(data):
    """Return the :class:`Reading` of the bytes of a Moodle XML file."""
    reading, theme = Reading(), ""
    for node in elements(data, "question", root="quiz"):
        kind = node.attrs.get("type", "")
        if kind == "category":
            theme = category(_text_of(node.first("category")))
            continue
        try:
            _Question(reading, node, theme).take(kind)
        except NoCounterpart as error:
            reading.skip(node.line, error.code, **error.params)
    return reading


def _text_of(node):
    if node is None:
        return ""
    inner = node.first("text")
    return (inner.all_text() if inner is not None else node.own_text()).strip()


class _Question:
    def __init__(self, reading, node, theme):
        self.reading, self.node, self.theme, self.line = reading, node, theme, node.line
        self.shown, self.explanation = [], []

    def take(self, kind):
        about = self.node.first("rotation")
        if about is not None and about.attrs.get("whole"):
            content = unpacked(about.attrs["whole"])
            came = {one.attrs.get("name", ""): self.keep(one) for one in about.nodes("file")}
            names = {key: came.get(key, key) for key in media_of(content)}
            self.reading.take(with_media(content, names), self.line)
            return
        make = KINDS.get(kind)
        if make is None:
            code = "description" if kind == "description" else "kind"
            raise NoCounterpart(code, what=kind[:40])
        stem = self.text(self.node.first("questiontext"))
        media = tuple(self.shown)
        if said := self.text(self.node.first("generalfeedback")):
            self.explanation.append(said)
        if len(self.shown) > len(media):
            raise NoCounterpart("media_place")
        fields = make(self)
        self.notes()
        fields |= self.about(about, fields)
        self.reading.take(
            Content(stem=stem, theme=self.theme, media=media, explanation="\n".join(filter(None, self.explanation)), **fields),
            self.line,
        )

    def notes(self):
        for tag in ("hint", "responsetemplate"):
            if any(_text_of(one) for one in self.node.nodes(tag)):
                self.reading.note(self.line, "left_out", what=tag)
        if any(_text_of(self.node.first(tag)) for tag in
               ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")) and not self.standard_feedback():
            self.reading.note(self.line, "left_out", what="correctfeedback")

    def standard_feedback(self):
        return self.node.first("rotation") is not None

    def about(self, about, fields):
        tags = self.node.first("tags")
        found = {"tags": tuple(filter(None, (_text_of(tag) for tag in tags.nodes("tag"))))} if tags is not None else {}
        if about is None:
            return found
        said = about.attrs
        found |= {name: said.get(name, "") for name in ("author", "source", "licence")}
        if said.get("difficulty", "").isdigit() and len(said["difficulty"]) < 3:
            found["difficulty"] = int(said["difficulty"])
        if said.get("kind") == "short" and fields["kind"] == "essay":
            found["kind"] = "short"
        if said.get("policy") in POLICIES[fields["kind"]] and said["policy"] != "weights":
            found |= {"policy": said["policy"], "weights": ()}
        return found

    # Pieces ------------------------------------------------------------------------------------------------------------

    def text(self, node, form=None):
        """Return the plain text of an element with ``<text>`` and its files, and remember what it shows."""
        if node is None:
            return ""
        inner = node.first("text")
        raw = (inner.all_text() if inner is not None else node.own_text()).strip()
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

    def answers(self):
        """Yield ``(node, percent)`` of the answers, remembering what is said to each."""
        for node in self.node.nodes("answer"):
            percent = number_of(node.attrs.get("fraction", "100"))
            if percent is None:
                raise NoCounterpart("number", text=node.attrs.get("fraction", "")[:40])
            yield node, percent

    def remember(self, node, text):
        said = self.one_text(node.first("feedback"))
        if said:
            self.explanation.append(f"“{text}”：{said}" if text else said)

    def flag(self, tag):
        return _text_of(self.node.first(tag)).lower() in YES

    # Kinds -------------------------------------------------------------------------------------------------------------

    def choice(self):
        options, weights = [], {}
        for node, percent in self.answers():
            before = len(self.shown)
            text = self.text(node)
            shown = self.shown[before:]
            if len(shown) > 1:
                raise NoCounterpart("media_many")
            options.append(Option(letter(len(options)), text, shown[0] if shown else ""))
            self.remember(node, text)
            if percent:
                weights[options[-1].id] = percent
        single = self.node.first("single")
        if single is not None and _text_of(single).lower() not in YES:
            return weighed_multiple(options, weights)
        right = [one for one, percent in weights.items() if percent == FULL]
        if len(right) != 1:
            raise NoCounterpart("several_right" if right else "fault:no_key")
        alone = len(weights) == 1
        return {"kind": "single", "options": tuple(options), "key": tuple(right),
                **({} if alone else {"policy": "weights", "weights": tuple(weights.items())})}

    def all_or_nothing(self):
        """The well-known addition whose right answers count only all together."""
        options, right = [], []
        for node, percent in self.answers():
            text = self.one_text(node)
            options.append(text)
            self.remember(node, text)
            if percent > 0:
                right.append(letter(len(options) - 1))
        return {"kind": "multiple", "options": lettered(options), "key": tuple(right), "policy": "all"}

    def truth(self):
        right = []
        for node, percent in self.answers():
            text = _text_of(node).lower()
            if text not in ("true", "false"):
                raise NoCounterpart("answers", text=text[:40])
            self.remember(node, "")
            if percent == FULL:
                right.append(text)
        return {"kind": "true_false", "key": tuple(right)}

    def short_answer(self):
        accepted = []
        for node, percent in self.answers():
            text = _text_of(node)
            if text == "*" and percent == 0:
                self.remember(node, "")
                continue
            if "*" in text.replace("\\*", ""):
                raise NoCounterpart("wildcard")
            text = text.replace("\\*", "*")
            self.remember(node, text)
            if percent <= 0:
                self.reading.note(self.line, "wrong_answer", text=text[:40])
                continue
            accepted.append(Accepted(text, percent))
        return {"kind": "fill_in", "key": (tuple(accepted),), "policy": "share", "case_matters": self.flag("usecase")}

    def numbers(self):
        if any(one.nodes("unit") for one in self.node.nodes("units")):
            raise NoCounterpart("units")
        accepted = []
        for node, percent in self.answers():
            text, tolerance = _text_of(node), number_of(_text_of(node.first("tolerance")) or "0")
            if text == "*" and percent == 0:
                self.remember(node, "")
                continue
            if number_of(text) is None or tolerance is None:
                raise NoCounterpart("number", text=text[:40])
            self.remember(node, text)
            if percent <= 0:
                self.reading.note(self.line, "wrong_answer", text=text[:40])
                continue
            accepted.append(Accepted(text, percent, abs(tolerance)))
        return {"kind": "fill_in", "key": (tuple(accepted),), "policy": "share"}

    def pairs(self):
        pairs = [
            (self.one_text(node, node.attrs.get("format")), _text_of(node.first("answer")))
            for node in self.node.nodes("subquestion")
        ]
        options, rights, key = matched(pairs)
        return {"kind": "matching", "options": options, "rights": rights, "key": key, "policy": "share"}

    def order(self):
        if _text_of(self.node.first("selecttype")) not in ("", "0"):
            self.reading.note(self.line, "left_out", what="selecttype")
        grading = _text_of(self.node.first("gradingtype"))
        policy = {"": "share", "-1": "all", "ALL_OR_NOTHING": "all", "0": "share", "ABSOLUTE_POSITION": "share"}.get(grading)
        if policy is None:
            raise NoCounterpart("kind", what=f"ordering, gradingtype {grading[:40]}")
        texts = [self.one_text(node) for node in self.node.nodes("answer")]
        options = lettered(texts)
        return {"kind": "ordering", "options": options, "key": tuple(one.id for one in options), "policy": policy}

    def essay(self):
        guide = self.one_text(self.node.first("graderinfo"))
        if _text_of(self.node.first("attachments")) not in ("", "0"):
            self.reading.note(self.line, "left_out", what="attachments")
        return {"kind": "essay", "key": (guide,) if guide else ()}


KINDS = {
    "multichoice": _Question.choice, "multichoiceset": _Question.all_or_nothing, "truefalse": _Question.truth,
    "shortanswer": _Question.short_answer, "numerical": _Question.numbers, "matching": _Question.pairs,
    "ordering": _Question.order, "essay": _Question.essay,
}
