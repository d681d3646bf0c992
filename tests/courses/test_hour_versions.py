"""Rules of hours in force: which count where and when, whom a new version changes, and counting anew."""

from datetime import date
from decimal import Decimal

import pytest

from courses.actions import hour_rules as actions
from courses.actions.hour_rules import RulesRefused
from courses.actions.ledger import HourLine, post_hours
from courses.enums import RuleState
from courses.models import HourEntry, HourRuleVersion
from courses.queries.hour_rules import RuleBook
from courses.queries.hour_years import Years
from courses.rules.hour_presets import NANJING, NATIONAL, UNIT_2018, YUNNAN, ZHENGZHOU
from lms.people.models import Appointment

DAY = date(2018, 3, 1)


def version(organisation, data, since=date(2014, 1, 1), **fields):
    number = HourRuleVersion.objects.filter(organisation=organisation).count() + 1
    defaults = {"number": number, "title": "学时办法", "state": RuleState.IN_FORCE}
    return HourRuleVersion.objects.create(organisation=organisation, valid_from=since, rules=data, **defaults | fields)


def post(person, kind, observed, source="a", day=DAY, **more):
    post_hours(actor=None, lines=[HourLine(person.pk, day, kind, observed, f"{source}:person:{person.pk}", "一课", **more)])
    return HourEntry.objects.filter(source_root=f"{source}:person:{person.pk}").order_by("-pk")[0]


def test_a_line_is_credited_by_the_rules_of_its_place_and_day(world):
    old, new = version(world.root, NATIONAL), version(world.root, UNIT_2018, date(2018, 2, 1))
    west = version(world.west, NANJING, date(2017, 1, 1))
    before = post(world.p_learner, "lecture", 135, "before", date(2018, 1, 31))
    after = post(world.p_learner, "lecture", 135, "after", date(2018, 2, 1))
    there = post(world.p_outsider, "lecture", 135)
    assert [(line.rule_version, line.observed, line.minutes / 45) for line in (before, after, there)] == [
        (old, 135, 3), (new, 135, 4), (west, 135, 3)]
    assert [line.organisation for line in (before, there)] == [world.east_branch, world.west_branch]


def test_where_nobody_made_rules_forty_five_minutes_are_an_hour(world):
    line = post(world.p_learner, "online", 30)
    assert (line.rule_version, line.minutes) == (None, 30)


def test_rules_above_count_until_those_of_the_place_begin(world):
    above, own = version(world.root, NATIONAL), version(world.east, UNIT_2018, date(2018, 6, 1))
    book = RuleBook()
    assert [book.version(world.east_branch.path, day) for day in (date(2018, 5, 31), date(2018, 6, 1), date(2013, 1, 1))] == [
        above, own, None]


def test_a_line_that_is_credited_nothing_stands_and_says_so(world):
    version(world.root, ZHENGZHOU)
    line = post(world.p_learner, "online", 40, progress=80)
    assert (line.observed, line.progress, line.minutes) == (40, 80, 0)


def test_the_same_person_under_three_places_by_data_alone(world):
    """A half day of lecture, 90 minutes of teaching, 40 minutes online of which all was learned, and a micro-lesson of ten."""
    found = {}
    for name, data in (("nanjing", NANJING), ("zhengzhou", ZHENGZHOU), ("yunnan", YUNNAN)):
        HourRuleVersion.objects.all().update(rules=data)
        if not HourRuleVersion.objects.exists():
            version(world.root, data)
        for kind, observed in (("lecture", 180), ("teaching", 90), ("online", 40), ("micro", 10)):
            post(world.p_learner, kind, observed, f"{name}-{kind}")
        lines = HourEntry.objects.filter(source__startswith=f"{name}-").order_by("pk")
        found[name] = [round(line.minutes / 45, 2) for line in lines]
    assert found == {
        "nanjing": [3, 10, Decimal("0.89"), Decimal("0.22")], "zhengzhou": [3, Decimal("1.5"), Decimal("0.5"), 0],
        "yunnan": [4, 2, 1, Decimal("0.25")],
    }


def draft(world, data, since=DAY, organisation=None):
    return actions.draft_rules(
        actor=world.p_district, organisation=organisation or world.root, title="新办法", valid_from=since, data=data)


def test_a_draft_counts_nothing_and_there_is_one_at_a_time(world):
    draft(world, UNIT_2018)
    assert post(world.p_learner, "lecture", 135).minutes == 135
    with pytest.raises(RulesRefused, match="已有一份草稿"):
        draft(world, NATIONAL)


def test_a_version_begins_no_earlier_than_the_one_before(world):
    version(world.root, NATIONAL, date(2018, 1, 1))
    with pytest.raises(RulesRefused, match="2018-01-01"):
        draft(world, UNIT_2018, date(2017, 12, 31))
    assert draft(world, UNIT_2018, date(2018, 1, 1)).number == 2


def test_the_preview_names_whom_it_changes_and_writes_nothing_else(world):
    version(world.root, NATIONAL)
    changed, same = post(world.p_learner, "lecture", 135), post(world.p_reserve, "online", 45)
    post(world.p_outsider, "lecture", 135, day=date(2018, 2, 28))
    one = draft(world, UNIT_2018)
    assert actions.preview_rules(version=one) == 1
    one.refresh_from_db()
    assert [(row.person, row.year, row.lines, row.before / 45, row.after / 45) for row in one.changes.all()] == [
        (world.p_learner, 2018, 1, 3, 4)]
    assert (one.lines_read, one.lines_changed, HourEntry.objects.count()) == (2, 1, 3)
    assert (changed.minutes, same.minutes) == (135, 45)


def test_a_new_limit_of_the_year_changes_people_without_changing_lines(world):
    version(world.root, NATIONAL)
    post(world.p_learner, "online", 45 * 40)
    one = draft(world, NATIONAL | {"caps": [{"kinds": ["online"], "hours": "20"}]})
    actions.preview_rules(version=one)
    assert [(row.lines, row.before / 45, row.after / 45) for row in one.changes.all()] == [(0, 40, 20)]


def force(world, one):
    actions.preview_rules(version=one)
    one.refresh_from_db()
    actions.put_in_force(actor=world.p_district, version=one)
    one.refresh_from_db()
    return one


def test_rules_go_into_force_only_as_they_were_previewed(world):
    one = draft(world, UNIT_2018)
    with pytest.raises(RulesRefused, match="先看看"):
        actions.put_in_force(actor=world.p_district, version=one)
    actions.preview_rules(version=one)
    one.refresh_from_db()
    actions.edit_rules(actor=world.p_district, version=one, rules=RuleBook().rules("", DAY))
    with pytest.raises(RulesRefused, match="先看看"):
        actions.put_in_force(actor=world.p_district, version=one)


def test_counting_anew_reverses_and_posts_and_is_safe_to_run_twice(world):
    version(world.root, NATIONAL)
    post(world.p_learner, "lecture", 135)
    post(world.p_reserve, "online", 45)
    one = force(world, draft(world, UNIT_2018))
    assert one.state == RuleState.APPLYING
    assert [actions.recalculate(actor=world.p_district, version=one) for _ in range(2)] == [1, 0]
    one.refresh_from_db()
    assert one.state == RuleState.IN_FORCE
    lines = HourEntry.objects.filter(person=world.p_learner).order_by("pk")
    assert [(line.minutes, line.source[:3], line.observed) for line in lines] == [
        (135, "a:p", 135), (-135, "rev", -135), (180, "a:p", 135)]
    assert (lines[2].source[-2:], lines[2].rule_version, lines[2].reason) == ("#2", one, "按《新办法》第 2 版重新计算")
    assert HourEntry.objects.filter(person=world.p_reserve).count() == 1
    with pytest.raises(RulesRefused, match="已经生效"):
        actions.edit_rules(actor=world.p_district, version=one, rules=RuleBook().rules("", DAY))


def test_a_correction_after_counting_anew_goes_by_the_new_rules(world):
    version(world.root, NATIONAL)
    post(world.p_learner, "lecture", 135)
    one = force(world, draft(world, UNIT_2018))
    actions.recalculate(actor=world.p_district, version=one)
    line = post(world.p_learner, "lecture", 300)
    assert (line.minutes / 45, line.source[-2:]) == (8, "#3")


def test_places_with_rules_of_their_own_are_left_alone(world):
    version(world.root, NATIONAL)
    version(world.west, NATIONAL)
    post(world.p_learner, "lecture", 135)
    post(world.p_outsider, "lecture", 135)
    one = force(world, draft(world, UNIT_2018))
    assert actions.recalculate(actor=world.p_district, version=one) == 1
    assert HourEntry.objects.filter(person=world.p_outsider).count() == 1


def test_many_parts_are_counted_anew_one_after_the_other(world, monkeypatch):
    monkeypatch.setattr(actions, "PART", 2)
    version(world.root, NATIONAL)
    for number in range(5):
        post(world.p_learner, "lecture", 135, f"s{number}")
    one, seen = force(world, draft(world, UNIT_2018)), []
    assert actions.recalculate(actor=None, version=one, progress=lambda done, total: seen.append((done, total))) == 5
    assert seen == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("people", [1, 12])
def test_years_cost_the_same_however_many_the_people(world, django_assert_num_queries, people):
    version(world.root, NANJING)
    everyone = [world.p_learner, world.p_reserve, world.p_outsider]
    for number in range(people):
        post(everyone[number % 3], "lecture", 60, f"s{number}")
    ids = Appointment.objects.values("person_id")
    with django_assert_num_queries(4):
        found = dict(Years(ids, date(2018, 12, 31)).of(2018))
    assert len(found) == min(people, 3)


def test_hours_are_carried_into_the_next_year(world):
    version(world.root, NANJING)
    post(world.p_learner, "online", 45 * 60, day=date(2017, 5, 1))
    post(world.p_learner, "online", 45 * 10, "b", day=date(2018, 5, 1))
    found = dict(Years([world.p_learner.pk], date(2018, 12, 31)).of(2018))[world.p_learner.pk]
    assert (found.brought / 45, found.counted / 45, found.credited / 45) == (4, 10, 14)  # 60 of 56 asked in 2017


def test_as_of_a_day_by_date_or_as_the_record_stood(world):
    line = post(world.p_learner, "lecture", 90)
    post_hours(actor=None, lines=[HourLine(world.p_learner.pk, DAY, "lecture", 45, line.source_root, "一课")])
    lines = HourEntry.objects.filter(person=world.p_learner)
    assert [one.minutes for one in lines.standing_on(date(2018, 12, 31))] == [45]
    assert list(lines.standing_on(date(2018, 2, 28))) == []
    assert list(lines.standing_on(date(2018, 12, 31), recorded=True)) == []  # nothing had been written by then
    assert [one.minutes for one in lines.standing_on(date(2030, 12, 31), recorded=True)] == [45]
