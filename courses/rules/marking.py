"""Marking: what an answer earns and why, question by question, and what a whole paper comes to."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from courses.rules.questions import BY_PEOPLE, ONE_ANSWER, TRUE_FALSE, number_of

# A last answer that was on its way when the time ran out still counts.
GRACE = timedelta(seconds=10)
LONGEST_TEXT = 500


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it stands on a paper: ``options`` are the ids that may be chosen, ``key`` the right ones.

    ``key``, ``rights``, ``policy``, ``weights`` and ``case_matters`` are those of ``rules.questions.Content``; ``parts``
    the sub-questions of a case, each with its own points. ``remedy`` is what was done about it when it proved faulty:
    ``void`` (it counts for nothing, ``points`` being 0) or ``full`` (everyone has its points).
    """

    id: int
    kind: str
    options: tuple[str, ...]
    key: tuple
    points: int
    rights: tuple[str, ...] = ()
    policy: str = "all"
    weights: tuple[tuple[str, Decimal], ...] = ()
    case_matters: bool = False
    parts: tuple["PaperQuestion", ...] = ()
    remedy: str = ""


@dataclass(frozen=True)
class Reason:
    """One line of a trace: ``code`` with its ``number`` (which blank, which pair, how many) and ``of`` how many."""

    code: str
    number: int | str = 0
    of: int | str = 0


@dataclass(frozen=True)
class Marked:
    """``points`` is None while the answer waits for a person."""

    points: int | None
    trace: tuple[Reason, ...]


@dataclass(frozen=True)
class Marking:
    """``points`` and those of a question are None while an answer waits for a person."""

    points: int | None
    possible: int
    by_question: dict[int, int | None]


def paper_question(content, *, id, points, options=None, remedy=""):  # noqa: A002 -- the question's own word for it
    """Return ``content`` as it stands on a paper for ``points``; a case shares them evenly among its sub-questions."""
    points = 0 if remedy == "void" else points
    given = TRUE_FALSE if content.kind == "true_false" else tuple(option.id for option in content.options)
    each, more = divmod(points, len(content.parts) or 1)
    return PaperQuestion(
        id=id, kind=content.kind, options=tuple(options) if options is not None else given, key=content.key, points=points,
        rights=tuple(option.id for option in content.rights), policy=content.policy, weights=content.weights,
        case_matters=content.case_matters, remedy=remedy,
        parts=tuple(
            paper_question(part, id=number, points=each + (number < more)) for number, part in enumerate(content.parts)
        ),
    )


# Answers ---------------------------------------------------------------------------------------------------------------

def clean_answer(question, answer):
    """Return what of ``answer`` the question offers; ``[]`` when nothing was answered.

    By kind: ids; a text for each blank; ``[left, right]`` pairs; ``[id, place]`` pairs, places from 1; one text; a list of
    the sub-questions' answers.
    """
    if not isinstance(answer, list | tuple):
        return []
    if question.kind == "case":
        answers = [clean_answer(part, given) for part, given in zip(question.parts, answer, strict=False)]
        return answers if any(answers) else []
    if question.kind in ("fill_in", *BY_PEOPLE):
        most = 1 if question.kind != "fill_in" else len(question.key)
        limit = LONGEST_TEXT if question.kind == "fill_in" else 100 * LONGEST_TEXT
        texts = [str(text).replace("\x00", "")[:limit] for text in answer[:most]]
        return texts if any(text.strip() for text in texts) else []
    if question.kind in ("matching", "ordering"):
        second = question.rights if question.kind == "matching" else range(1, len(question.options) + 1)
        pairs = [list(pair) for pair in answer if isinstance(pair, list | tuple) and len(pair) == 2]
        known = {left: value for left, value in pairs if left in question.options and value in second}
        return [[left, known[left]] for left in sorted(known)]
    offered = [option for option in dict.fromkeys(filter(_is_text, answer)) if option in question.options]
    return sorted(offered[:1] if question.kind in ONE_ANSWER else offered)


def _is_text(value):
    return isinstance(value, str)


def forgiven(text, *, case_matters=False):
    """Return a text as blanks compare it: narrow forms, without spaces, in small letters."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text if case_matters else text.casefold()


# Marking ---------------------------------------------------------------------------------------------------------------

def mark(question, answer, given=None, corrected=None):
    """Return the :class:`Marked` of one answer: its points, never rounded up, and the reason for each.

    ``given`` is what people gave by part of a case, from 1, or for the question itself: ``{0: 7}``. ``corrected`` are points
    that someone set by hand for this answer: they stand against all but a remedy for everyone.
    """
    if question.remedy:
        return _remedied(question)
    if corrected is not None:
        points = min(corrected, question.points)
        return Marked(points, (Reason("corrected", points, question.points),))
    if question.kind == "case":
        return _mark_case(question, answer, given or {})
    if question.kind in BY_PEOPLE:
        if not answer:
            return Marked(0, (Reason("no_answer"),))
        points = (given or {}).get(0)
        return Marked(None, (Reason("waits"),)) if points is None else Marked(
            min(points, question.points), (Reason("given", min(points, question.points), question.points),)
        )
    if not question.key:
        return Marked(0, (Reason("no_key"),))
    if not answer:
        return Marked(0, (Reason("no_answer"),))
    share, trace = _SHARES[question.kind](question, answer)
    exact = share * question.points
    points = int(exact)
    if exact != points:
        trace = (*trace, Reason("rounded", f"{float(exact):.2f}", points))
    return Marked(points, trace)


def _remedied(question):
    points = question.points if question.remedy == "full" else 0
    return Marked(points, (Reason(f"remedy_{question.remedy}", points, question.points),))


def _mark_case(question, answer, given):
    answers = list(answer or ()) + [[]] * len(question.parts)
    marked = [
        mark(part, own, {0: given[number]} if number in given else None)
        for number, (part, own) in enumerate(zip(question.parts, answers, strict=False), start=1)
    ]
    trace = tuple(
        line for number, one in enumerate(marked, start=1) for line in (Reason("part", number), *one.trace)
    )
    if any(one.points is None for one in marked):
        return Marked(None, trace)
    return Marked(sum(one.points for one in marked), trace)


def _mark_choice(question, answer):
    chosen, key = set(answer), set(question.key)
    right, wrong = len(chosen & key), len(chosen - key)
    trace = (Reason("chosen_right", right, len(key)), *([Reason("chosen_wrong", wrong)] if wrong else []))
    if question.policy == "weights":
        weights = dict(question.weights)
        total = sum((weights.get(one, Decimal(0)) for one in chosen), Decimal(0))
        percent = min(max(total, Decimal(0)), Decimal(100))
        # Thirds written as 33.33333 add up to all of it.
        share = Fraction(1) if percent >= Decimal("99.99") else Fraction(percent) / 100
        return share, (*trace, Reason("weights", f"{float(total):g}"))
    if chosen == key:
        return Fraction(1), trace
    if question.kind == "multiple" and not wrong and right:
        if question.policy == "half":
            return Fraction(1, 2), (*trace, Reason("half"))
        if question.policy == "share":
            return Fraction(right, len(key)), (*trace, Reason("share", right, len(key)))
    return Fraction(0), (*trace, Reason("all_or_nothing")) if question.kind == "multiple" else trace


def _mark_blanks(question, answer):
    texts = [*answer, *[""] * len(question.key)]
    shares, trace = [], []
    for number, (accepted, text) in enumerate(zip(question.key, texts, strict=False), start=1):
        percent = max((one.percent for one in accepted if _fits(one, text, question.case_matters)), default=Decimal(0))
        shares.append(Fraction(percent) / 100)
        code = "blank_right" if percent == 100 else "blank_part" if percent else "blank_wrong"
        trace.append(Reason(code, number, f"{float(percent):g}"))
    if question.policy == "all" and any(share != 1 for share in shares):
        return Fraction(0), (*trace, Reason("all_or_nothing"))
    return sum(shares, Fraction(0)) / len(shares), tuple(trace)


def _fits(accepted, text, case_matters):
    if accepted.tolerance is None:
        return bool(text.strip()) and forgiven(text, case_matters=case_matters) == forgiven(
            accepted.text, case_matters=case_matters)
    given, meant = number_of(unicodedata.normalize("NFKC", text).replace(" ", "")), number_of(accepted.text)
    return given is not None and meant is not None and abs(Fraction(given) - Fraction(meant)) <= Fraction(accepted.tolerance)


def _mark_pairs(question, answer):
    given = {left: right for left, right in answer}
    hits = [given.get(left) == right for left, right in question.key]
    trace = tuple(Reason("pair_right" if hit else "pair_wrong", number) for number, hit in enumerate(hits, start=1))
    return _shared(question, hits, trace)


def _mark_order(question, answer):
    places = {option: place for option, place in answer}
    hits = [places.get(option) == place for place, option in enumerate(question.key, start=1)]
    trace = (Reason("places_right", sum(hits), len(hits)),)
    return _shared(question, hits, trace)


def _shared(question, hits, trace):
    if all(hits):
        return Fraction(1), trace
    if question.policy == "all":
        return Fraction(0), (*trace, Reason("all_or_nothing"))
    return Fraction(sum(hits), len(hits)), trace


_SHARES = {
    "single": _mark_choice, "multiple": _mark_choice, "true_false": _mark_choice, "fill_in": _mark_blanks,
    "matching": _mark_pairs, "ordering": _mark_order,
}


def mark_paper(questions, answers, given=None, corrected=None):
    """Mark ``answers`` (``{question id: answer}``) against the paper; what was not answered earns nothing.

    ``given`` is what people gave: ``{question id: {part: points}}``, part 0 being the question itself; ``corrected`` what was
    set by hand: ``{question id: points}``. While an answer waits for a person its points are None, and those of the whole
    paper too.
    """
    given, corrected = given or {}, corrected or {}
    by_question = {
        question.id: mark(
            question, answers.get(question.id, ()), given.get(question.id), corrected.get(question.id)
        ).points for question in questions
    }
    waits = any(points is None for points in by_question.values())
    return Marking(
        None if waits else sum(by_question.values()), sum(question.points for question in questions), by_question
    )


def is_pass(points, possible, pass_percent):
    """Tell whether the points reach the pass mark; nothing is rounded up."""
    return possible > 0 and points * 100 >= possible * pass_percent


def counts_now(now, deadline):
    """Tell whether an answer received at ``now`` still counts."""
    return now <= deadline + GRACE
