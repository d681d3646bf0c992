"""Whom the rows of a roster file mean, among the people whom someone may enrol."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

# Fields of a row, named as ``lms.people.rules.roster.headings`` names them.
NAME, PHONE, STAFF_NO, ORGANISATION = "name", "phone", "staff_no", "organisation"


class Trouble(StrEnum):
    """Why a row cannot be taken; codes of cells that cannot be read are those of the roster rules."""

    NAME_MISSING = "name_missing"
    NOTHING_ELSE = "nothing_else"  # a name alone does not say who it is
    NOT_FOUND = "not_found"
    OTHER_NAME = "other_name"
    SEVERAL = "several"
    TWICE = "twice"
    ON_LIST = "on_list"


@dataclass(frozen=True)
class Known:
    """A current post of someone who may be enrolled; ``organisation`` is the key of its name, ``state`` where the person
    stands on the cohort's own list ("" if nowhere)."""

    post: int
    person: int
    name: str
    phone: str = ""
    staff_no: str = ""
    organisation: str = ""
    state: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the file: what its cells say, and ``{field: (code, values of its sentence)}`` of cells that cannot be read."""

    sheet: str
    number: int
    cells: dict
    unreadable: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """``known`` is who is meant; otherwise ``trouble`` says why nobody is, and ``about`` names the field it is about."""

    row: Row
    known: Known | None = None
    trouble: str = ""
    about: str = ""
    earlier: int = 0


def match(rows, people):
    """Return a :class:`Match` for each row, in order. ``people`` are :class:`Known`, the post that counts first.

    A staff number or telephone decides, and the name must agree with it; else name and organisation must mean one person.
    """
    index = _Index(people)
    seen, found = {}, []
    for row in rows:
        result = _judge(row, index)
        if result.known is not None:
            earlier = seen.setdefault(result.known.person, row.number)
            if earlier != row.number:
                result = Match(row, None, Trouble.TWICE, NAME, earlier)
        found.append(result)
    return found


class _Index:
    def __init__(self, people):
        self.by = {PHONE: {}, STAFF_NO: {}}
        self.by_place = defaultdict(dict)
        self.names = set()
        for known in people:
            for name in (PHONE, STAFF_NO):
                if getattr(known, name):
                    self.by[name].setdefault(getattr(known, name), known)
            self.by_place[known.name, known.organisation].setdefault(known.person, known)
            self.names.add(known.name)


def _judge(row, index):
    if row.unreadable:
        about, (code, _params) = next(iter(row.unreadable.items()))
        return Match(row, None, code, about)
    name = row.cells.get(NAME, "")
    if not name:
        return Match(row, None, Trouble.NAME_MISSING, NAME)
    for about in (STAFF_NO, PHONE):
        value = row.cells.get(about, "")
        known = index.by[about].get(value) if value else None
        if known is not None:
            return _accept(row, known) if known.name == name else Match(row, None, Trouble.OTHER_NAME, about)
    organisation = row.cells.get(ORGANISATION, "")
    if organisation:
        same = list(index.by_place.get((name, organisation), {}).values())
        if len(same) == 1:
            return _accept(row, same[0])
        return Match(row, None, Trouble.SEVERAL if same else Trouble.NOT_FOUND, NAME)
    said = next((about for about in (STAFF_NO, PHONE) if row.cells.get(about)), "")
    return Match(row, None, Trouble.NOT_FOUND if said else Trouble.NOTHING_ELSE, said or NAME)


def _accept(row, known):
    return Match(row, None, Trouble.ON_LIST, NAME) if known.state else Match(row, known)
