"""One QTI item: its body becomes the question, its declarations the key. Processing is recognised, never run."""

from decimal import Decimal

from courses.rules.question_lines import letter
from courses.rules.questions import FULL, Accepted, Content, Option, number_of

from .result import NoCounterpart
from .text import TextMaker

KINDS = {"choiceInteraction": "_choice", "orderInteraction": "_order", "matchInteraction": "_match",
         "extendedTextInteraction": "_essay", "textEntryInteraction": "_entries"}
TEMPLATES = {"match_correct": "match", "map_response": "map", "CC2_match_basic": "match", "CC2_map_response": "map"}
# The words of processing whose meaning is known here: right or wrong, or a mapping, or a sum of such.
KNOWN = frozenset({
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "isNull", "not", "and", "sum",
    "match", "equal", "stringMatch", "variable", "correct", "mapResponse", "setOutcomeValue", "baseValue",
})


def read_item(reading, item, line, about, load):
    """Take the item into ``reading``; raises :class:`NoCounterpart`. ``load(address)`` names a file that came with it."""
    _Item(reading, item, line, about, load).take()


class _Response:
    """A declared response: what is right, and what each answer earns where a mapping says so."""

    def __init__(self, node):
        self.kind = node.attrs.get("baseType", "")
        self.many = node.attrs.get("cardinality", "single")
        right, mapping = node.first("correctResponse"), node.first("mapping")
        self.right = [value.all_text().strip() for value in right.nodes("value")] if right is not None else []
        self.map, self.cases, self.upper = None, set(), None
        if mapping is not None:
            self.map = {}
            for entry in mapping.nodes("mapEntry"):
                value = number_of(entry.attrs.get("mappedValue", ""))
                if value is None:
                    raise NoCounterpart("number", text=entry.attrs.get("mappedValue", "")[:40])
                self.map[" ".join(entry.attrs.get("mapKey", "").split())] = value
                self.cases.add(entry.attrs.get("caseSensitive", "true") != "false")
            self.upper = number_of(mapping.attrs.get("upperBound", ""))
            if number_of(mapping.attrs.get("defaultValue", "0")) not in (None, Decimal(0)):
                raise NoCounterpart("processing")


class _Item:
    def __init__(self, reading, item, line, about, load):
        self.reading, self.item, self.line, self.about, self.load = reading, item, line, about, load
        self.explanation, self.scorer = [], []
        self.responses = {
            node.attrs.get("identifier", ""): _Response(node) for node in item.nodes("responseDeclaration")
        }

    def take(self):
        if self.item.attrs.get("adaptive") == "true" or any(self.item.nodes("templateDeclaration", "templateProcessing")):
            raise NoCounterpart("processing")
        body = self.item.first("itemBody")
        if body is None:
            raise NoCounterpart("description")
        found = [node for node in body.walk() if node.tag.endswith("Interaction")]
        for node in found:
            if node.tag not in KINDS:
                raise NoCounterpart("kind", what=node.tag[:40])
        if not found:
            raise NoCounterpart("description")
        if len(found) > 1 and {node.tag for node in found} != {"textEntryInteraction"}:
            raise NoCounterpart("several")
        self.way, self.rule = self._processing(), None
        stem = TextMaker()
        self._render(body, stem)
        fields = getattr(self, KINDS[found[0].tag])(found)
        for feedback in self.item.nodes("modalFeedback"):
            self.explanation.append(self._text(feedback))
        self._notes(stem)
        media = tuple(self._file(address) for address in stem.media)
        self.reading.take(Content(
            stem=stem.text(), media=media, explanation="\n".join(filter(None, self.explanation)), **fields,
            **{**self.about},
        ), self.line)

    # Processing ----------------------------------------------------------------------------------------------------------

    def _processing(self):
        """Return ``match`` or ``map``, and remember a tolerance; raises for whatever is not understood."""
        self.tolerance, self.together, self.ignore_case = None, False, False
        node = self.item.first("responseProcessing")
        if node is None:
            return "map" if any(one.map for one in self.responses.values()) and not any(
                one.right for one in self.responses.values()) else "match"
        if template := node.attrs.get("template") or node.attrs.get("templateLocation"):
            name = template.rstrip("/").rpartition("/")[2].removesuffix(".xml")
            if name not in TEMPLATES or node.nodes():
                raise NoCounterpart("processing")
            return TEMPLATES[name]
        used = {one.tag for one in node.walk()}
        if not used <= KNOWN:
            raise NoCounterpart("processing")
        self._look_into(node, used)
        return "map" if "mapResponse" in used else "match"

    def _look_into(self, node, used):
        if "mapResponse" in used and used & {"match", "equal", "stringMatch"}:
            raise NoCounterpart("processing")
        if not used & {"mapResponse", "match", "equal", "stringMatch"}:
            raise NoCounterpart("processing")
        self.together = "and" in used
        scores = set()
        for outcome in node.walk("setOutcomeValue"):
            if outcome.attrs.get("identifier") == "SCORE":
                scores |= {number_of(value.all_text()) for value in outcome.nodes("baseValue")}
        if None in scores or len(scores - {Decimal(0)}) > 1 or any(score and score < 0 for score in scores):
            raise NoCounterpart("processing")
        for one in node.walk("not"):
            if [part.tag for part in one.nodes()] != ["isNull"]:
                raise NoCounterpart("processing")
        for one in node.walk("match", "equal", "stringMatch"):
            if {part.tag for part in one.nodes()} != {"variable", "correct"}:
                raise NoCounterpart("processing")
            self.ignore_case = self.ignore_case or one.attrs.get("caseSensitive") == "false"
            if one.attrs.get("substring") == "true":
                raise NoCounterpart("processing")
        for one in node.walk("equal"):
            mode, margins = one.attrs.get("toleranceMode", "exact"), one.attrs.get("tolerance", "0").split()
            if mode not in ("exact", "absolute") or len(set(margins)) != 1 or number_of(margins[0]) is None:
                raise NoCounterpart("processing")
            self.tolerance = number_of(margins[0]) if mode == "absolute" else Decimal(0)

    def _response(self, node):
        response = self.responses.get(node.attrs.get("responseIdentifier", ""))
        if response is None or (self.way == "map" and not response.map):
            raise NoCounterpart("processing")
        return response

    # Text ----------------------------------------------------------------------------------------------------------------

    def _render(self, node, maker):
        for part in node.parts:
            if isinstance(part, str):
                maker.data(part)
                continue
            tag = part.tag
            if tag == "textEntryInteraction":
                maker.data(" _____ ")
            elif tag in KINDS:
                prompt = part.first("prompt")
                if prompt is not None:
                    maker.start("p", {})
                    self._render(prompt, maker)
                    maker.end("p")
            elif tag in ("feedbackInline", "feedbackBlock"):
                self.explanation.append(self._text(part))
            elif tag == "rubricBlock" and "candidate" not in part.attrs.get("view", "").split():
                self.scorer.append(self._text(part))
            elif tag in ("printedVariable", "templateInline", "templateBlock", "infoControl"):
                raise NoCounterpart("processing")
            elif tag == "object":
                if part.attrs.get("data"):
                    maker.media.append(part.attrs["data"])
            else:
                maker.start(tag.lower(), part.attrs)
                self._render(part, maker)
                maker.end(tag.lower())

    def _text(self, node):
        maker = TextMaker()
        self._render(node, maker)
        if maker.media:
            raise NoCounterpart("media_place")
        self._notes(maker)
        return maker.text()

    def _notes(self, maker):
        if maker.looks:
            self.reading.note(self.line, "looks")
        if maker.links:
            self.reading.note(self.line, "links")

    def _file(self, address):
        name = self.load(address)
        if name is None:
            raise NoCounterpart("remote" if ":" in address else "file_missing", what=address[:80])
        return name

    def _options(self, nodes):
        """Return options, and their letters by the identifiers of the file."""
        options, names = [], {}
        for node in nodes:
            maker = TextMaker()
            self._render(node, maker)
            self._notes(maker)
            if len(maker.media) > 1:
                raise NoCounterpart("media_many")
            names[node.attrs.get("identifier", "")] = letter(len(options))
            options.append(Option(letter(len(options)), maker.text(), self._file(maker.media[0]) if maker.media else ""))
        if len(names) != len(options):
            raise NoCounterpart("fault:same_options")
        return tuple(options), names

    # Kinds ---------------------------------------------------------------------------------------------------------------

    def _choice(self, found):
        response = self._response(found[0])
        options, names = self._options(found[0].nodes("simpleChoice"))
        many = response.many == "multiple" and found[0].attrs.get("maxChoices", "1") != "1"
        kind = "multiple" if many else "single"
        if self.way == "match":
            return {"kind": kind, "options": options, "key": self._named(response.right, names), "policy": "all"}
        earned = {one: value for one, value in response.map.items() if value}
        good = [value for value in earned.values() if value > 0]
        if not good:
            raise NoCounterpart("fault:no_key")
        whole = sum(good, Decimal(0)) if many else max(good)
        if response.upper is not None and response.upper < whole:
            raise NoCounterpart("processing")
        weights = tuple(zip(self._named(earned, names), (_percent(value, whole) for value in earned.values()), strict=True))
        right = tuple(one for one, weight in weights if (weight > 0 if many else weight == FULL))
        if not many and len(right) > 1:
            raise NoCounterpart("several_right")
        if not many and len(weights) == 1:
            return {"kind": kind, "options": options, "key": right, "policy": "all"}
        return {"kind": kind, "options": options, "key": right, "policy": "weights", "weights": weights}

    def _named(self, identifiers, names):
        unknown = [one for one in identifiers if one not in names]
        if unknown:
            raise NoCounterpart("answers", text=unknown[0][:40])
        return tuple(names[one] for one in identifiers)

    def _order(self, found):
        response = self._response(found[0])
        if self.way != "match":
            raise NoCounterpart("processing")
        options, names = self._options(found[0].nodes("simpleChoice"))
        return {"kind": "ordering", "options": options, "key": self._named(response.right, names), "policy": "all"}

    def _match(self, found):
        response = self._response(found[0])
        sets = found[0].nodes("simpleMatchSet")
        if len(sets) != 2:
            raise NoCounterpart("answers", text="simpleMatchSet")
        options, lefts = self._options(sets[0].nodes("simpleAssociableChoice"))
        rights, partners = self._options(sets[1].nodes("simpleAssociableChoice"))
        pairs = response.right
        if self.way == "map":
            pairs = [pair for pair, value in response.map.items() if value > 0]
            if len(set(response.map.values())) != 1:
                raise NoCounterpart("processing")
        key = []
        for pair in pairs:
            left, _space, right = pair.partition(" ")
            if left not in lefts or right.strip() not in partners:
                raise NoCounterpart("answers", text=pair[:40])
            key.append((lefts[left], partners[right.strip()]))
        return {"kind": "matching", "options": options, "rights": rights, "key": tuple(key),
                "policy": "all" if self.way == "match" else "share"}

    def _essay(self, found):
        answer = "\n".join(filter(None, self.scorer))
        return {"kind": "essay", "key": (answer,) if answer else ()}

    def _entries(self, found):
        if len(found) > 1 and self.item.first("responseProcessing") is not None and not (
                self.together or self.way == "map"):
            raise NoCounterpart("processing")
        blanks, cases = [], set()
        for node in found:
            response = self._response(node)
            blanks.append(self._accepted(response))
            cases |= response.cases if self.way == "map" else {not self.ignore_case}
        if len(cases) > 1:
            raise NoCounterpart("processing")
        return {"kind": "fill_in", "key": tuple(blanks), "policy": "all" if self.together else "share",
                "case_matters": cases == {True} and any(one.tolerance is None for blank in blanks for one in blank)}

    def _accepted(self, response):
        number = response.kind in ("integer", "float")
        if self.way == "match":
            earned = dict.fromkeys(response.right, Decimal(1))
        else:
            earned = {text: value for text, value in response.map.items() if value > 0}
        if not earned:
            raise NoCounterpart("fault:no_accepted")
        best = max(earned.values())
        if response.upper is not None and 0 < response.upper < best:
            best = response.upper
        margin = (self.tolerance or Decimal(0)) if number else None
        return tuple(Accepted(text, min(_percent(value, best), FULL), margin) for text, value in earned.items())


def _percent(value, whole):
    return (value * 100 / whole).quantize(Decimal("0.00001")).normalize() + Decimal(0)
