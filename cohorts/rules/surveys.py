"""Surveys: their questions, when they are open, who is asked, and what may be shown without giving anybody away.

Nothing is shown of fewer than five answers, and nothing from which fewer than five could be worked out. Two rules do it:
:func:`split` for the parts of one survey, and :func:`pool` for averages of several, into which only surveys enter that may be
shown themselves: whatever averages are then subtracted from each other, what is left is again made of such surveys.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

MINIMUM = 5
SCALE, CHOICE, TEXT = "scale", "choice", "text"
KINDS = (SCALE, CHOICE, TEXT)
STEPS = (1, 2, 3, 4, 5)
MOST_QUESTIONS = 20
MOST_OPTIONS = 8
LONGEST_ANSWER = 1000


@dataclass(frozen=True)
class Question:
    """``key`` names it within its survey; ``options`` belong to a choice. Texts are never required."""

    key: str
    kind: str
    text: str
    options: tuple[str, ...] = ()
    required: bool = True


def questions_of(kept):
    """Return the questions that :func:`kept_questions` made."""
    return [Question(row["key"], row["kind"], row["text"], tuple(row["options"]), row["required"]) for row in kept]


def kept_questions(questions):
    return [
        {"key": one.key, "kind": one.kind, "text": one.text, "options": list(one.options),
         "required": one.required and one.kind != TEXT} for one in questions
    ]


def faults_of(questions):
    """Return what is wrong, as pairs of a question's place (None: of the whole) and a code.

    ``none``, ``many``, ``text`` (it has none), ``kind``, ``options`` (two to eight different ones), ``key`` (twice).
    """
    faults = []
    if not questions:
        faults.append((None, "none"))
    if len(questions) > MOST_QUESTIONS:
        faults.append((None, "many"))
    if len({one.key for one in questions}) != len(questions):
        faults.append((None, "key"))
    for place, one in enumerate(questions):
        if one.kind not in KINDS:
            faults.append((place, "kind"))
        if not one.text.strip():
            faults.append((place, "text"))
        options = [option.strip() for option in one.options if option.strip()]
        if one.kind == CHOICE and (not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) != len(options)):
            faults.append((place, "options"))
    return faults


def opens_until(ended_at: datetime, days: int, now: datetime):
    """Return when the survey of what ended at ``ended_at`` closes, or None when it is not open at ``now``: a meeting that was
    over long before anybody asked for a survey gets none."""
    closes = ended_at + timedelta(days=days)
    return closes if ended_at <= now < closes else None


def takes_answers(opens_at, closes_at, closed_at, now):
    return closed_at is None and opens_at <= now < closes_at


def asked_of(expected, teaching):
    """Return those of ``expected`` who are asked, in their order: nobody judges their own teaching."""
    return [person for person in expected if person not in teaching]


def clean_answers(questions, given):
    """Read ``given``, raw texts by key: return ``(values, faults)``.

    Values are 1 to 5, the place of an option, or a text, by key, without what was left empty; faults map a key to
    ``missing`` or ``wrong``.
    """
    values, faults = {}, {}
    for one in questions:
        raw = (given.get(one.key) or "").strip()
        if not raw:
            if one.required and one.kind != TEXT:
                faults[one.key] = "missing"
        elif one.kind == TEXT:
            values[one.key] = raw[:LONGEST_ANSWER]
        else:
            allowed = STEPS if one.kind == SCALE else range(len(one.options))
            number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else None
            if number in allowed:
                values[one.key] = number
            else:
                faults[one.key] = "wrong"
    return values, faults


@dataclass(frozen=True)
class Tally:
    """How often each value was given."""

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def n(self):
        return sum(count for _, count in self.counts)

    @property
    def total(self):
        return sum(value * count for value, count in self.counts)

    def of(self, value):
        return dict(self.counts).get(value, 0)


def enough(n):
    return n >= MINIMUM


def missing(n):
    """Return how many answers are still missing before anything is shown."""
    return max(MINIMUM - n, 0)


@dataclass(frozen=True)
class Split:
    """``shown`` are the parts that may be shown, ``hidden`` the others that hold answers.

    ``why`` is empty, or says why no part is shown: ``few`` (none has enough), ``remainder`` (those left out could be worked
    out from the rest), ``one`` (there is nothing to compare).
    """

    shown: dict
    hidden: tuple = ()
    why: str = ""


def split(parts):
    """Say which of ``parts``, ``{name: Tally}``, may be shown beside their sum.

    Each part shown has enough answers, and so have all those hidden together: of twelve answers in groups of nine and three
    nothing is shown by group, since twelve minus nine gives the three away.
    """
    held = {name: tally for name, tally in parts.items() if tally.n}
    if len(held) < 2:
        return Split({}, tuple(held), "one")
    shown = {name: tally for name, tally in held.items() if enough(tally.n)}
    hidden = {name: tally for name, tally in held.items() if name not in shown}
    if not shown:
        return Split({}, tuple(held), "few")
    if hidden and not enough(sum(tally.n for tally in hidden.values())):
        return Split({}, tuple(held), "remainder")
    return Split(shown, tuple(hidden))


@dataclass(frozen=True)
class Cell:
    """One survey on the scale: ``answered`` of ``asked`` people, and the sum and number of the ``marks`` they gave."""

    asked: int
    answered: int
    total: int = 0
    marks: int = 0

    @property
    def counts(self):
        return enough(self.answered) and self.marks > 0


def cell_of(asked, answered, tallies):
    """Return a survey's :class:`Cell` from the tallies of its scale questions; one that too few answered is left out."""
    if not enough(answered):
        return Cell(asked, answered)
    counted = [tally for tally in tallies if enough(tally.n)]
    return Cell(asked, answered, sum(tally.total for tally in counted), sum(tally.n for tally in counted))


@dataclass(frozen=True)
class Average:
    """The mean of the ``surveys`` that had enough answers, of which ``answered`` of ``asked`` people gave theirs.

    ``value`` is exact, None when no survey had enough; ``left_out`` surveys had too few and are in none of the figures.
    """

    value: Fraction | None
    answered: int
    asked: int
    surveys: int
    left_out: int


def pool(cells):
    """Return the :class:`Average` of several surveys, each mark counting once."""
    cells = list(cells)
    used = [cell for cell in cells if cell.counts]
    marks = sum(cell.marks for cell in used)
    return Average(
        Fraction(sum(cell.total for cell in used), marks) if marks else None, sum(cell.answered for cell in used),
        sum(cell.asked for cell in used), len(used), len(cells) - len(used),
    )


def pool_by(pairs):
    """Return ``{key: Average}`` of pairs of key and :class:`Cell`, keys in the order in which they first come."""
    groups = defaultdict(list)
    for key, cell in pairs:
        groups[key].append(cell)
    return {key: pool(cells) for key, cells in groups.items()}


def shuffled(items, rng):
    """Return ``items`` in an order that says nothing of how they came."""
    items = list(items)
    rng.shuffle(items)
    return items
