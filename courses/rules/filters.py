"""What a list of courses can be narrowed by and sorted by; a value that is not on offer is ignored."""

from dataclasses import dataclass

# Minutes, at least and at most (0: no end).
LENGTHS = {"short": (1, 30), "medium": (31, 60), "long": (61, 0)}
NEWEST, TITLE, LENGTH, BEST = "new", "title", "length", "best"
SORTS = (NEWEST, TITLE, LENGTH)
KINDS = ("all", "courses", "lessons")


@dataclass(frozen=True)
class Asked:
    """What was asked for. ``filters`` holds the names that are set; ``kind`` whether courses, lessons or both."""

    words: str
    filters: dict
    sort: str
    kind: str = "all"

    @property
    def narrowed(self):
        return bool(self.words or self.filters)


def read(values, options, *, longest=60):
    """Return the :class:`Asked` of ``values`` (name to text), given ``options`` (filter name to the values on offer).

    Courses are sorted by what fits best where words are asked for, else the newest first, unless another order is.
    """
    words = " ".join(values.get("q", "").replace("\x00", "").split())[:longest]
    filters = {name: values[name] for name, offered in options.items() if values.get(name) and values[name] in offered}
    sort = values.get("sort", "")
    if sort not in SORTS:
        sort = BEST if words else NEWEST
    kind = values.get("kind", "")
    return Asked(words, filters, sort, kind if words and kind in KINDS else "all")
