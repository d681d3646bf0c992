"""Drawing the order in which a question's options stand, and reading what a page without scripts sends back.

A page never names the ids of options: it names places in the drawn order, so that nothing in it tells which one its author
wrote first.
"""

import random

from courses.rules.questions import BY_PEOPLE, TRUE_FALSE


def shuffled(options, kind, seed):
    """Return the option ids in the order that ``seed`` gives; true and false keep theirs."""
    if kind == "true_false":
        return list(TRUE_FALSE)
    drawn = list(options)
    random.Random(seed).shuffle(drawn)  # noqa: S311 -- an order to look at, nothing secret
    return drawn


def draw(content, seed):
    """Return the drawn orders of a question as they are frozen: ``{"options": [...], "rights": [...]}``."""
    lefts = [option.id for option in content.options]
    drawn = {"options": lefts if content.kind == "matching" else shuffled(lefts, content.kind, seed)}
    if content.rights:
        drawn["rights"] = shuffled([option.id for option in content.rights], content.kind, seed)
    return drawn


def read_answer(kind, drawn, values):
    """Return the answer (``rules.marking.clean_answer``) that the ``values`` of a form say; places count from 1."""
    if kind == "fill_in" or kind in BY_PEOPLE:
        return list(values)
    options = drawn["options"]
    if kind == "matching":
        rights = drawn.get("rights", [])
        return [[left, rights[place - 1]] for left, place in zip(options, _places(values), strict=False)
                if 1 <= place <= len(rights)]
    if kind == "ordering":
        return [[one, place] for one, place in zip(options, _places(values), strict=False) if 1 <= place <= len(options)]
    return [options[place - 1] for place in _places(values) if 1 <= place <= len(options)]


def _places(values):
    """Read numbers; what is none is 0, which no place is."""
    return [int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0 for value in values]
