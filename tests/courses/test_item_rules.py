"""Item analysis: figures worked out by hand, and a second way of computing all of them."""

import math
import random

import pytest

from courses.rules import statistics
from courses.rules.item_advice import ITEM_CODES, Advice, urgency
from courses.rules.item_analysis import Choices, Figure, Response, analyse
from courses.rules.item_choices import choices_of, taken
from courses.rules.item_lineage import joined, joined_options
from courses.rules.questions import Content, Option


def sittings_of(table, possible=1):
    """One sitting a row; a cell is the points of that question."""
    return [[Response(at, points, possible) for at, points in enumerate(row)] for row in table]


# By hand -----------------------------------------------------------------------------------------------------------------

def test_the_variance_is_that_of_a_sample():
    assert statistics.variance([1, 2, 3, 4]) == pytest.approx(5 / 3)
    assert statistics.variance([0.1, 0.1, 0.1]) == 0.0


def test_a_correlation_by_hand():
    # deviations -1 0 1 and -1 1 0: 1 / sqrt(2 * 2)
    assert statistics.correlation([1, 2, 3], [1, 3, 2]) == pytest.approx(0.5)
    assert statistics.correlation([1, 1, 1], [1, 2, 3]) is None


def test_quartiles_lie_between_neighbours():
    assert statistics.quartiles([10, 20, 30, 40]) == (17.5, 25.0, 32.5)


def test_alpha_by_hand():
    # Items 1 1 0 0 and 1 0 1 0 and 1 1 0 0: variances 1/3 each; sums 3 2 1 0 with variance 5/3.
    columns = [[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0]]
    assert statistics.cronbach_alpha(columns) == pytest.approx(3 / 2 * (1 - 1 / (5 / 3)))
    # Without the second the two others are alike: sums 2 2 0 0 with variance 4/3.
    assert statistics.alphas_without(columns) == pytest.approx([0.0, 1.0, 0.0])


def test_equals_at_a_border_belong_to_both_groups_in_part():
    low, middle, high = statistics.group_weights([1, 5, 5, 5, 9, 0], (2, 2, 2))
    assert (low, [round(one, 9) for one in middle], [round(one, 9) for one in high]) == (
        [1, 0, 0, 0, 0, 1], [0, *[round(2 / 3, 9)] * 3, 0, 0], [0, *[round(1 / 3, 9)] * 3, 1, 0],
    )
    assert [math.fsum(group) for group in (low, middle, high)] == pytest.approx([2, 2, 2])


def test_the_upper_lower_index_by_hand():
    # Twenty people: size floor(5.4 + 0.5) = 5. The best ten have question 0 right and one of the weakest five besides.
    table = [[1, 1, 1, *[1] * (20 - at)] + [0] * at if at < 10 else [int(at == 19), 0, 0, *[1] * (20 - at)] + [0] * at
             for at in range(20)]
    figures = analyse(sittings_of(table)).items[0]
    assert figures.facility == Figure(11 / 20)
    assert figures.ends.value == pytest.approx(1.0 - 1 / 5)


def test_partial_points_are_a_share():
    figures = analyse([[Response(1, points, 4), Response(2, 1, 1)] for points in (4, 3, 2, 1, 0)]).items[0]
    assert figures.facility == Figure(0.5)


# A second way --------------------------------------------------------------------------------------------------------------

def plain_pearson(left, right):
    n = len(left)
    sx, sy = sum(left), sum(right)
    return (n * sum(x * y for x, y in zip(left, right, strict=True)) - sx * sy) / math.sqrt(
        (n * sum(x * x for x in left) - sx * sx) * (n * sum(y * y for y in right) - sy * sy)
    )


def plain_alpha(table):
    """By covariances: k^2 times the mean covariance over the sum of the whole covariance matrix."""
    n, k = len(table), len(table[0])
    means = [sum(row[i] for row in table) / n for i in range(k)]
    matrix = [
        [sum((row[i] - means[i]) * (row[j] - means[j]) for row in table) / (n - 1) for j in range(k)] for i in range(k)
    ]
    everything = sum(map(sum, matrix))
    apart = everything - sum(matrix[i][i] for i in range(k))
    return k * k * (apart / (k * (k - 1))) / everything


def simulated(people, questions, seed=7, possible=5):
    rng = random.Random(seed)
    table = []
    for _ in range(people):
        ability = rng.gauss(0, 1)
        table.append([
            possible if rng.random() < 1 / (1 + math.exp((at - questions / 2) / 4 - ability)) else rng.choice([0, possible // 2])
            for at in range(questions)
        ])
    return table


def test_all_figures_agree_with_a_second_way_of_computing_them():
    table = simulated(80, 12)
    found = analyse(sittings_of(table, possible=5))
    totals = [sum(row) for row in table]
    for at, item in enumerate(found.items):
        column = [row[at] for row in table]
        assert item.facility.value == pytest.approx(sum(column) / (5 * 80))
        assert item.discrimination.value == pytest.approx(
            plain_pearson(column, [total - own for total, own in zip(totals, column, strict=True)])
        )
        assert item.alpha_without.value == pytest.approx(plain_alpha([[*row[:at], *row[at + 1:]] for row in table]))
    alpha = plain_alpha(table)
    mean = sum(totals) / 80
    deviation = math.sqrt(sum((total - mean) ** 2 for total in totals) / 79) / 60
    assert found.paper.alpha.value == pytest.approx(alpha)
    assert found.paper.pairwise is False
    assert found.paper.mean == pytest.approx(mean / 60)
    assert found.paper.deviation.value == pytest.approx(deviation)
    assert found.paper.error.value == pytest.approx(deviation * math.sqrt(1 - alpha))
    assert sum(found.paper.bins) == 80


def test_alpha_of_pairs_is_cronbachs_where_all_had_the_same_items():
    table = simulated(60, 10, possible=1)
    rows = [{at: value for at, value in enumerate(row)} for row in table]
    assert statistics.alpha_of_pairs(rows) == pytest.approx(plain_alpha(table))


def test_alpha_of_drawn_papers_comes_near_that_of_whole_ones():
    table, rng = simulated(600, 20, possible=1), random.Random(3)
    drawn = [[Response(at, row[at], 1) for at in rng.sample(range(20), 10)] for row in table]
    found = analyse(drawn).paper
    whole = plain_alpha(table)
    halved = whole / (2 - whole)  # Spearman-Brown, half the length
    assert (found.pairwise, found.alpha.value) == (True, pytest.approx(halved, abs=0.05))


# Edges -------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("count", [0, 1, 4])
def test_of_fewer_than_five_nothing_is_said(count):
    found = analyse(sittings_of([[1, 0]] * count))
    assert (found.shown, found.paper.attempts, found.paper.mean, found.paper.bins, found.items) == (False, count, None, (), ())


def test_five_have_a_facility_and_not_yet_a_discrimination():
    found = analyse(sittings_of([[1, 0], [1, 1], [0, 0], [1, 0], [0, 1]]))
    first = found.items[0]
    assert (first.facility, first.discrimination, first.ends, found.paper.alpha) == (
        Figure(3 / 5), Figure(None, "too_few"), Figure(None, "too_few"), Figure(None, "too_few"))
    assert first.advice == (Advice("too_few"),)


def test_where_all_are_equal_there_is_no_discrimination_and_no_alpha():
    found = analyse(sittings_of([[1, 0, 1]] * 25))
    none = Figure(None, "no_variance")
    assert [(one.discrimination, one.ends, one.alpha_without) for one in found.items] == [(none, none, none)] * 3
    assert (found.paper.alpha, found.paper.error, found.paper.deviation) == (none, none, Figure(0.0))
    assert found.items[0].advice == (Advice("too_easy"),)
    assert found.items[1].advice == (Advice("too_hard"),)


def test_a_paper_of_one_question_has_no_rest():
    found = analyse(sittings_of([[at % 2] for at in range(30)]))
    assert (found.items[0].discrimination, found.paper.alpha) == (Figure(None, "no_rest"), Figure(None, "no_rest"))
    two = analyse(sittings_of([[at % 2, at % 3 == 0] for at in range(30)]))
    assert two.items[0].alpha_without == Figure(None, "no_rest")


def test_a_question_drawn_for_few_keeps_silent_alone():
    sittings = [[Response(1, at % 2, 1), Response(2 if at < 3 else 3, 1, 1)] for at in range(30)]
    found = {item.question: item for item in analyse(sittings).items}
    assert [(found[at].asked, found[at].facility.lacks) for at in (1, 2, 3)] == [(30, ""), (3, "too_few"), (27, "")]
    assert found[1].alpha_without.lacks == "papers_differ"


def test_what_was_not_answered_earns_nothing_and_is_counted():
    sittings = [
        [Response(1, 1, 1, ("a",)) if at % 3 else Response(1, 0, 1, (), answered=False), Response(2, at % 2, 1)]
        for at in range(30)
    ]
    first = analyse(sittings, {1: Choices(("a", "b"), frozenset("a"))}).items[0]
    assert (first.facility, first.answered, [(one.id, one.taken) for one in first.options]) == (
        Figure(20 / 30), 20, [("a", 20), ("b", 0), ("", 10)])
    assert Advice("skipped") in first.advice


def test_time_is_that_of_those_whose_time_is_known():
    sittings = [[Response(1, 1, 1, seconds=seconds)] for seconds in (0, 0, 10, 20, 30, 40, 50)]
    times = analyse(sittings).items[0].times
    assert (times.count, times.lower, times.median, times.upper) == (5, 20.0, 30.0, 40.0)


def test_thirds_of_the_ranking_choose_options():
    # The best five take a, the middle five share, the weakest five take b; other questions make the ranking.
    picks = ["b"] * 5 + ["a", "a", "a", "b", "b"] + ["a"] * 5
    sittings = [
        [Response(1, int(pick == "a"), 1, (pick,)), *(Response(2 + at, int(rank > at), 1) for at in range(15))]
        for rank, pick in enumerate(picks)
    ]
    first = analyse(sittings, {1: Choices(("a", "b", "c"), frozenset("a"))}).items[0]
    assert [(one.id, one.is_key, one.taken, one.shares) for one in first.options] == [
        ("a", True, 8, (0, 3 / 5, 1)), ("b", False, 7, (1, 2 / 5, 0)), ("c", False, 0, (0, 0, 0))]


# Advice ------------------------------------------------------------------------------------------------------------------

FOUR = Choices(("a", "b", "c", "d"), frozenset("a"), 0.25)


def paper_with(choose, people=60):
    """Analyse a paper of nine good questions and question 0, which ``choose(rank)`` answers; rank 0 is the weakest."""
    sittings = []
    for rank in range(people):
        pick = choose(rank)
        sittings.append([
            Response(0, int(pick == "a"), 1, (pick,), seconds=30),
            *(Response(at, int(rank * 10 >= people * at + (rank % 3) * 30 - 30), 1, seconds=30) for at in range(1, 10)),
        ])
    return analyse(sittings, {0: FOUR})


@pytest.mark.parametrize(("choose", "codes"), [
    (lambda rank: "a", ["too_easy"]),
    (lambda rank: "b" if rank > 20 else "abcd"[rank % 4], ["wrong_key"]),
    (lambda rank: "ab"[rank % 2], ["ambiguous", "idle"]),
    (lambda rank: "a" if rank < 30 else "bcd"[rank % 3], ["negative"]),
    (lambda rank: "abcd"[(rank * 3 + rank // 4 + rank // 20) % 4], ["guessed"]),
    (lambda rank: "a" if rank > 25 else "bcd"[rank % 3], ["keep"]),
    (lambda rank: "a" if rank > 25 else "bc"[rank % 2], ["idle"]),
    (lambda rank: "a" if rank > 52 else "bcd"[rank % 3], ["too_hard"]),
])
def test_advice_says_the_most_important_first(choose, codes):
    assert [one.code for one in paper_with(choose).items[0].advice] == codes


def test_advice_is_at_most_two_and_sorts_by_urgency():
    items = paper_with(lambda rank: "b" if rank > 20 else "abcd"[rank % 4]).items
    assert max(len(item.advice) for item in items) <= 2
    assert sorted(items, key=urgency)[0].question == 0
    assert {one.code for item in items for one in item.advice} <= set(ITEM_CODES)


def test_the_paper_says_how_many_questions_to_look_at_first():
    assert paper_with(lambda rank: "b" if rank > 20 else "a").paper.advice[0] == Advice("look_first", 1)


# Options and lineage -------------------------------------------------------------------------------------------------------

def test_what_an_answer_took_by_kind():
    options = (Option("a", "甲"), Option("b", "乙"))
    order = Content("ordering", "排序", options, key=("b", "a"))
    match = Content("matching", "配对", options, rights=(Option("x", "1"), Option("y", "2")), key=(("a", "x"), ("b", "y")))
    assert taken(order, [["a", 1], ["b", 1]]) == ("b",)
    assert taken(match, [["a", "x"], ["b", "x"]]) == ("a",)
    assert taken(Content("multiple", "多选", options, key=("a",)), ["a", "b"]) == ("a", "b")
    assert choices_of(Content("true_false", "判断", key=("true",))) == Choices(("true", "false"), frozenset({"true"}), 0.5)
    assert choices_of(Content("essay", "论述")) is None


def test_versions_are_joined_by_those_who_were_asked():
    easy = paper_with(lambda rank: "a" if rank > 10 else "b").items[0]
    hard = paper_with(lambda rank: "a" if rank > 25 else "c", people=30).items[0]
    few = paper_with(lambda rank: "a", people=5).items[0]
    both = joined([easy, hard, few])
    assert (both.uses, both.asked) == (3, 95)
    assert both.facility.value == pytest.approx((49 + 4 + 5) / 95)
    assert both.discrimination.value == pytest.approx(
        (easy.discrimination.value * 60 + hard.discrimination.value * 30) / 90)
    assert [(one.id, one.taken) for one in joined_options([easy, hard, few])] == [("a", 58), ("b", 11), ("c", 26), ("d", 0)]
    assert joined_options([easy, hard, few])[0].sizes == (30, 30, 30)


def test_of_a_use_by_fewer_than_five_nothing_is_joined():
    sittings = [[Response(1, 1, 1), *[Response(at, 1, 1) for at in (2, 3)]]] * 4 + [[Response(2, 1, 1)]] * 9
    few = analyse(sittings).items[0]
    assert joined([few]).asked == 0
    assert joined_options([few]) == ()
