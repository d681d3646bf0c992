"""Orders of lessons: placed, answered, brought together, taken out, cancelled and delivered, each told and on the timeline."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.menu import save_policy, update_menu_item
from cohorts.actions.order_answers import (
    accept_order,
    cancel_order,
    decline_order,
    join_order,
    propose_time,
    take_out_order,
)
from cohorts.actions.orders import agree_to_proposal, change_order, refuse_proposal, withdraw_order
from cohorts.actions.sessions import close_session
from cohorts.actions.surveys import ask_people, begin_survey
from cohorts.actions.timetable import ScheduleClash, cancel_session, move_session
from cohorts.actions.wishes import meet_wish, place_wish, withdraw_wish
from cohorts.models import ClassSession, LessonWish
from cohorts.queries.orders import receipt_of
from cohorts.queries.surveys import due_to_begin
from cohorts.rules.orders import Slot
from lms.audit.models import AuditEntry
from lms.people import actions as people
from lms.people.enums import OrganisationKind, Position, Role
from lms.people.models import Category

from .classes import make_cohort, make_people, make_session
from .meetings import mark
from .ordering import make_item, make_order, moment
from .surveying import make_template


def on_list(cohort):
    return sorted(cohort.enrolments.filter(state="enrolled").values_list("person__name", flat=True))


def line_of(order):
    return list(order.events.values_list("moment", flat=True))


def told(person, since=0):
    return list(person.notices.order_by("pk").values_list("kind", flat=True))[since:]


def accept(world, order, *, days=20, trainer=None, **more):
    return accept_order(actor=world.p_school, order=order, starts_at=moment(days), trainer=trainer, minutes=90, **more)


@pytest.fixture
def neighbour(world):
    """Another branch of the east with a liaison of its own and one member."""
    branch = people.create_organisation(
        actor=None, parent=world.east, name="东二居民区党总支", kind=OrganisationKind.GENERAL_BRANCH,
        category=Category.objects.get(code="residential"),
    )
    branch.liaison = people.create_person(actor=None, name="东二联络员", username="liaison2")
    people.grant_role(actor=None, person=branch.liaison, role=Role.LIAISON, organisation=branch)
    make_people(branch, 1, position=Position.SECRETARY, name="东二书记")
    return branch


def test_a_placed_order_waits_and_the_school_hears_of_it(world):
    order = make_order(world, days=(20, 22), part="afternoon")
    assert (order.state, order.wanted_at) == ("placed", moment(20))
    assert list(order.slots.values_list("rank", "starts_at", "part")) == [
        (1, moment(20), "afternoon"), (2, moment(22), "afternoon"),
    ]
    assert line_of(order) == ["placed"]
    assert (told(world.p_school), told(world.p_liaison)) == (["order.placed"], [])
    assert told(world.p_subdistrict) == ["order.placed"]


def test_bad_orders_are_refused_with_a_sentence_for_each_entry(world):
    month = moment(20).month % 12 + 1 if moment(20).month != moment(40).month % 12 + 1 else moment(20).month % 12 + 2
    item = make_item(world, size_min=10, size_max=30, months=f"{month:02}", areas=[world.west])
    with pytest.raises(ValidationError) as refused:
        make_order(world, item=item, days=(0, 20, 20), size=31)
    assert sorted(refused.value.message_dict) == ["day1", "day2", "day3", "organisation", "size"]
    assert refused.value.message_dict["size"] == ["这门课程最多接纳 30 人。请减少人数，或分两次点单。"]
    update_menu_item(actor=None, item=item, retired_at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        make_order(world, item=item)
    assert "__all__" in refused.value.message_dict


def test_an_accepted_order_is_a_session_with_the_branch_on_its_list(world):
    make_people(world.east_branch, 2)
    order = accept(world, make_order(world), trainer=world.p_trainer)
    session, cohort = order.session, order.session.cohort
    assert (order.state, order.decided_by) == ("accepted", world.p_school)
    assert (session.starts_at, session.minutes, session.place, session.trainer) == (moment(20), 90, "居委会二楼", world.p_trainer)
    assert (cohort.programme, cohort.organiser, cohort.quota) == (None, world.east, 25)
    assert cohort.title == "学市党代会精神（东一居民区党总支）"
    assert on_list(cohort) == ["党员000", "党员001", "张学员", "钱后备"]
    assert cohort.versions.get().meetings[0]["venue_name"] == "居委会二楼"
    assert line_of(order) == ["placed", "accepted"]
    assert told(world.p_liaison) == ["order.accepted"]


def test_a_large_branch_finds_everyone_a_place(world):
    make_people(world.east_branch, 30)
    order = accept(world, make_order(world))
    assert (order.session.cohort.quota, order.session.cohort.enrolments.filter(state="enrolled").count()) == (32, 32)


def test_only_a_time_that_was_asked_for_is_accepted(world):
    order = make_order(world, part="afternoon")
    for hour in (9, 19):
        with pytest.raises(ValidationError) as refused:
            accept_order(actor=world.p_school, order=order, starts_at=moment(20, hour), trainer=None, minutes=90)
        assert refused.value.code == "not_wanted"
    assert accept_order(actor=world.p_school, order=order, starts_at=moment(20, 15), trainer=None, minutes=90).state == "accepted"


def test_an_order_is_answered_once_and_a_busy_trainer_leaves_nothing_behind(world):
    order = make_order(world)
    make_session(world, make_cohort(world), starts_at=moment(20, 13), ends_at=moment(20, 15), trainer=world.p_trainer)
    with pytest.raises(ScheduleClash):
        accept(world, order, trainer=world.p_trainer)
    order.refresh_from_db()
    assert (order.state, order.session) == ("placed", None)
    declined = decline_order(actor=world.p_school, order=order, reason="讲师外出")
    assert (declined.state, declined.reason) == ("declined", "讲师外出")
    assert told(world.p_liaison) == ["order.declined"]
    with pytest.raises(ValidationError):
        accept(world, order)


def test_a_liaison_changes_and_withdraws_until_it_is_answered(world):
    order = make_order(world)
    change_order(actor=world.p_liaison, order=order, slots=[Slot(moment(30, 9), "morning")], place="新址", size=8)
    order.refresh_from_db()
    assert (order.place, order.size, order.slots.get().starts_at) == ("新址", 8, moment(30, 9))
    withdraw_order(actor=world.p_liaison, order=order, reason="改期")
    assert line_of(order) == ["placed", "changed", "withdrawn"]
    assert told(world.p_school) == ["order.placed", "order.changed", "order.withdrawn"]
    for act in (
        lambda: change_order(actor=None, order=order, slots=[Slot(moment(30))], place="x", size=8),
        lambda: withdraw_order(actor=None, order=order), lambda: accept(world, order),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code == "over"


def test_a_proposed_time_plans_nothing_until_the_liaison_takes_it(world):
    order = make_order(world)
    propose_time(actor=world.p_school, order=order, starts_at=moment(25, 10), trainer=world.p_trainer, reason="原时间无讲师")
    assert (ClassSession.objects.count(), told(world.p_liaison)) == (0, ["order.proposed"])
    order = agree_to_proposal(actor=world.p_liaison, order=order)
    assert (order.state, order.session.starts_at, order.session.trainer, order.proposed_at) == (
        "accepted", moment(25, 10), world.p_trainer, None
    )
    assert line_of(order) == ["placed", "proposed", "agreed"]
    assert told(world.p_school, 1) == ["order.agreed"]


def test_a_declined_proposal_lets_the_order_wait_again(world):
    order = make_order(world)
    waited = order.waiting_since
    propose_time(actor=world.p_school, order=order, starts_at=moment(25, 10))
    with pytest.raises(ValidationError):
        change_order(actor=world.p_liaison, order=order, slots=[Slot(moment(30))], place="x", size=8)
    order = refuse_proposal(actor=world.p_liaison, order=order)
    assert (order.state, order.proposed_at, order.waiting_since > waited) == ("placed", None, True)
    with pytest.raises(ValidationError) as refused:
        agree_to_proposal(actor=world.p_liaison, order=order)
    assert refused.value.code == "not_proposed"
    with pytest.raises(ValidationError) as refused:
        propose_time(actor=world.p_school, order=order, starts_at=timezone.now())
    assert list(refused.value.message_dict) == ["day"]


def test_neighbours_share_one_session_and_each_orderer_is_told(world, neighbour):
    item = make_item(world)
    one = make_order(world, item=item)
    other = make_order(world, item=item, organisation=neighbour, actor=neighbour.liaison, place="东二活动室", part="afternoon")
    one = accept(world, one, together=[other])
    other.refresh_from_db()
    cohort = one.session.cohort
    assert (other.session_id, other.state, ClassSession.objects.count()) == (one.session_id, "accepted", 1)
    assert (cohort.title, cohort.quota) == ("学市党代会精神（东一居民区党总支及另外1家）", 50)
    assert on_list(cohort) == ["东二书记000", "张学员", "钱后备"]
    assert (told(world.p_liaison), told(neighbour.liaison)) == (["order.joined"], ["order.joined"])
    assert (line_of(one), line_of(other)) == (["placed", "joined"], ["placed", "joined"])


def test_orders_that_do_not_go_together_are_refused(world, neighbour):
    item = make_item(world, size_max=40)
    one = make_order(world, item=item)
    cases = [
        make_order(world, item=make_item(world, title="治理", topic="治理"), organisation=neighbour),
        make_order(world, item=item, organisation=world.west_branch, size=5),
        make_order(world, item=item, organisation=neighbour),  # 50 people for 40
        make_order(world, item=item, organisation=neighbour, size=5, days=(21,)),
    ]
    for other in cases:
        with pytest.raises(ValidationError):
            accept(world, one, together=[other])
    assert ClassSession.objects.count() == 0
    update_menu_item(actor=None, item=item, size_max=50)
    accept(world, one, together=[cases[2]])
    assert ClassSession.objects.count() == 1


def test_an_order_joins_a_session_that_stands_and_is_taken_out_before_the_day(world, neighbour):
    item = make_item(world)
    one = accept(world, make_order(world, item=item))
    other = make_order(world, item=item, organisation=neighbour, actor=neighbour.liaison, part="afternoon")
    other = join_order(actor=world.p_school, order=other, session=one.session)
    cohort = one.session.cohort
    cohort.refresh_from_db()
    assert (on_list(cohort), cohort.quota) == (["东二书记000", "张学员", "钱后备"], 50)
    other = take_out_order(actor=world.p_school, order=other, reason="场地太小")
    cohort.refresh_from_db()
    assert (other.state, other.session, on_list(cohort), cohort.quota) == ("placed", None, ["张学员", "钱后备"], 25)
    assert cohort.title == "学市党代会精神（东一居民区党总支）"
    assert told(neighbour.liaison) == ["order.joined", "order.taken_out"]
    with pytest.raises(ValidationError) as refused:
        take_out_order(actor=world.p_school, order=one, reason="x")
    assert refused.value.code == "alone"
    # It can join again: its people come back.
    join_order(actor=world.p_school, order=other, session=one.session)
    assert on_list(cohort) == ["东二书记000", "张学员", "钱后备"]


def test_joining_at_another_time_is_proposed_and_agreed_to(world, neighbour):
    item = make_item(world)
    one = accept(world, make_order(world, item=item))
    other = make_order(world, item=item, organisation=neighbour, actor=neighbour.liaison, days=(22,))
    with pytest.raises(ValidationError) as refused:
        join_order(actor=world.p_school, order=other, session=one.session)
    assert refused.value.code == "not_wanted"
    propose_time(actor=world.p_school, order=other, session=one.session)
    other = agree_to_proposal(actor=neighbour.liaison, order=other)
    assert (other.session, ClassSession.objects.count()) == (one.session, 1)


def test_cancelling_tells_both_sides_and_leaves_a_joint_session_to_the_others(world, neighbour):
    item = make_item(world)
    other = make_order(world, item=item, organisation=neighbour, actor=neighbour.liaison)
    one = accept(world, make_order(world, item=item), together=[other])
    one = cancel_order(actor=world.p_liaison, order=one, reason="防汛值班")
    session = one.session
    session.refresh_from_db()
    assert (one.state, session.cancelled_at, on_list(session.cohort)) == ("cancelled", None, ["东二书记000"])
    assert told(world.p_school)[-1] == "order.cancelled"
    other.refresh_from_db()
    other = cancel_order(actor=world.p_school, order=other, reason="讲师病假")
    session.refresh_from_db()
    assert (other.state, session.cancelled_at is None) == ("cancelled", False)
    assert told(neighbour.liaison)[-1] == "order.cancelled"


def test_orders_follow_their_session_when_it_moves_and_when_it_is_cancelled(world):
    order = accept(world, make_order(world))
    move_session(actor=world.p_school, session=order.session, starts_at=moment(21), ends_at=moment(21, 15, 30))
    move_session(actor=world.p_school, session=order.session, title="换个题目")
    cancel_session(actor=world.p_school, session=order.session)
    order.refresh_from_db()
    assert (order.state, line_of(order)) == ("cancelled", ["placed", "accepted", "moved", "cancelled"])
    assert told(world.p_liaison) == ["order.accepted", "order.moved", "order.cancelled"]


def test_once_begun_an_order_stays(world):
    order = accept(world, make_order(world))
    ClassSession.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError) as refused:
        cancel_order(actor=world.p_school, order=order, reason="x")
    assert refused.value.code == "begun"


def test_closing_the_session_delivers_the_order_with_its_figures(world, neighbour):
    save_policy(actor=world.p_school, school=world.east, answer_days=3, survey=make_template(world), survey_days=7)
    item = make_item(world)
    other = make_order(world, item=item, organisation=neighbour, actor=neighbour.liaison)
    one = accept(world, make_order(world, item=item), together=[other])
    session = one.session
    ClassSession.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(minutes=30))
    seats = {seat.person.name: seat for seat in session.cohort.enrolments.select_related("person")}
    mark(world, session, (seats["张学员"], "present"), (seats["东二书记000"], "late"), actor=world.p_school)
    close_session(actor=world.p_school, session=session, now=timezone.now())
    for order, figures in ((one, (1, 2, 90, 90)), (other, (1, 1, 90, 90))):
        order.refresh_from_db()
        receipt = receipt_of(order)
        assert order.state == "delivered"
        assert (receipt.present, receipt.expected, receipt.minutes, receipt.posted) == figures
        assert (receipt.cell, receipt.average) == (None, None)
    assert line_of(one)[-1] == "delivered"
    assert told(world.p_liaison)[-1] == "order.delivered"
    # The school asks everyone who was there how it was.
    [due] = due_to_begin(timezone.now())
    assert due.session == session
    begin_survey(due=due)
    assert ask_people(now=timezone.now()) == 2
    running = receipt_of(one)
    assert (running.closed, running.average, running.cell.asked) == (False, None, 2)


def test_a_school_that_asks_for_no_questionnaire_gets_none(world):
    order = accept(world, make_order(world))
    ClassSession.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(minutes=30))
    assert (order.state, due_to_begin(timezone.now())) == ("accepted", [])


def test_a_wish_is_kept_once_met_once_and_told(world):
    month = timezone.localdate().replace(day=1)
    wish = place_wish(actor=world.p_liaison, organisation=world.east_branch, topic="垃圾分类", size=20, month=month)
    for bad in ({"topic": "垃圾分类", "month": month}, {"topic": "其他", "month": month - timedelta(days=1)}):
        with pytest.raises(ValidationError):
            place_wish(actor=world.p_liaison, organisation=world.east_branch, size=20, **bad)
    item = make_item(world, title="垃圾分类怎么做")
    meet_wish(actor=world.p_school, wish=wish, item=item)
    assert told(world.p_liaison) == ["wish.met"]
    with pytest.raises(ValidationError) as refused:
        withdraw_wish(actor=world.p_liaison, wish=wish)
    assert refused.value.code == "met"
    again = place_wish(actor=world.p_liaison, organisation=world.east_branch, topic="养老", size=20, month=month)
    withdraw_wish(actor=world.p_liaison, wish=again)
    assert LessonWish.objects.filter(withdrawn_at=None).count() == 1


def test_every_act_on_an_order_leaves_a_line(world):
    order = make_order(world)
    propose_time(actor=world.p_school, order=order, starts_at=moment(25, 10))
    refuse_proposal(actor=world.p_liaison, order=order)
    accept(world, order)
    cancel_order(actor=world.p_school, order=order, reason="x")
    acts = [verb for verb in AuditEntry.objects.order_by("pk").values_list("verb", flat=True) if verb.startswith("order.")]
    assert acts == ["order.place", "order.propose", "order.refuse", "order.accept", "order.cancel"]
