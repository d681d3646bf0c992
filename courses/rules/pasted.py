"""A pasted list of people: lines read into telephone, staff number and name, and matched to the people one may choose from."""

import re
import unicodedata
from dataclasses import dataclass

MOST = 1000
CHINESE_CODE = re.compile(r"^(?:\+?86)(?=1\d{10}$)")
PHONE = re.compile(r"1\d{10}")


@dataclass(frozen=True)
class Line:
    """``words`` are what stands between spaces and commas, telephone numbers as eleven digits."""

    number: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """A person to choose from, with the names of their organisations."""

    pk: int
    name: str
    phone: str = ""
    staff_no: str = ""
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """``state``: ``found``, ``ambiguous``, ``unknown``, ``twice`` (a line before named the same person) or ``conflict``
    (number and name are of different people)."""

    line: Line
    state: str
    people: tuple[Known, ...] = ()


def read_lines(text):
    """Return the lines that say something, :data:`MOST` at most."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        words = [_plain(word) for word in re.split(r"[\s,，;；、|\t]+", unicodedata.normalize("NFKC", raw)) if word]
        if words:
            found.append(Line(number, raw.strip()[:120], tuple(words)))
        if len(found) == MOST:
            break
    return found


def _plain(word):
    digits = re.sub(r"[-()]", "", word)
    digits = CHINESE_CODE.sub("", digits)
    return digits if PHONE.fullmatch(digits) else word


def words_of(lines):
    """Return all words of ``lines``, for one question to the database."""
    return {word for line in lines for word in line.words}


def match(lines, people):
    """Return a :class:`Match` for each of ``lines``.

    A telephone or staff number names one person. A name may be of several; another word of the line that stands in an
    organisation's name tells them apart.
    """
    by_number, by_name = {}, {}
    for person in people:
        for number in filter(None, (person.phone, person.staff_no.upper())):
            by_number[number] = person
        by_name.setdefault(person.name, []).append(person)
    seen, found = set(), []
    for line in lines:
        one = _match(line, by_number, by_name)
        if one.state == "found":
            pk = one.people[0].pk
            one = Match(line, "twice", one.people) if pk in seen else one
            seen.add(pk)
        found.append(one)
    return found


def _match(line, by_number, by_name):
    numbered = {by_number[word.upper()].pk: by_number[word.upper()] for word in line.words if word.upper() in by_number}
    named = [person for word in line.words for person in by_name.get(word, ())]
    if numbered:
        if len(numbered) > 1 or (named and not numbered.keys() & {person.pk for person in named}):
            return Match(line, "conflict", (*numbered.values(), *named))
        return Match(line, "found", tuple(numbered.values()))
    if any(PHONE.fullmatch(word) for word in line.words) and named:
        return Match(line, "conflict", tuple(named))
    if len(named) > 1:
        told = [person for person in named if any(
            word != person.name and any(word in name for name in person.organisations) for word in line.words
        )]
        named = told or named
    if not named:
        return Match(line, "unknown")
    return Match(line, "found" if len(named) == 1 else "ambiguous", tuple(named))
