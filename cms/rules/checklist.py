"""What a page should have before it is published: a list of findings, each of which says what it is about and where."""

from dataclasses import dataclass

# What is obligatory before publishing; the rest is advice.
OBLIGATORY = frozenset({"content", "minutes", "alt", "words", "file", "materials", "prerequisites", "package"})
MISSING, BROKEN, NOTHING = "missing", "broken", "nothing"


@dataclass(frozen=True)
class BlockFacts:
    """A block as far as the list is concerned. ``number`` counts from 1, ``name`` is what editors call the block.

    ``pictures`` and ``described``: how many pictures it shows, how many of them have an alternative text. ``spoken``: it is
    film or sound, ``words``: with captions or a transcript. ``files``: the states of its files, empty for a good one.
    ``seconds``: how long it plays.
    """

    number: int
    name: str
    pictures: int = 0
    described: int = 0
    spoken: bool = False
    words: bool = False
    files: tuple[str, ...] = ()
    seconds: float = 0


@dataclass(frozen=True)
class Place:
    """A block at fault: its number and name, and what is wrong with it."""

    number: int
    name: str
    fault: str


@dataclass(frozen=True)
class Finding:
    """``code`` names what was looked at; ``places`` are the blocks at fault, where it is a matter of blocks."""

    code: str
    passed: bool
    places: tuple[Place, ...] = ()

    @property
    def obligatory(self):
        return self.code in OBLIGATORY

    @property
    def stops(self):
        return self.obligatory and not self.passed


def of_text(blocks):
    """Return the findings about ``blocks``, in the order of the page; only about what the page has."""
    blocks = list(blocks)
    found = [Finding("content", bool(blocks))]
    if any(block.pictures for block in blocks):
        found.append(_finding("alt", [
            Place(block.number, block.name, "alt") for block in blocks if block.described < block.pictures
        ]))
    if any(block.spoken for block in blocks):
        found.append(_finding("words", [
            Place(block.number, block.name, "words") for block in blocks if block.spoken and not block.words
        ]))
    if any(block.files for block in blocks):
        found.append(_finding("file", [
            Place(block.number, block.name, state) for block in blocks for state in block.files if state
        ]))
    return found


def of_lesson(blocks, *, minutes, summary):
    """Return the findings about a lesson that is meant to take ``minutes``."""
    blocks = list(blocks)
    plays = sum(block.seconds for block in blocks)
    found = [*of_text(blocks), Finding("minutes", bool(minutes and minutes > 0))]
    if plays:
        found.append(Finding("length", (minutes or 0) * 60 >= plays))
    return [*found, Finding("summary", bool(summary.strip()))]


def of_course(*, audience, objectives, lessons, materials, summary, circle):
    """Return the findings about a course.

    ``audience``: someone is named; ``lessons``: how many are published; ``materials``: the states of its files;
    ``circle``: it asks, perhaps through others, for itself to be finished first.
    """
    found = [
        Finding("audience", audience), Finding("objectives", objectives), Finding("lessons", lessons > 0),
        Finding("summary", bool(summary.strip())), Finding("prerequisites", not circle),
    ]
    if materials:
        found.append(_finding("materials", [
            Place(number, "", state) for number, state in enumerate(materials, start=1) if state
        ]))
    return found


def goes_in_circles(start, asked, wanted):
    """Tell whether a course ``start`` that asks for ``wanted`` would ask for itself; ``asked`` maps each to what it asks."""
    seen, ahead = set(), list(wanted)
    while ahead:
        here = ahead.pop()
        if here == start:
            return True
        if here not in seen:
            seen.add(here)
            ahead.extend(asked.get(here, ()))
    return False


def _finding(code, places):
    return Finding(code, not places, tuple(places))
