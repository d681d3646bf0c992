"""Questions from a Moodle XML file."""

import re

from courses.rules.question_lines import letter, lettered, matched
from courses.rules.questions import FULL, POLICIES, Accepted, Content, Option, media_of, number_of

from . import cloze
from .gaps import GAP, asked, cleaned, placed
from .gift_read import category, weighed_multiple
from .moodle_text import Texts, text_of
from .result import NoCounterpart, Reading, with_media
from .text import from_format
from .whole import unpacked
from .xml import Node, elements

PLACE = re.compile(r"\[\[(\d{1,2})\]\]")
YES = frozenset({"1", "true"})


def read(data):
    """Return the :class:`Reading` of the bytes of a Moodle XML file."""
    reading, theme = Reading(), ""
    for node in elements(data, "question", root="quiz"):
        kind = node.attrs.get("type", "")
        if kind == "category":
            theme = category(text_of(node.first("category")))
            continue
        try:
            _Question(reading, node, theme).take(kind)
        except NoCounterpart as error:
            reading.skip(node.line, error.code, **error.params)
    return reading


class _Question(Texts):
    def __init__(self, reading, node, theme):
        super().__init__(reading, node)
        self.theme, self.explanation = theme, []

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
        self.stem = self.text(self.node.first("questiontext"), change=SIGNED.get(make, _Question.no_gaps))
        self.old_picture()
        media = tuple(self.shown)
        if said := self.text(self.node.first("generalfeedback")):
            self.explanation.append(said)
        if len(self.shown) > len(media):
            raise NoCounterpart("media_place")
        fields = make(self)
        self.notes()
        fields = {"stem": self.stem} | fields | self.about(about, fields)
        self.reading.take(
            Content(theme=self.theme, media=media, explanation="\n".join(filter(None, self.explanation)), **fields), self.line,
        )

    def old_picture(self):
        """The one picture of a question as versions before 2.0 wrote it."""
        node, name = self.node.first("image_base64"), text_of(self.node.first("image"))
        if node is not None and node.all_text().strip():
            self.shown.append(self.keep(Node("file", {"name": name.replace("/", "_")}, self.line, node.parts)))
        elif name:
            raise NoCounterpart("file_missing", what=name[:80])

    def notes(self):
        for tag in ("hint", "responsetemplate", "minwordlimit", "maxwordlimit", "filetypeslist", "instructions"):
            if any(text_of(one) not in ("", "0") for one in self.node.nodes(tag)):
                self.reading.note(self.line, "left_out", what=tag)
        if any(text_of(self.node.first(tag)) for tag in
               ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")) and not self.standard_feedback():
            self.reading.note(self.line, "left_out", what="correctfeedback")

    def standard_feedback(self):
        return self.node.first("rotation") is not None

    def about(self, about, fields):
        tags = self.node.first("tags")
        found = {"tags": tuple(filter(None, (text_of(tag) for tag in tags.nodes("tag"))))} if tags is not None else {}
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

    def answers(self):
        """Yield ``(node, percent)`` of the answers, remembering what is said to each."""
        for node in self.node.nodes("answer"):
            percent = number_of(node.attrs.get("fraction", "100"))
            if percent is None:
                raise NoCounterpart("number", text=node.attrs.get("fraction", "")[:40])
            yield node, percent

    def remember(self, node, text):
        self.remembered(self.one_text(node.first("feedback")), text)

    def remembered(self, said, text):
        if said:
            self.explanation.append(f"“{text}”：{said}" if text else said)

    def flag(self, tag):
        return text_of(self.node.first(tag)).lower() in YES

    # Kinds -------------------------------------------------------------------------------------------------------------

    def choice(self):
        options, weights = [], {}
        for node, percent in self.answers():
            text, shown = self.side(node, None)
            options.append(Option(letter(len(options)), text, shown))
            self.remember(node, text)
            if percent:
                weights[options[-1].id] = percent
        single = self.node.first("single")
        if single is not None and text_of(single).lower() not in YES:
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
            text = text_of(node).lower()
            if text not in ("true", "false"):
                raise NoCounterpart("answers", text=text[:40])
            self.remember(node, "")
            if percent == FULL:
                right.append(text)
        return {"kind": "true_false", "key": tuple(right)}

    def short_answer(self):
        accepted = []
        for node, percent in self.answers():
            text = text_of(node)
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
            text, tolerance = text_of(node), number_of(text_of(node.first("tolerance")) or "0")
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
        pairs, media = [], []
        for node in self.node.nodes("subquestion"):
            left, answer = self.side(node, node.attrs.get("format")), node.first("answer")
            # The plain kind has partners of plain text; those to be dragged are written in a format of their own.
            right = self.side(answer, answer.attrs["format"]) if answer is not None and "format" in answer.attrs else (
                text_of(answer), "")
            pairs.append((left[0], right[0]))
            media.append((left[1], right[1]))
        options, rights, key = matched(pairs, media)
        return {"kind": "matching", "options": options, "rights": rights, "key": key, "policy": "share"}

    def side(self, node, form):
        """Return text and picture of one side of a pair."""
        before = len(self.shown)
        text = self.text(node, form)
        shown = self.shown[before:]
        if len(shown) > 1:
            raise NoCounterpart("media_many")
        return text, shown[0] if shown else ""

    def order(self):
        if text_of(self.node.first("selecttype")) not in ("", "0"):
            self.reading.note(self.line, "left_out", what="selecttype")
        grading = text_of(self.node.first("gradingtype"))
        policy = {"": "share", "-1": "all", "ALL_OR_NOTHING": "all", "0": "share", "ABSOLUTE_POSITION": "share"}.get(grading)
        if policy is None:
            raise NoCounterpart("kind", what=f"ordering, gradingtype {grading[:40]}")
        texts = [self.one_text(node) for node in self.node.nodes("answer")]
        options = lettered(texts)
        return {"kind": "ordering", "options": options, "key": tuple(one.id for one in options), "policy": policy}

    def no_gaps(self, raw):
        return cleaned(raw)

    def signed_cloze(self, raw):
        form = self.node.first("questiontext").attrs.get("format") or "html"

        def shown(text):
            maker = from_format(text, form)
            if maker.media:
                raise NoCounterpart("media_place")
            return maker.text().strip()

        text, self.parts, weights = cloze.gaps(raw, shown, self.remembered)
        if len(set(weights)) > 1:
            self.reading.note(self.line, "uneven")
        return text

    def cloze(self):
        return asked(self.stem, self.parts)

    def signed_places(self, raw):
        self.places = [int(found) - 1 for found in PLACE.findall(raw)]
        return PLACE.sub(f" {GAP} ", cleaned(raw))

    def gaps(self):
        """Words to be put into a text, from one list, or from a list for each of several groups."""
        choices, groups = [], []
        for node in self.node.nodes("dragbox", "selectoption"):
            choices.append(self.one_text(node, node.attrs.get("format") or "html"))
            groups.append(text_of(node.first("group")) or "1")
        if not self.places or any(not 0 <= one < len(choices) for one in self.places):
            raise NoCounterpart("answers", text="[[ ]]")
        if len({groups[one] for one in self.places}) == 1:
            mine = [at for at, group in enumerate(groups) if group == groups[self.places[0]]]
            return placed(self.stem, [choices[at] for at in mine], [mine.index(one) for one in self.places])
        parts = []
        for one in self.places:
            mine = [at for at, group in enumerate(groups) if group == groups[one]]
            parts.append(Content(kind="single", stem="", options=lettered([choices[at] for at in mine]),
                                 key=(letter(mine.index(one)),), policy="all"))
        return asked(self.stem, parts)

    def essay(self):
        guide = self.one_text(self.node.first("graderinfo"))
        if text_of(self.node.first("attachments")) not in ("", "0"):
            self.reading.note(self.line, "left_out", what="attachments")
        return {"kind": "essay", "key": (guide,) if guide else ()}


KINDS = {
    "multichoice": _Question.choice, "multichoiceset": _Question.all_or_nothing, "truefalse": _Question.truth,
    "shortanswer": _Question.short_answer, "numerical": _Question.numbers, "matching": _Question.pairs,
    "ordering": _Question.order, "essay": _Question.essay, "ddmatch": _Question.pairs, "cloze": _Question.cloze,
    "multianswer": _Question.cloze, "ddwtos": _Question.gaps, "gapselect": _Question.gaps,
}
SIGNED = {_Question.cloze: _Question.signed_cloze, _Question.gaps: _Question.signed_places}
