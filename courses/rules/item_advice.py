"""What to do about a question or a paper: codes, the most important first, at most two each.

The borders are the customary ones (Ebel for discrimination, 5 % for a distractor that works, 0.6 and 0.8 for alpha of a test
made by teachers); none of them decides anything, a person does.
"""

from dataclasses import dataclass

MOST = 2
EASY, HARD = 0.95, 0.25
AGAINST, WEAK, GOOD = -0.1, 0.2, 0.3
WORKING = 0.05
TEMPTED, MOSTLY = 0.3, 0.5
SKIPPED = 0.15
AROUND = 0.07
SLOW_TIMES, SLOW_FROM = 2.5, 60
LOW_ALPHA, GOOD_ALPHA = 0.6, 0.8
# The most urgent first; what stands from "keep" on asks for nothing.
ITEM_CODES = (
    "wrong_key", "negative", "ambiguous", "guessed", "too_hard", "weak", "skipped", "idle", "slow", "too_easy",
    "keep", "fair", "too_few",
)
CALM_FROM = ITEM_CODES.index("keep")
URGENT = frozenset({"wrong_key", "negative", "ambiguous"})


@dataclass(frozen=True)
class Advice:
    """``number`` is how many the advice speaks of: wrong options that nobody takes, questions to look at."""

    code: str
    number: int = 0


def urgency(item):
    """Return a key that sorts questions by what needs attention first."""
    first = item.advice[0].code if item.advice else "too_few"
    weak = item.discrimination.value
    return ITEM_CODES.index(first), weak if weak is not None else 2.0, item.question


def of_item(item, *, usual_seconds=None):
    """Return the advice on a ``rules.item_analysis.ItemFigures``; ``usual_seconds`` is the median of the questions' medians."""
    facility, strength = item.facility.value, item.discrimination.value
    if facility is None:
        return (Advice("too_few"),)
    found = []
    wrong = [one for one in item.options if one.id and not one.is_key]
    if strength is not None:
        found += _of_strength(item, facility, strength, wrong)
    if facility < HARD and not _is_urgent(found) and Advice("guessed") not in found:
        found.append(Advice("too_hard"))
    if item.answered <= (1 - SKIPPED) * item.asked:
        found.append(Advice("skipped"))
    if facility >= EASY:
        found.append(Advice("too_easy"))
    elif item.options and item.options[0].sizes:
        idle = sum(one.taken < WORKING * item.asked for one in wrong)
        if idle and len(wrong) > 1:
            found.append(Advice("idle", idle))
    median = item.times.median
    if median is not None and usual_seconds and median >= max(SLOW_TIMES * usual_seconds, SLOW_FROM):
        found.append(Advice("slow"))
    if not found:
        if strength is None:
            found = [Advice("too_few" if item.discrimination.lacks == "too_few" else "fair")]
        else:
            found = [Advice("keep" if strength >= GOOD else "fair")]
    return tuple(sorted(found, key=lambda one: ITEM_CODES.index(one.code))[:MOST])


def _is_urgent(advice):
    return any(one.code in URGENT for one in advice)


def _of_strength(item, facility, strength, wrong):
    """What the discrimination says; it is silent where almost all had it right, since then it says nothing."""
    if facility >= EASY:
        return []
    keys = [one for one in item.options if one.is_key]
    if len(keys) == 1 and wrong and keys[0].sizes:
        upper = max(one.shares[2] for one in wrong)
        if strength < 0 and upper >= MOSTLY:
            return [Advice("wrong_key")]
        if AGAINST <= strength < WEAK and item.guess and abs(facility - item.guess) <= AROUND:
            return [Advice("guessed")]
        if strength < WEAK and min(upper, keys[0].shares[2]) >= TEMPTED:
            return [Advice("ambiguous")]
    if strength < AGAINST:
        return [Advice("negative")]
    if strength < WEAK:
        return [Advice("weak")]
    return []


def of_paper(paper, items):
    """Return the advice on a ``rules.item_analysis.PaperFigures`` and its questions."""
    found = []
    bad = sum(_is_urgent(item.advice) for item in items)
    if bad:
        found.append(Advice("look_first", bad))
    alpha = paper.alpha.value
    if alpha is None:
        found.append(Advice("paper_too_few" if paper.alpha.lacks == "too_few" else "paper_no_alpha"))
    elif alpha < LOW_ALPHA:
        found.append(Advice("low_alpha"))
    if paper.mean > 0.9:
        found.append(Advice("easy_paper"))
    elif paper.mean < 0.5:
        found.append(Advice("hard_paper"))
    if alpha is not None and alpha >= LOW_ALPHA:
        found.append(Advice("good_alpha" if alpha >= GOOD_ALPHA else "fair_alpha"))
    return tuple(found[:MOST])
