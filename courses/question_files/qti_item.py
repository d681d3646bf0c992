"""One QTI item: its body becomes the question, its declarations the key."""

from decimal import Decimal

from courses.rules.question_lines import letter
from courses.rules.questions import FULL, Accepted, Content, Option

from . import gaps
from .gaps import GAP
from .qti_body import WITHIN, Body
from .qti_score import Response, scoring
from .result import NoCounterpart
from .text import TextMaker

KINDS = {
    "choiceInteraction": "_choice", "orderInteraction": "_order", "matchInteraction": "_match",
    "extendedTextInteraction": "_essay", "textEntryInteraction": "_entry", "inlineChoiceInteraction": "_inline",
    "hottextInteraction": "_hottext", "gapMatchInteraction": "_gap_match", "associateInteraction": "_associate",
}


def read_item(reading, item, line, about, load, part):
    """Take the item into ``reading``; raises :class:`NoCounterpart`. ``load`` and ``part`` as in :class:`Body`."""
    _Item(reading, item, line, load, part).take(about)


class _Item(Body):
    def take(self, about):
        item = self.item
        if item.attrs.get("adaptive") == "true" or any(item.nodes("templateDeclaration", "templateProcessing")):
            raise NoCounterpart("processing")
        if item.first("itemBody") is None:
            raise NoCounterpart("description")
        found = [node for node in item.first("itemBody").walk() if node.tag.endswith("Interaction")]
        for node in found:
            if node.tag not in KINDS:
                raise NoCounterpart("kind", what=node.tag[:40])
        if not found:
            raise NoCounterpart("description")
        self.responses = {node.attrs.get("identifier", ""): Response(node) for node in item.nodes("responseDeclaration")}
        self.scoring = scoring(item, self.responses)
        self.several = len(found) > 1
        maker = self.stem()
        self.shown_text = maker.text()
        fields = {"stem": self.shown_text} | (self._several(found) if self.several else self._one(found[0]))
        self.explanation += [self.text(feedback) for feedback in item.nodes("modalFeedback")]
        self.notes(maker)
        media = tuple(self.file(address) for address in maker.media)
        said = "\n".join(filter(None, dict.fromkeys(self.explanation)))
        self.reading.take(Content(media=media, explanation=said, **fields, **about), self.line)

    def _one(self, node):
        fields = getattr(self, KINDS[node.tag])(node)
        return gaps.asked(self.shown_text, [Content(stem="", **fields)]) if node.tag in WITHIN else fields

    def _several(self, found):
        """Blanks are one question; anything else is a case, whose text keeps a number where each was asked."""
        scoring, blanks = self.scoring, all(node.tag == "textEntryInteraction" for node in found)
        if scoring.alone and not (scoring.together and blanks):
            raise NoCounterpart("processing")
        parts = [Content(stem=self._prompt(node), **getattr(self, KINDS[node.tag])(node)) for node in found]
        if any(GAP in part.stem for part in parts):
            raise NoCounterpart("several")
        fields = gaps.asked(self.shown_text or self.item.attrs.get("title", ""), parts)
        if scoring.together and fields["kind"] != "fill_in":
            raise NoCounterpart("processing")
        return fields | ({"policy": "all"} if scoring.together else {})

    def _prompt(self, node):
        if node.tag in ("hottextInteraction", "gapMatchInteraction"):
            raise NoCounterpart("several")
        prompt = node.first("prompt")
        return self.text(prompt) if prompt is not None else ""

    def _response(self, node):
        response = self.responses.get(node.attrs.get("responseIdentifier", ""))
        if response is None or (self.scoring.way == "map" and not response.map):
            raise NoCounterpart("processing")
        return response

    def _options(self, nodes):
        """Return options, and their letters by the identifiers of the file."""
        options, names = [], {}
        for node in nodes:
            maker = TextMaker()
            self.render(node, maker)
            self.notes(maker)
            if len(maker.media) > 1:
                raise NoCounterpart("media_many")
            names[node.attrs.get("identifier", "")] = letter(len(options))
            options.append(Option(letter(len(options)), maker.text(), self.file(maker.media[0]) if maker.media else ""))
        if len(names) != len(options):
            raise NoCounterpart("fault:same_options")
        return tuple(options), names

    # Kinds ---------------------------------------------------------------------------------------------------------------

    def _choice(self, node, choices="simpleChoice"):
        response = self._response(node)
        options, names = self._options([one for one in node.walk(choices)])
        many = response.many == "multiple" and node.attrs.get("maxChoices", "1") != "1"
        kind = "multiple" if many else "single"
        if self.scoring.way == "match":
            return {"kind": kind, "options": options, "key": _named(response.right, names), "policy": "all"}
        earned = {one: value for one, value in (dict.fromkeys(names, response.other) | response.map).items() if value}
        good = [value for value in earned.values() if value > 0]
        if not good:
            raise NoCounterpart("fault:no_key")
        whole = sum(good, Decimal(0)) if many else max(good)
        if response.upper is not None and response.upper < whole:
            raise NoCounterpart("processing")
        # What costs more than everything else earns costs everything.
        percents = (max(_percent(value, whole), -FULL) for value in earned.values())
        weights = tuple(zip(_named(earned, names), percents, strict=True))
        right = tuple(one for one, weight in weights if (weight > 0 if many else weight == FULL))
        if not many and len(right) > 1:
            raise NoCounterpart("several_right")
        if not many and len(weights) == 1:
            return {"kind": kind, "options": options, "key": right, "policy": "all"}
        return {"kind": kind, "options": options, "key": right, "policy": "weights", "weights": weights}

    def _hottext(self, node):
        return self._choice(node, "hottext")

    def _inline(self, node):
        return self._choice(node, "inlineChoice")

    def _order(self, node):
        response = self._response(node)
        if self.scoring.way != "match":
            raise NoCounterpart("processing")
        options, names = self._options(node.nodes("simpleChoice"))
        return {"kind": "ordering", "options": options, "key": _named(response.right, names), "policy": "all"}

    def _match(self, node):
        sets = node.nodes("simpleMatchSet")
        if len(sets) != 2:
            raise NoCounterpart("answers", text="simpleMatchSet")
        options, lefts = self._options(sets[0].nodes("simpleAssociableChoice"))
        rights, partners = self._options(sets[1].nodes("simpleAssociableChoice"))
        key = tuple((*_named([left], lefts), *_named([right], partners)) for left, right in self._pairs(node))
        return {"kind": "matching", "options": options, "rights": rights, "key": key, "policy": self._pair_policy()}

    def _pairs(self, node):
        pairs, even = self._response(node).pairs(self.scoring.way)
        if not even:
            self.reading.note(self.line, "uneven")
        return pairs

    def _pair_policy(self):
        return "all" if self.scoring.way == "match" else "share"

    def _associate(self, node):
        """Pairs within one list: what is named first stands left, what stands in no pair misleads on the right."""
        options, names = self._options(node.nodes("simpleAssociableChoice"))
        by_name = {name: option for name, option in zip(names, options, strict=True)}
        pairs = self._pairs(node)
        used = [one for pair in pairs for one in pair]
        _named(used, names)
        if len(set(used)) != len(used):
            raise NoCounterpart("kind", what="associateInteraction")
        self.reading.note(self.line, "columns")
        lefts = tuple(by_name[left] for left, _right in pairs)
        rights = tuple(by_name[right] for _left, right in pairs) + tuple(
            option for name, option in by_name.items() if name not in used)
        key = tuple((names[left], names[right]) for left, right in pairs)
        return {"kind": "matching", "options": lefts, "rights": rights, "key": key, "policy": self._pair_policy()}

    def _gap_match(self, node):
        """The gaps of a text, and words or pictures to put into them; a word that fits nowhere misleads."""
        options, names = self._options(node.nodes("gapText", "gapImg"))
        order = [one.attrs.get("identifier", "") for one in node.walk("gap")]
        filled = {}
        for word, gap in self._pairs(node):
            if gap not in order or gap in filled:
                raise NoCounterpart("answers", text=f"{word} {gap}"[:40])
            filled[gap] = _named([word], names)[0]
        if set(filled) != set(order) or len(set(order)) != len(order):
            raise NoCounterpart("answers", text="gap")
        places = [one.id for one in options]
        fields = gaps.placed(self.shown_text, [one.text for one in options], [places.index(filled[one]) for one in order],
                             [one.media for one in options])
        return fields | ({"policy": self._pair_policy()} if fields["kind"] == "matching" else {})

    def _essay(self, node):
        answer = "\n".join(filter(None, self.scorer))
        return {"kind": "essay", "key": (answer,) if answer else ()}

    def _entry(self, node):
        response = self._response(node)
        number = response.kind in ("integer", "float")
        cases = response.cases if self.scoring.way == "map" else {not self.scoring.ignore_case}
        if len(cases) > 1 or response.other:
            raise NoCounterpart("processing")
        if self.scoring.way == "match":
            earned = dict.fromkeys(response.right, Decimal(1))
        else:
            earned = {text: value for text, value in response.map.items() if value > 0}
        if not earned:
            raise NoCounterpart("fault:no_accepted")
        best = max(earned.values())
        if response.upper is not None and 0 < response.upper < best:
            best = response.upper
        margin = (self.scoring.tolerance or Decimal(0)) if number else None
        accepted = tuple(Accepted(text, min(_percent(value, best), FULL), margin) for text, value in earned.items())
        return {"kind": "fill_in", "key": (accepted,), "policy": "share", "case_matters": cases == {True} and not number}


def _named(identifiers, names):
    unknown = [one for one in identifiers if one not in names]
    if unknown:
        raise NoCounterpart("answers", text=unknown[0][:40])
    return tuple(names[one] for one in identifiers)


def _percent(value, whole):
    return (value * 100 / whole).quantize(Decimal("0.00001")).normalize() + Decimal(0)
