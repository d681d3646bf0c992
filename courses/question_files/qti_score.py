"""How a QTI item gives points: its declarations, and processing that is recognised, never run."""

from dataclasses import dataclass
from decimal import Decimal

from courses.rules.questions import number_of

from .result import NoCounterpart

TEMPLATES = {"match_correct": "match", "map_response": "map", "CC2_match_basic": "match", "CC2_map_response": "map"}
# The words of processing whose meaning is known here: right or wrong, or a mapping, or a sum of such.
KNOWN = frozenset({
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "isNull", "not", "and", "sum",
    "match", "equal", "stringMatch", "variable", "correct", "mapResponse", "setOutcomeValue", "baseValue",
})


class Response:
    """A declared response: what is right, and what each answer earns where a mapping says so, ``other`` being all else."""

    def __init__(self, node):
        self.kind = node.attrs.get("baseType", "")
        self.many = node.attrs.get("cardinality", "single")
        right, mapping = node.first("correctResponse"), node.first("mapping")
        self.right = [" ".join(value.all_text().split()) if self.kind != "string" else value.all_text().strip()
                      for value in right.nodes("value")] if right is not None else []
        self.map, self.cases, self.upper, self.other = None, set(), None, Decimal(0)
        if mapping is not None:
            self.map = {}
            for entry in mapping.nodes("mapEntry"):
                self.map[" ".join(entry.attrs.get("mapKey", "").split())] = _number(entry.attrs.get("mappedValue", ""))
                self.cases.add(entry.attrs.get("caseSensitive", "true") != "false")
            self.upper = number_of(mapping.attrs.get("upperBound", ""))
            self.other = _number(mapping.attrs.get("defaultValue", "0"))
            if self.other > 0:
                raise NoCounterpart("processing")

    def pairs(self, way):
        """Return the right pairs as ``(first, second)``, and whether each earns the same and a wrong one costs nothing."""
        named, even = self.right, True
        if way == "map":
            named = [pair for pair, value in self.map.items() if value > 0]
            even = len({self.map[pair] for pair in named}) == 1 and not self.other and min(self.map.values()) >= 0
        split = [tuple(pair.split(" ")) for pair in named]
        if any(len(pair) != 2 for pair in split):
            raise NoCounterpart("answers", text=next(pair for pair in named if len(pair.split(" ")) != 2)[:40])
        return split, even


def _number(text):
    value = number_of(text)
    if value is None:
        raise NoCounterpart("number", text=text[:40])
    return value


@dataclass
class Scoring:
    """``way`` is ``match`` or ``map``; ``together``: points for all responses at once only; ``alone``: for one response only."""

    way: str
    together: bool = False
    ignore_case: bool = False
    tolerance: Decimal | None = None
    alone: bool = False


def scoring(item, responses):
    """Return the :class:`Scoring` of an item; raises :class:`NoCounterpart` for whatever is not understood."""
    node = item.first("responseProcessing")
    if node is None:
        return Scoring("map" if any(one.map for one in responses.values()) and not any(
            one.right for one in responses.values()) else "match")
    if template := node.attrs.get("template") or node.attrs.get("templateLocation"):
        name = template.rstrip("/").rpartition("/")[2].removesuffix(".xml")
        if name not in TEMPLATES or node.nodes():
            raise NoCounterpart("processing")
        return Scoring(TEMPLATES[name], alone=True)
    used = {one.tag for one in node.walk()}
    if not used <= KNOWN or not used & {"mapResponse", "match", "equal", "stringMatch"} or (
            "mapResponse" in used and used & {"match", "equal", "stringMatch"}):
        raise NoCounterpart("processing")
    found = Scoring("map" if "mapResponse" in used else "match", together="and" in used, alone="mapResponse" not in used)
    _check_scores(node)
    _check_comparisons(node, found)
    return found


def _check_scores(node):
    scores = set()
    for outcome in node.walk("setOutcomeValue"):
        if outcome.attrs.get("identifier") == "SCORE":
            scores |= {number_of(value.all_text()) for value in outcome.nodes("baseValue")}
    if None in scores or len(scores - {Decimal(0)}) > 1 or any(score and score < 0 for score in scores):
        raise NoCounterpart("processing")


def _check_comparisons(node, found):
    for one in node.walk("not"):
        if [part.tag for part in one.nodes()] != ["isNull"]:
            raise NoCounterpart("processing")
    for one in node.walk("match", "equal", "stringMatch"):
        if {part.tag for part in one.nodes()} != {"variable", "correct"} or one.attrs.get("substring") == "true":
            raise NoCounterpart("processing")
        found.ignore_case = found.ignore_case or one.attrs.get("caseSensitive") == "false"
    for one in node.walk("equal"):
        mode, margins = one.attrs.get("toleranceMode", "exact"), one.attrs.get("tolerance", "0").split()
        if mode not in ("exact", "absolute") or len(set(margins)) != 1 or number_of(margins[0]) is None:
            raise NoCounterpart("processing")
        found.tolerance = number_of(margins[0]) if mode == "absolute" else Decimal(0)
