"""Item analysis: what an exam that was sat says about its questions and its paper.

Every figure says from how many attempts on it means something; below that its answer is "too_few":

====================================  ====  =============================================================================
facility, time spent                     5  fewer would tell of single people: nothing at all is shown of them
options by thirds of the ranking        15  five people a third
discrimination, alpha, its error        20  five people in each 27 %; the standard error of a correlation is then still 0.2
====================================  ====  =============================================================================

The score that people are ranked by is the share of the points of all questions that count on their own paper, so that
papers drawn for each person can be compared. Each question is judged by those who were asked it; what was not answered
earned nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, fsum, sqrt

from courses.rules import statistics
from courses.rules.item_advice import Advice, of_item, of_paper

SHOWN_FROM = 5
THIRDS_FROM = 15
DISCRIMINATION_FROM = CONSISTENCY_FROM = 20
END_SHARE = 0.27
BINS = 10


@dataclass(frozen=True, slots=True)
class Response:
    """What one person did with one question: ``points`` of ``possible``, the ids ``taken`` of its options, ``seconds`` spent
    (0: not known)."""

    question: int
    points: int
    possible: int
    taken: tuple[str, ...] = ()
    answered: bool = True
    seconds: int = 0


@dataclass(frozen=True)
class Choices:
    """The options of a question that can be counted, and which of them are right.

    ``guess`` is the share of the points that blind guessing earns, 0 where there is nothing to guess.
    """

    options: tuple[str, ...]
    key: frozenset[str]
    guess: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A number, or why there is none: ``too_few`` attempts, ``no_variance`` (all the same), ``no_rest`` (too few
    questions), ``papers_differ`` (it exists only where everyone has the same paper)."""

    value: float | None
    lacks: str = ""


TOO_FEW = Figure(None, "too_few")


@dataclass(frozen=True)
class OptionTaken:
    """How many took an option (id "" is no answer at all), and how many of the lower, middle and upper third, where people
    of the same score may count for both sides of a border in part; ``sizes`` are those of the thirds, () when too few."""

    id: str
    is_key: bool
    taken: int
    thirds: tuple[float, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def shares(self):
        """The shares of the lower, middle and upper third, 0 to 1; () when too few."""
        return tuple(count / size if size else 0.0 for count, size in zip(self.thirds, self.sizes, strict=True))


@dataclass(frozen=True)
class Times:
    """Seconds spent: lower quartile, median and upper quartile of ``count`` people whose time is known."""

    count: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class ItemFigures:
    """A question, judged by the ``asked``.

    ``facility``: the facility index, mean points as a share of the possible, 0 to 1.
    ``discrimination``: the corrected item-total correlation, Pearson's r of the points of the question and the score in
    all other questions of the paper, -1 to 1.
    ``ends``: the upper-lower 27 % index, facility among the best 27 % minus that among the weakest 27 % by score, -1 to 1.
    ``alpha_without``: Cronbach's alpha of the paper if this question were deleted from it.
    """

    question: int
    asked: int
    answered: int
    facility: Figure = TOO_FEW
    discrimination: Figure = TOO_FEW
    ends: Figure = TOO_FEW
    alpha_without: Figure = TOO_FEW
    times: Times = Times(0)
    options: tuple[OptionTaken, ...] = ()
    guess: float = 0.0
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class PaperFigures:
    """The paper as a whole; scores are shares, 0 to 1.

    ``alpha``: Cronbach's alpha; ``pairwise`` when it is estimated from pairs of questions because papers differed
    (``statistics.alpha_of_pairs``). ``error``: the standard error of measurement, s * sqrt(1 - alpha), s being the standard
    deviation of the scores. ``bins``: how many scored below 10 %, below 20 % and so on; ten, the last with full marks.
    """

    attempts: int
    questions: int = 0
    mean: float | None = None
    median: float | None = None
    deviation: Figure = TOO_FEW
    alpha: Figure = TOO_FEW
    pairwise: bool = False
    error: Figure = TOO_FEW
    minutes: float | None = None
    bins: tuple[int, ...] = ()
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """``shown`` is False below :data:`SHOWN_FROM` attempts: then nothing but their number is in it."""

    shown: bool
    paper: PaperFigures
    items: tuple[ItemFigures, ...] = ()


def analyse(sittings: Sequence[Sequence[Response]], choices: dict[int, Choices] | None = None) -> Analysis:
    """Analyse ``sittings``, one sequence of :class:`Response` a person; ``choices`` by question, where options are counted."""
    sittings = [sitting for sitting in sittings if sitting]
    if len(sittings) < SHOWN_FROM:
        return Analysis(False, PaperFigures(len(sittings)))
    totals = [(sum(one.points for one in sitting), sum(one.possible for one in sitting)) for sitting in sittings]
    by_question = {}
    for sitting, total in zip(sittings, totals, strict=True):
        for response in sitting:
            by_question.setdefault(response.question, []).append((response, total))
    paper, without = _paper(sittings, totals, by_question)
    items = [
        judge(question, asked, (choices or {}).get(question), without=without.get(question, _nothing_without(paper)))
        for question, asked in sorted(by_question.items())
    ]
    medians = [item.times.median for item in items if item.times.median is not None]
    usual = statistics.quartiles(medians)[1] if len(medians) > 1 else None
    advised = tuple(replace(item, advice=of_item(item, usual_seconds=usual)) for item in items)
    return Analysis(True, replace(paper, advice=of_paper(paper, advised)), advised)


def _nothing_without(paper):
    return Figure(None, paper.alpha.lacks or ("papers_differ" if paper.pairwise else "no_rest"))


def _share(points, possible):
    return points / possible if possible else 0.0


# The paper -------------------------------------------------------------------------------------------------------------

def _paper(sittings, totals, by_question):
    """Return the :class:`PaperFigures` and, where everyone had the same paper, alpha without each question as a figure."""
    scores = [_share(*total) for total in totals]
    spent = [seconds for sitting in sittings if (seconds := sum(one.seconds for one in sitting))]
    bins = Counter(min(int(points * BINS // possible), BINS - 1) if possible else 0 for points, possible in totals)
    alpha, pairwise, without = _consistency(sittings, by_question)
    deviation = sqrt(statistics.variance(scores))
    error = Figure(deviation * sqrt(1 - max(alpha.value, 0.0))) if alpha.value is not None else alpha
    return PaperFigures(
        attempts=len(sittings), questions=len(by_question), mean=statistics.mean(scores),
        median=statistics.quartiles(scores)[1], deviation=Figure(deviation), alpha=alpha, pairwise=pairwise, error=error,
        minutes=statistics.quartiles(spent)[1] / 60 if len(spent) >= SHOWN_FROM else None,
        bins=tuple(bins[number] for number in range(BINS)),
    ), without


def _consistency(sittings, by_question):
    papers = {frozenset((one.question, one.possible) for one in sitting) for sitting in sittings}
    same = len(papers) == 1
    if len(sittings) < CONSISTENCY_FROM:
        return TOO_FEW, not same, {}
    if not same:
        value = statistics.alpha_of_pairs(
            [{one.question: _share(one.points, one.possible) for one in sitting} for sitting in sittings]
        )
        return Figure(value, "" if value is not None else "no_variance"), True, {}
    if len(by_question) < 2:
        return Figure(None, "no_rest"), False, {}
    columns = [[response.points for response, _ in asked] for asked in by_question.values()]
    value = statistics.cronbach_alpha(columns)
    if value is None:
        return Figure(None, "no_variance"), False, {}
    without = statistics.alphas_without(columns) if len(columns) > 2 else []
    return Figure(value), False, {
        question: Figure(alpha, "" if alpha is not None else "no_variance")
        for question, alpha in zip(by_question, without, strict=False)
    }


# A question --------------------------------------------------------------------------------------------------------------

def judge(question, asked, choices=None, *, without=TOO_FEW):
    """Judge one question, without advice; ``asked`` is ``[(Response, (points, possible) of that person's whole paper)]``."""
    count = len(asked)
    answered = sum(response.answered for response, _ in asked)
    if count < SHOWN_FROM:
        return ItemFigures(question, count, answered)
    shares = [_share(response.points, response.possible) for response, _ in asked]
    scores = [_share(*total) for _, total in asked]
    discrimination = ends = TOO_FEW
    if count >= DISCRIMINATION_FROM:
        discrimination, ends = _discrimination(asked, shares), _ends(shares, scores)
    seconds = [response.seconds for response, _ in asked if response.seconds]
    times = Times(len(seconds), *statistics.quartiles(seconds)) if len(seconds) >= SHOWN_FROM else Times(len(seconds))
    return ItemFigures(
        question=question, asked=count, answered=answered, facility=Figure(statistics.mean(shares)),
        discrimination=discrimination, ends=ends, alpha_without=without, times=times,
        options=_options(asked, scores, choices) if choices else (), guess=choices.guess if choices else 0.0,
    )


def _discrimination(asked, shares):
    if any(possible <= response.possible for response, (_, possible) in asked):
        return Figure(None, "no_rest")
    rest = [
        (points - response.points) / (possible - response.possible) for response, (points, possible) in asked
    ]
    value = statistics.correlation(shares, rest)
    return Figure(value, "" if value is not None else "no_variance")


def _ends(shares, scores):
    if min(scores) == max(scores):
        return Figure(None, "no_variance")
    size = floor(END_SHARE * len(scores) + 0.5)
    low, _, high = statistics.group_weights(scores, (size, len(scores) - 2 * size, size))
    return Figure(statistics.weighted_mean(shares, high) - statistics.weighted_mean(shares, low))


def _options(asked, scores, choices):
    count = len(asked)
    third = count // 3
    sizes = (third, count - 2 * third, third) if count >= THIRDS_FROM else ()
    weights = statistics.group_weights(scores, sizes) if sizes else []
    takers = {option: [] for option in (*choices.options, "")}
    for at, (response, _) in enumerate(asked):
        for option in response.taken if response.answered else ("",):
            if option in takers:
                takers[option].append(at)
    return tuple(
        OptionTaken(
            option, option in choices.key, len(people), tuple(fsum(group[at] for at in people) for group in weights), sizes
        )
        for option, people in takers.items() if option or people
    )
