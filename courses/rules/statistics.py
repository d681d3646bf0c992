"""The plain statistics that item analysis is made of. Numbers in, numbers out; None where a figure does not exist."""

from math import fsum, sqrt
from statistics import quantiles


def mean(values):
    return fsum(values) / len(values)


def variance(values):
    """Return the sample variance (divided by n - 1); 0.0 exactly when all values are equal. Needs two values."""
    if min(values) == max(values):
        return 0.0
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def correlation(left, right):
    """Return Pearson's product-moment correlation of two lists, None when one of them does not vary."""
    if min(left) == max(left) or min(right) == max(right):
        return None
    left_mean, right_mean = mean(left), mean(right)
    lefts, rights = [value - left_mean for value in left], [value - right_mean for value in right]
    together = fsum(one * two for one, two in zip(lefts, rights, strict=True))
    apart = sqrt(fsum(one * one for one in lefts) * fsum(two * two for two in rights))
    return max(-1.0, min(1.0, together / apart))


def quartiles(values):
    """Return the lower quartile, the median and the upper quartile, between neighbours in a straight line (Hyndman and
    Fan's type 7). Needs two values."""
    return tuple(quantiles(values, n=4, method="inclusive"))


def group_weights(scores, sizes):
    """Tell how far each score belongs to each group of the ranking, the lowest group first.

    ``sizes`` add up to the number of scores. Whoever stands at a border with others of the same score belongs to both
    groups in part, so that the groups have exactly their sizes and do not depend on the order of equals. Returns one list of
    weights, 0 to 1, a group.
    """
    at = {}
    for score in scores:
        at[score] = at.get(score, 0) + 1
    borders, begin = [], 0
    for size in sizes:
        borders.append((begin, begin + size))
        begin += size
    shares, begin = {}, 0
    for score in sorted(at):
        end = begin + at[score]
        shares[score] = [max(0, min(end, last) - max(begin, first)) / at[score] for first, last in borders]
        begin = end
    return [[shares[score][group] for score in scores] for group in range(len(sizes))]


def weighted_mean(values, weights):
    """Return the mean of ``values`` by ``weights``, None when they weigh nothing."""
    total = fsum(weights)
    return fsum(value * weight for value, weight in zip(values, weights, strict=True)) / total if total else None


def cronbach_alpha(columns):
    """Return Cronbach's alpha of items by people, ``columns`` being one list of points an item; None without variance.

    alpha = k / (k - 1) * (1 - sum of the items' variances / variance of the sums).
    """
    of_sums = variance([fsum(row) for row in zip(*columns, strict=True)])
    if not of_sums:
        return None
    count = len(columns)
    return count / (count - 1) * (1 - fsum(variance(column) for column in columns) / of_sums)


def alphas_without(columns):
    """Return for each item Cronbach's alpha of the others ("alpha if item deleted"); None where that has no variance.

    The variance of the sums without an item is var(T) + var(i) - 2 cov(i, T), so nothing is added up anew for each item.
    """
    sums = [fsum(row) for row in zip(*columns, strict=True)]
    middle, last = mean(sums), len(sums) - 1
    apart = [value - middle for value in sums]
    own = [variance(column) for column in columns]
    of_sums, together, count = variance(sums), fsum(own), len(columns) - 1
    found = []
    for column, of_item in zip(columns, own, strict=True):
        middle = mean(column)
        shared = fsum((value - middle) * other for value, other in zip(column, apart, strict=True)) / last
        rest = of_sums + of_item - 2 * shared
        found.append(count / (count - 1) * (1 - (together - of_item) / rest) if rest > 1e-9 else None)
    return found


def alpha_of_pairs(rows):
    """Return alpha where people answered different items: ``rows`` are ``{item: share}``, one a person; None without variance.

    From the average variance v of an item and the average covariance c of two items, taken over the people who were asked
    both: alpha = k c / (v + (k - 1) c), k being the average number of items a person was asked. Where everyone was asked
    the same items of the same points it is Cronbach's alpha.
    """
    singles, pairs = {}, {}
    for row in rows:
        items = sorted(row.items())
        for at, (item, value) in enumerate(items):
            sums = singles.setdefault(item, [0, 0.0, 0.0])
            sums[0] += 1
            sums[1] += value
            sums[2] += value * value
            for other, second in items[at + 1:]:
                sums = pairs.setdefault((item, other), [0, 0.0, 0.0, 0.0])
                sums[0] += 1
                sums[1] += value
                sums[2] += second
                sums[3] += value * second
    v_free = sum(count - 1 for count, *_ in singles.values())
    c_free = sum(count - 1 for count, *_ in pairs.values())
    if not v_free or not c_free:
        return None
    v = fsum(squares - total * total / count for count, total, squares in singles.values()) / v_free
    c = fsum(product - one * two / count for count, one, two, product in pairs.values()) / c_free
    length = mean([len(row) for row in rows])
    below = v + (length - 1) * c
    return length * c / below if v > 1e-12 and below > 1e-12 else None
