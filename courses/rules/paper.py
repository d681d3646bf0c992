"""Drawing a paper: which questions, in which order, their options in which order; and reading what a page sends back.

A page never names the ids of options: it names places in the drawn order, so that nothing in it tells which one its author
wrote first.
"""

import random
from dataclasses import dataclass

from courses.rules.questions import BY_PEOPLE, TRUE_FALSE


@dataclass(frozen=True)
class Wanted:
    """A rule of a paper: so many questions, each for so many points."""

    count: int
    points: int


@dataclass(frozen=True)
class Short:
    """Rule ``number`` (from 1) asks for ``wanted`` questions and finds only ``found`` that no other rule has taken."""

    number: int
    wanted: int
    found: int


def choose(rules, taken, seed):
    """Draw the questions of a person's paper: ``([(question id, points)], [Short])``.

    ``rules`` is ``[(Wanted, [(question id, lineage)])]`` in order, ``taken`` the lineages that stand on the paper already. No
    question comes twice. A rule that is hard to fill chooses first, so that a wide one does not take what only it can use.
    """
    rng, taken = random.Random(f"paper/{seed}"), set(taken)  # noqa: S311 -- drawn once and kept, nothing to guess
    drawn, short = {}, []
    for at in sorted(range(len(rules)), key=lambda at: (len(rules[at][1]), at)):
        wanted, found = rules[at]
        free = [(pk, lineage) for pk, lineage in sorted(found) if lineage not in taken]
        picked = rng.sample(free, min(wanted.count, len(free)))
        taken |= {lineage for _, lineage in picked}
        drawn[at] = [(pk, wanted.points) for pk, _ in picked]
        if len(picked) < wanted.count:
            short.append(Short(at + 1, wanted.count, len(free)))
    return [one for at in range(len(rules)) for one in drawn[at]], sorted(short, key=lambda one: one.number)


def ordered(items, seed, *, shuffle):
    """Return the questions of a paper in the order that ``seed`` gives; as they are unless ``shuffle``."""
    items = list(items)
    if shuffle:
        random.Random(f"order/{seed}").shuffle(items)  # noqa: S311 -- an order to look at, nothing secret
    return items


def shuffled(options, kind, seed):
    """Return the option ids in the order that ``seed`` gives; true and false keep theirs."""
    if kind == "true_false":
        return list(TRUE_FALSE)
    drawn = list(options)
    random.Random(seed).shuffle(drawn)  # noqa: S311 -- an order to look at, nothing secret
    return drawn


def draw(content, seed, *, shuffle=True):
    """Return the drawn orders of a question as they are frozen: ``{"options", "rights", "parts"}``, the last two when needed.

    What has to be put in order or matched is drawn whether or not options are shuffled: as written it would be the answer.
    """
    lefts = [option.id for option in content.options]
    as_written = content.kind == "matching" or (not shuffle and content.kind != "ordering")
    drawn = {"options": lefts or _none(content) if as_written else shuffled(lefts, content.kind, seed)}
    if content.rights:
        drawn["rights"] = shuffled([option.id for option in content.rights], content.kind, seed)
    if content.parts:
        drawn["parts"] = [draw(part, seed + number, shuffle=shuffle) for number, part in enumerate(content.parts, start=1)]
    return drawn


def _none(content):
    return list(TRUE_FALSE) if content.kind == "true_false" else []


def read_answer(content, drawn, name, values):
    """Return the answer (``rules.marking.clean_answer``) that a form says of the question whose fields are called ``name``.

    ``values`` gives for a field's name what was sent under it; the sub-questions of a case are ``q7p0``, ``q7p1`` and so on.
    """
    if content.kind == "case":
        drawn_parts = drawn.get("parts") or [draw(part, 0) for part in content.parts]
        return [
            read_answer(part, drawn_parts[at], f"{name}p{at}", values) for at, part in enumerate(content.parts)
        ]
    return _read(content.kind, drawn, values(name))


def _read(kind, drawn, values):
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
