"""Whether a group fits an open site, and the code that hangs there: pure rules."""

import random
from datetime import date, datetime, time

import pytest

from cohorts.rules.bookings import No, Refusal, Site, Visit, busiest, hours_on, refusals
from cohorts.rules.site_code import accepts_site, site_code

NOW = datetime(2017, 9, 1, 12)
SITE = Site(40, {str(day): ["09:00", "17:00"] for day in range(5)})


def visit(start=(9, 0), end=(11, 0), people=20, day=4):
    return Visit(datetime(2017, 9, day, *start), datetime(2017, 9, day, *end), people)


def refused(asked, *, site=SITE, others=()):
    return [no.refusal for no in refusals(asked, site=site, others=others, now=NOW)]


def test_a_group_that_fits_is_not_refused():
    assert refusals(visit(), site=SITE, others=(), now=NOW) == ()


@pytest.mark.parametrize(("asked", "why"), [
    (visit((11, 0), (9, 0)), Refusal.ENDS_FIRST),
    (visit((9, 0), (9, 0)), Refusal.ENDS_FIRST),
    (visit(day=1), Refusal.PAST),
    (visit((8, 59)), Refusal.OUTSIDE_HOURS),
    (visit((15, 0), (17, 1)), Refusal.OUTSIDE_HOURS),
    (visit(day=9), Refusal.CLOSED_DAY),  # a Saturday
    (visit(people=41), Refusal.TOO_MANY),
])
def test_each_refusal_has_its_own_reason(asked, why):
    assert refused(asked) == [why]


def test_a_visit_may_fill_the_opening_times_and_the_places():
    assert refused(visit((9, 0), (17, 0), people=40)) == []


def test_a_visit_over_midnight_is_two():
    site = Site(40)
    assert refused(Visit(datetime(2017, 9, 4, 23), datetime(2017, 9, 5, 1), 5), site=site) == [Refusal.TWO_DAYS]


def test_a_site_that_closes_takes_nobody_from_that_day_on():
    closing = Site(40, closed_on=date(2017, 9, 5))
    assert refused(visit(day=4), site=closing) == []
    assert refused(visit(day=5), site=closing) == [Refusal.SHUT]


def test_without_opening_times_the_whole_day_is_open():
    assert hours_on({}, date(2017, 9, 9)) == (time.min, time.max)
    assert refused(visit((6, 0), (22, 0)), site=Site(40)) == []


def test_the_answer_says_the_times_and_the_places_left():
    assert refusals(visit((8, 0)), site=SITE, others=(), now=NOW) == (
        No(Refusal.OUTSIDE_HOURS, first=time(9), last=time(17)),
    )
    assert refusals(visit(people=20), site=SITE, others=[visit(people=25)], now=NOW) == (No(Refusal.FULL, free=15),)


def test_only_the_fullest_moment_counts():
    others = [visit((9, 0), (10, 0), people=20), visit((10, 0), (11, 0), people=20)]
    assert busiest(visit(), others) == 20
    assert refused(visit(people=20), others=others) == []
    assert refused(visit(people=21), others=others) == [Refusal.FULL]


def test_whoever_leaves_as_another_comes_is_not_counted():
    assert busiest(visit((9, 0), (11, 0)), [visit((11, 0), (12, 0), people=40), visit((8, 0), (9, 0), people=40)]) == 0


def test_the_fullest_moment_is_the_same_as_counting_minute_by_minute():
    rng = random.Random(2017)  # noqa: S311
    for _ in range(200):
        others = []
        for _ in range(rng.randint(0, 6)):
            start = rng.randint(0, 600)
            others.append(_minutes(start, start + rng.randint(1, 200), rng.randint(1, 30)))
        first = rng.randint(0, 500)
        asked = _minutes(first, first + rng.randint(1, 200), 1)
        step = asked.starts_at
        by_minute = 0
        while step < asked.ends_at:
            by_minute = max(by_minute, sum(o.people for o in others if o.starts_at <= step < o.ends_at))
            step = datetime.fromtimestamp(step.timestamp() + 60)
        assert busiest(asked, others) == by_minute


def _minutes(start, end, people):
    base = datetime(2017, 9, 4).timestamp()
    return Visit(datetime.fromtimestamp(base + start * 60), datetime.fromtimestamp(base + end * 60), people)


def test_the_code_of_a_site_opens_that_site_only():
    code = site_code("secret", 7)
    assert len(code) == 20
    assert accepts_site(code, secret="secret", venue_id=7)
    assert not accepts_site(code, secret="secret", venue_id=8)
    assert not accepts_site(code, secret="another", venue_id=7)


def test_no_altered_code_is_accepted():
    rng, code = random.Random(7), site_code("secret", 7)  # noqa: S311
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    accepted = 0
    for _ in range(10_000):
        at = rng.randrange(20)
        other = rng.choice(letters.replace(code[at], ""))
        accepted += accepts_site(code[:at] + other + code[at + 1:], secret="secret", venue_id=7)
    assert accepted == 0
