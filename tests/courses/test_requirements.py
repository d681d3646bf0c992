"""What a year asks of whom, and of whoever is newly appointed."""

from datetime import date

import pytest

from courses.models import HourRequirement
from courses.queries.hour_rules import Held, Requirements
from courses.rules.requirements import Post, Requirement, month_later, new_posts, requirement_of, standing

EVERYONE = Requirement(2014, "", 1440)
SECRETARY = Requirement(2014, "secretary", 2520, 1)
TWO_NEW = Requirement(2009, "member", 720, category="two_new")
STREET = Requirement(2014, "secretary", 3780, path="1/5/")


@pytest.mark.parametrize(("posts", "year", "minutes"), [
    ([Post("secretary")], 2017, 2520), ([Post("member")], 2017, 1440), ([Post("member", "two_new")], 2013, 720),
    ([Post("member", "two_new")], 2014, 1440), ([Post("member"), Post("secretary")], 2017, 2520),
    ([Post("secretary", "", "1/5/9/")], 2017, 3780), ([Post("secretary", "", "1/6/")], 2017, 2520),
    ([Post("secretary")], 2008, None), ([], 2017, None),
])
def test_the_nearest_newest_and_most_exact_line_counts(posts, year, minutes):
    found = requirement_of(posts, year, [EVERYONE, SECRETARY, TWO_NEW, STREET])
    assert (found.minutes if found else None) == minutes


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2018, 8, 31), 6, date(2019, 2, 28)), (date(2018, 1, 15), 6, date(2018, 7, 15)),
    (date(2018, 6, 30), 6, date(2018, 12, 30)),
])
def test_months_later_end_with_their_month(day, months, later):
    assert month_later(day, months) == later


def test_whoever_is_newly_appointed_is_late_only_after_the_deadline():
    asked = Requirement(2014, "secretary", 2520, 1, new_within=6)
    (new,) = new_posts(asked, [date(2018, 1, 10), None], [], 2018)
    assert (new.by, new.overdue(date(2018, 7, 10)), new.overdue(date(2018, 7, 11))) == (date(2018, 7, 10), False, True)
    (done,) = new_posts(asked, [date(2018, 1, 10)], [date(2017, 5, 1), date(2018, 6, 1)], 2018)
    assert done.done == date(2018, 6, 1)
    assert standing(asked, minutes=2520, concentrated_classes=1, new=(done,), day=date(2018, 12, 31)).met
    assert not standing(asked, minutes=2520, concentrated_classes=1, new=(new,), day=date(2018, 12, 31)).met
    (late,) = new_posts(asked, [date(2018, 1, 10)], [date(2018, 9, 1)], 2018)
    assert standing(asked, minutes=2520, concentrated_classes=1, new=(late,), day=date(2018, 12, 31)).late == (late,)
    assert new_posts(asked, [date(2015, 1, 10)], [], 2018) == ()


def test_the_plans_are_seeded_by_category_position_and_year(world):
    requirements = Requirements()

    def hours(position, category, year):
        found = requirements.of([Held(1, "1/", position, category)], year)
        return found and (found.minutes // 45, found.concentrated_classes, found.new_within)

    assert hours("secretary", "two_new", 2010) == (24, 0, 0)
    assert hours("member", "soe", 2013) == (24, 0, 0)
    assert hours("secretary", "government", 2009) == (40, 0, 0)
    assert hours("member", "residential", 2012) == (16, 0, 0)
    assert hours("secretary", "residential", 2012) is None
    assert hours("secretary", "residential", 2017) == (56, 1, 0)
    assert hours("member", "soe", 2017) == (32, 0, 0)
    assert hours("secretary", "residential", 2019) == (56, 1, 6)
    assert HourRequirement.objects.filter(from_year=2009).count() == 2 + 5 + 5 + 5
