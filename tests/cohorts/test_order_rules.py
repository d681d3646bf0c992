"""Rules of orders: what may be ordered, what may become of an order, by when it is answered, who could come, what was unmet."""

from datetime import date, datetime

import pytest

from cohorts.enums import DayPart, OrderState
from cohorts.rules.calendar import Span
from cohorts.rules.demand import Ask, Unmet, grouped, totals
from cohorts.rules.lecturers import Candidate, Hindrance, Meeting, matches, teaches
from cohorts.rules.orders import (
    PARTS,
    Act,
    Fault,
    Offer,
    Refusal,
    Service,
    Slot,
    State,
    Step,
    Urgency,
    Wrong,
    faults,
    fits,
    service,
    step,
)

TODAY = date(2017, 9, 1)


def at(day, hour, minute=0):
    return datetime(2017, 9, day, hour, minute)


def test_the_states_are_those_of_the_table_and_the_parts_those_of_the_form():
    assert set(OrderState.values) == {str(state) for state in State}
    assert set(DayPart.values) == set(PARTS)


@pytest.mark.parametrize(("state", "allowed"), [
    ("placed", {"change", "withdraw", "accept", "decline", "propose"}),
    ("proposed", {"agree", "refuse", "withdraw", "decline", "propose"}),
    ("accepted", {"cancel", "deliver"}),  # taking out asks for a joint session
    ("declined", set()), ("withdrawn", set()), ("delivered", set()), ("cancelled", set()),
])
def test_each_state_allows_its_acts_only(state, allowed):
    assert {str(act) for act in Act if step(state, act).state is not None} == allowed


@pytest.mark.parametrize(("state", "act", "refusal"), [
    ("accepted", Act.ACCEPT, Refusal.ANSWERED), ("proposed", Act.CHANGE, Refusal.ANSWERED),
    ("placed", Act.AGREE, Refusal.NOT_PROPOSED), ("placed", Act.CANCEL, Refusal.NOT_ACCEPTED),
    ("withdrawn", Act.ACCEPT, Refusal.OVER), ("delivered", Act.CANCEL, Refusal.OVER),
])
def test_a_refusal_says_why(state, act, refusal):
    assert step(state, act) == Step(None, refusal)


def test_once_the_session_begins_nothing_is_cancelled_or_taken_out():
    facts = {"begins": at(8, 9), "together": 2}
    for act, target in ((Act.CANCEL, State.CANCELLED), (Act.TAKE_OUT, State.PLACED)):
        assert step("accepted", act, now=at(8, 8, 59), **facts) == Step(target)
        assert step("accepted", act, now=at(8, 9), **facts) == Step(None, Refusal.BEGUN)
    assert step("accepted", Act.TAKE_OUT, now=at(1, 9), begins=at(8, 9), together=1) == Step(None, Refusal.ALONE)


def test_a_wanted_part_of_a_day_takes_any_hour_of_it():
    afternoon = Slot(at(8, 14), "afternoon")
    assert [fits(afternoon, at(8, *time)) for time in ((11, 59), (12, 0), (17, 29), (17, 30))] == [False, True, True, False]
    assert not fits(afternoon, at(9, 14))
    exact = Slot(at(8, 14))
    assert (fits(exact, at(8, 14)), fits(exact, at(8, 14, 30))) == (True, False)


def test_a_sound_order_has_no_fault():
    slots = [Slot(at(8, 9), "morning"), Slot(at(8, 14), "afternoon"), Slot(at(9, 9))]
    assert faults(Offer(5, 30, (9,), frozenset({3})), area=3, size=30, slots=slots, today=TODAY) == ()


@pytest.mark.parametrize(("offer", "asked", "found"), [
    (Offer(), {"slots": [Slot(at(1, 23))]}, [Wrong(Fault.PAST, 1)]),
    (Offer(), {"slots": []}, [Wrong(Fault.NO_SLOT, 1)]),
    (Offer(5, 30), {"size": 4}, [Wrong(Fault.TOO_FEW)]),
    (Offer(5, 30), {"size": 31}, [Wrong(Fault.TOO_MANY)]),
    (Offer(months=(3, 4)), {}, [Wrong(Fault.MONTH, 1)]),
    (Offer(areas=frozenset({7})), {}, [Wrong(Fault.AREA)]),
    (Offer(retired=True), {}, [Wrong(Fault.RETIRED)]),
    (Offer(), {"slots": [Slot(at(8, 9)), Slot(at(9, 9)), Slot(at(8, 9))]}, [Wrong(Fault.EQUAL, 3)]),
    (Offer(), {"slots": [Slot(at(8, 14), "afternoon"), Slot(at(8, 14), "afternoon")]}, [Wrong(Fault.EQUAL, 2)]),
    (Offer(), {"slots": [Slot(at(8, 14), "afternoon"), Slot(at(8, 14))]}, [Wrong(Fault.EQUAL, 2)]),
])
def test_each_fault_is_found_where_it_is(offer, asked, found):
    asked = {"area": 3, "size": 20, "slots": [Slot(at(8, 9))]} | asked
    assert faults(offer, today=TODAY, **asked) == tuple(found)


@pytest.mark.parametrize(("today", "said"), [
    (date(2017, 9, 3), (Urgency.IN_TIME, 2)), (date(2017, 9, 4), (Urgency.SOON, 1)), (date(2017, 9, 5), (Urgency.SOON, 0)),
    (date(2017, 9, 6), (Urgency.OVERDUE, 1)),
])
def test_an_answer_is_due_within_the_days_promised(today, said):
    assert service(at(2, 10), 3, today) == Service(said[0], date(2017, 9, 5), said[1])


def test_subjects_and_topics_meet_either_way():
    assert teaches("党章党规，支部工作实务", "支部工作")
    assert teaches("党章、治理", "基层治理案例")
    assert not teaches("党章党规", "基层治理")
    assert not teaches("", "基层治理")
    assert teaches("", "")


SPAN = Span(at(8, 14), at(8, 15, 30))


def offered(*candidates, **asked):
    asked = {"topic": "党章", "travel": 30} | asked
    return matches(candidates, SPAN, **asked)


def test_trainers_are_offered_by_subject_then_by_load():
    found = offered(
        Candidate(1, "甲", "治理", minutes={(2017, 9): 0}), Candidate(2, "乙", "党章", minutes={(2017, 9): 180}),
        Candidate(3, "丙", "党章", minutes={(2017, 9): 90, (2017, 10): 900}),
    )
    assert [(match.candidate.name, match.subject, match.minutes) for match in found] == [
        ("丙", True, 90), ("乙", True, 180), ("甲", False, 0),
    ]


def test_whoever_the_menu_names_comes_first_unless_they_cannot():
    one, other = Candidate(1, "甲", "党章"), Candidate(2, "乙", "治理")
    assert [match.candidate.pk for match in offered(one, other, named=2)] == [2, 1]
    away = Candidate(2, "乙", "治理", away=(Span(at(8, 0), at(8, 23)),))
    assert [(match.candidate.pk, match.blocked) for match in offered(one, away, named=2)] == [(1, False), (2, True)]


@pytest.mark.parametrize(("first", "last", "whys"), [
    ((12, 0), (13, 30), []), ((12, 0), (13, 31), [(Hindrance.TRAVEL, 29)]), ((12, 30), (14, 0), [(Hindrance.TRAVEL, 0)]),
    ((12, 30), (14, 1), [(Hindrance.BUSY, 0)]), ((15, 30), (17, 0), [(Hindrance.TRAVEL, 0)]), ((16, 0), (17, 0), []),
])
def test_the_way_is_kept_free_before_and_after(first, last, whys):
    busy = Candidate(1, "甲", meetings=(Meeting(Span(at(8, *first), at(8, *last)), "课"),))
    [match] = offered(busy)
    assert [(hurdle.why, hurdle.have) for hurdle in match.hurdles] == whys
    assert match.blocked == any(why == Hindrance.BUSY for why, _ in whys)


def test_a_full_week_is_said_and_blocks_nothing():
    week = tuple(at(8, 14).isocalendar()[:2])
    [match] = offered(Candidate(1, "甲", weeks={week: 2}, most=2))
    assert [(hurdle.why, hurdle.need, hurdle.have) for hurdle in match.hurdles] == [(Hindrance.LOAD, 3, 2)]
    assert not match.blocked
    assert offered(Candidate(1, "甲", weeks={week: 9}))[0].hurdles == ()


def test_unmet_demand_is_grouped_by_topic_area_and_month():
    month, later = date(2017, 9, 1), date(2017, 10, 1)
    lines = grouped([
        Ask(Unmet.DECLINED, "治理", "东街道", month, 20), Ask(Unmet.WISH, "党史", "东街道", month, 10),
        Ask(Unmet.WISH, "治理", "东街道", month, 15), Ask(Unmet.OVERDUE, "治理", "西街道", later, 8),
    ])
    assert [(line.topic, line.area, line.month, line.asks, line.people) for line in lines] == [
        ("治理", "东街道", month, 2, 35), ("治理", "西街道", later, 1, 8), ("党史", "东街道", month, 1, 10),
    ]
    assert totals(lines) == {Unmet.DECLINED: 1, Unmet.WITHDRAWN: 0, Unmet.OVERDUE: 1, Unmet.WISH: 2}
    assert totals([]) == dict.fromkeys(Unmet, 0)
