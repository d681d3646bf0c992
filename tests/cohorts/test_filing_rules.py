"""Filing as plain values: what is missing, how an organisation stands, when to remind."""

from datetime import date

import pytest

from cohorts.enums import FilingStanding, PlanKind
from cohorts.rules import filing as rules

DUE = date(2017, 6, 30)
IN_TIME, LATER = date(2017, 6, 30), date(2017, 7, 1)


@pytest.mark.parametrize(("handed_in_on", "latest", "today", "how"), [
    (None, "", DUE, "due"),
    (None, "draft", DUE, "due"),
    (None, "", LATER, "late"),
    (None, "draft", LATER, "late"),
    (None, "submitted", DUE, "waiting"),
    (None, "submitted", LATER, "waiting"),
    (None, "returned", DUE, "returned"),
    (None, "returned", LATER, "late"),
    (IN_TIME, "filed", LATER, "filed"),
    (LATER, "filed", LATER, "filed_late"),
    (IN_TIME, "returned", LATER, "filed"),  # a change was returned: the former version stands
])
def test_how_an_organisation_stands(handed_in_on, latest, today, how):
    assert rules.standing(handed_in_on=handed_in_on, latest=latest, due_on=DUE, today=today) == how


def test_the_words_of_the_rule_are_those_of_the_board():
    assert set(FilingStanding.values) == {*rules.OPEN, *rules.DONE, rules.WAITING}
    assert set(rules.MEETINGS) < set(PlanKind.values)


def test_each_of_the_three_meetings_and_the_lesson_is_asked_for():
    asked = rules.Asked(meetings=True, theme_day=True, file=True)
    assert rules.lacks(asked, kinds={"general", "lesson"}, theme_day=None, file=False) == [
        rules.Lack("meeting", "committee"), rules.Lack("meeting", "group"), rules.Lack("theme_day"), rules.Lack("file"),
    ]
    assert rules.lacks(asked, kinds=set(), theme_day=15, file=True) == [rules.Lack("items")]
    assert rules.lacks(asked, kinds=set(rules.MEETINGS), theme_day=15, file=True) == []


def test_what_is_not_asked_is_not_missed():
    assert rules.lacks(rules.Asked(items=False), kinds=set(), theme_day=None, file=False) == []


def test_a_month_is_over_with_its_last_day():
    assert rules.last_day(2016, 2) == date(2016, 2, 29)
    assert rules.last_day(2017, 2, 3) == date(2017, 2, 3)
    assert [rules.is_day(2017, 2, 28), rules.is_day(2017, 2, 29)] == [True, False]


@pytest.mark.parametrize(("left", "day"), [(8, None), (7, 7), (6, 7), (2, 7), (1, 1), (0, 1), (-1, None)])
def test_one_reminder_for_each_day_named(left, day):
    assert rules.remind_on(date(2017, 6, 20), [7, 1], date.fromordinal(date(2017, 6, 20).toordinal() - left)) == day


def test_no_days_no_reminders():
    assert rules.remind_on(DUE, [], DUE) is None


def test_a_group_is_red_amber_or_green():
    tally = rules.Tally()
    tally.add("filed", (4, 4, 0))
    assert (tally.light, tally.done, tally.planned, tally.executed) == ("green", 1, 4, 4)
    tally.add("filed_late", (2, 0, 1))
    assert (tally.light, tally.done, tally.behind) == ("amber", 2, 1)
    tally.add("late")
    assert (tally.light, tally.asked, tally.late) == ("red", 3, 1)
