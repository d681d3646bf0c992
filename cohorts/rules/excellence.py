"""Excellent trainees (优秀学员): whom the rule of a programme names, and how many a class may have at most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Excellence:
    """What a programme says. ``most_percent`` of the roster (cut to whole people) and ``most`` people are the limits, the lower
    counts; without either the class has no excellent trainees.

    ``final_least``: final result in points; ``attendance_least``: percent attended; 0 asks for nothing. Without both there is no
    rule, and people are chosen.
    """

    final_least: int = 0
    attendance_least: int = 0
    most_percent: int = 0
    most: int = 0

    def __bool__(self):
        return bool(self.most_percent or self.most)

    @property
    def by_rule(self):
        return bool(self and (self.final_least or self.attendance_least))


NONE = Excellence()


def excellence_of(kept):
    """Return the :class:`Excellence` that :func:`kept_form` made; an empty dictionary is none."""
    return Excellence(**kept) if kept else NONE


def kept_form(excellence):
    if not excellence:
        return {}
    return {
        "final_least": excellence.final_least, "attendance_least": excellence.attendance_least,
        "most_percent": excellence.most_percent, "most": excellence.most,
    }


def limit_of(excellence, roster):
    """Return how many of ``roster`` people may be named."""
    limits = []
    if excellence.most_percent:
        limits.append(roster * excellence.most_percent // 100)
    if excellence.most:
        limits.append(excellence.most)
    return min(limits, default=0)


def fits(excellence, facts, complete):
    """Tell whether the rule names somebody: who completed the class and reaches every figure, compared exactly."""
    if not excellence.by_rule or not complete:
        return False
    if excellence.final_least and (facts.final is None or facts.final.total < excellence.final_least * 10):
        return False
    counted = facts.sessions_counted
    return not excellence.attendance_least or (
        counted > 0 and facts.attended * 100 >= counted * excellence.attendance_least
    )


@dataclass(frozen=True)
class Named:
    """``chosen`` ids, best first; ``tied`` are those at the limit whom no figure tells apart, and who are left to be chosen."""

    chosen: tuple = ()
    tied: tuple = ()


def name_by_rule(candidates, free):
    """Return whom the rule names: ``candidates`` are ``(id, facts)`` that fit, ``free`` how many may still be named.

    The better final result goes first, then the better attendance. Nobody is preferred by their name: equals at the limit are
    all left out.
    """
    ranked = sorted(((_rank(facts), key) for key, facts in candidates), key=lambda row: (row[0], row[1]), reverse=True)
    if len(ranked) <= free:
        return Named(tuple(key for _, key in ranked))
    border = ranked[free][0]
    chosen = tuple(key for rank, key in ranked[:free] if rank > border)
    return Named(chosen, tuple(key for rank, key in ranked if rank == border) if len(chosen) < free else ())


def _rank(facts):
    counted = facts.sessions_counted
    return (facts.final.total if facts.final else 0, facts.attended * 10_000 // counted if counted > 0 else 0)
