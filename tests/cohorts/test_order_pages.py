"""The menu, orders, their answers, wishes and unmet demand at the desk."""

from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from cohorts.actions.exports import export_demand
from cohorts.actions.menu import save_policy
from cohorts.actions.order_answers import accept_order, decline_order, propose_time
from cohorts.actions.orders import withdraw_order
from cohorts.actions.trainers import add_absence, save_profile
from cohorts.actions.wishes import place_wish
from cohorts.models import ClassSession, LessonOrder, LessonWish, MenuItem, OrderPolicy
from lms.audit.models import AuditEntry
from lms.people import actions as people
from lms.people.enums import Role

from .classes import make_cohort, make_session, rows_of, url
from .ordering import make_item, make_order, moment


def day(days):
    return moment(days).date().isoformat()


def sent(world, **more):
    return {
        "organisation": world.east_branch.pk, "size": 20, "place": "活动室", "day1": day(20), "part1": "morning",
        "day2": day(21), "part2": "afternoon", "day3": day(22), "part3": "evening", "time3": "19:00",
    } | more


def test_a_school_puts_a_lesson_on_the_menu_and_takes_it_off(world, sign_in):
    client = sign_in("school")
    form = {
        "school": world.east.pk, "title": "加装电梯怎么议", "topic": "治理", "minutes": 60, "size_min": 10, "size_max": 40,
        "months": ["3", "11"], "areas": [world.east.pk], "travel_minutes": 45, "trainer": world.p_trainer.pk,
    }
    assert list(client.post(url("menu-new"), form | {"size_max": 9}).context["form"].errors) == ["size_max"]
    client.post(url("menu-new"), form)
    item = MenuItem.objects.get()
    assert (item.month_numbers, item.trainer, [area.name for area in item.areas.all()]) == ([3, 11], world.p_trainer, ["东街道"])
    assert client.get(url("menu-edit", item.pk)).context["form"].initial["months"] == ["3", "11"]
    client.post(url("menu-edit", item.pk), form | {"months": [], "size_max": 60})
    item.refresh_from_db()
    assert (item.months, item.size_max) == ("", 60)
    client.post(url("menu-edit", item.pk), {"retire": ""})
    assert sign_in("liaison").get(url("order-new", item.pk)).status_code == 404


@pytest.mark.parametrize(("asked", "found"), [
    ("", ["党史", "治理"]), ("topic=治理", ["治理"]), ("month=3", ["党史", "治理"]), ("month=4", ["党史"]),
    ("size=50", ["党史"]), ("size=50&topic=治理", []), ("q=党", ["党史"]), ("month=x&size=-1", ["党史", "治理"]),
])
def test_the_menu_is_narrowed_to_what_is_asked(world, sign_in, asked, found):
    make_item(world, title="党史", topic="党史")
    make_item(world, title="治理", topic="治理", months="03,11", size_max=40)
    assert [item.title for item in rows_of(sign_in("liaison").get(f"{url('menu')}?{asked}"))] == found


def test_a_liaison_orders_with_three_times_and_changes_the_order(world, sign_in):
    item, client = make_item(world, size_max=30), sign_in("liaison")
    assert client.post(url("order-new", item.pk), sent(world, organisation=world.west_branch.pk)).status_code == 200
    response = client.post(url("order-new", item.pk), sent(world, day1="2017-01-01", day2=day(22), part2="evening", time2="19:00",
                                                           size=31))
    assert sorted(response.context["form"].errors) == ["day1", "day3", "size"]
    gap = client.post(url("order-new", item.pk), sent(world, day2=""))
    assert list(gap.context["form"].errors) == ["day2"]
    assert LessonOrder.objects.count() == 0
    client.post(url("order-new", item.pk), sent(world))
    order = LessonOrder.objects.get()
    assert [(slot.starts_at, slot.part) for slot in order.slots.all()] == [
        (moment(20, 9), "morning"), (moment(21, 14), "afternoon"), (moment(22, 19), ""),
    ]
    form = client.get(url("order-change", order.pk)).context["form"]
    assert (form["day3"].value(), form["part3"].value(), form["time3"].value()) == (moment(22).date(), "evening", "19:00")
    client.post(url("order-change", order.pk), sent(world, size=25, day2="", day3=""))
    order.refresh_from_db()
    assert (order.size, order.slots.count()) == (25, 1)
    client.post(url("order-reply", order.pk), {"withdraw": "", "reason": "改期"})
    order.refresh_from_db()
    assert (order.state, order.reason) == ("withdrawn", "改期")


def test_the_school_sees_who_could_come_with_reasons_and_accepts_by_one_button(world, sign_in):
    save_profile(actor=None, person=world.p_trainer, subjects="党代会精神", sessions_a_week=0)
    order = make_order(world, days=(20, 21, 22))
    make_session(world, make_cohort(world), starts_at=moment(20, 12), ends_at=moment(20, 13, 50), trainer=world.p_trainer)
    add_absence(actor=None, person=world.p_trainer, starts_at=moment(21, 8), ends_at=moment(21, 18))
    client = sign_in("school")
    offers = client.get(url("order", order.pk)).context["offers"]
    shown = [[(match.subject, match.blocked, len(hurdles)) for match, hurdles in found] for _n, _when, _passed, found in offers]
    assert shown == [[(True, False, 1)], [(True, True, 1)], [(True, False, 0)]]
    assert offers[1][3][0][1] == ["当时外出"]
    assert offers[0][3][0][1][0].endswith("只隔 10 分钟，路途需 30 分钟")
    client.post(url("order", order.pk), {"offer": f"3:{world.p_trainer.pk}", "accept-minutes": 90})
    order.refresh_from_db()
    assert (order.state, order.session.trainer, order.session.starts_at) == ("accepted", world.p_trainer, moment(22))


def test_neighbours_are_offered_and_brought_together(world, sign_in):
    item = make_item(world)
    one, near = make_order(world, item=item, part="afternoon"), make_order(world, item=item, days=(20, 24))
    far, other = make_order(world, item=item, days=(40,)), make_order(world, item=make_item(world, topic="治理"))
    west = make_order(world, item=item, organisation=world.west_branch)
    client = sign_in("school")
    found = client.get(url("order", one.pk)).context["neighbours"]
    assert [(row.order, row.fits) for row, _times in found] == [(near, (1,))]
    client.post(url("order", one.pk), {
        "accept": "", "accept-slot": "1", "accept-start": "14:00", "accept-minutes": 90,
        "together": [near.pk, far.pk, other.pk, west.pk],
    })
    assert set(LessonOrder.objects.filter(state="accepted")) == {one, near}
    late = make_order(world, item=item, part="afternoon")
    [(row, _times)] = client.get(url("order", late.pk)).context["neighbours"]
    assert (row.order.session_id, row.fits_session) == (ClassSession.objects.get().pk, True)
    client.post(url("order", late.pk), {"join": row.order.session_id})
    late.refresh_from_db()
    assert late.session_id == row.order.session_id
    assert client.post(url("order", far.pk), {"join": row.order.session_id}).status_code == 403
    client.post(url("order-undo", late.pk), {"take_out": "", "reason": "人太多"})
    late.refresh_from_db()
    assert (late.state, late.session) == ("placed", None)


def test_a_proposal_is_taken_by_one_tap(world, sign_in):
    order = make_order(world)
    school = sign_in("school")
    bad = school.post(url("order", order.pk), {"propose": "", "propose-day": "2017-01-01", "propose-start": "09:00"})
    assert list(bad.context["propose"].errors) == ["day"]
    school.post(url("order", order.pk), {"propose": "", "propose-day": day(25), "propose-start": "09:30"})
    assert school.post(url("order-reply", order.pk), {"agree": ""}).status_code == 403
    sign_in("liaison").post(url("order-reply", order.pk), {"agree": ""})
    order.refresh_from_db()
    assert (order.state, order.session.starts_at) == ("accepted", moment(25, 9, 30))
    sign_in("liaison").post(url("order-undo", order.pk), {"cancel": "", "reason": ""})
    order.refresh_from_db()
    assert order.state == "accepted"  # a reason is asked for
    sign_in("liaison").post(url("order-undo", order.pk), {"cancel": "", "reason": "防汛"})
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_the_queue_goes_by_age_and_says_what_is_overdue(world, sign_in):
    save_policy(actor=None, school=world.east, answer_days=3)
    old, young = make_order(world), make_order(world)
    LessonOrder.objects.filter(pk=old.pk).update(waiting_since=timezone.now() - timedelta(days=5))
    rows = rows_of(sign_in("school").get(url("orders") + "?state=placed"))
    assert [(row.pk, row.service_tone, row.service_text) for row in rows] == [
        (old.pk, "bad", "超期 2 天"), (young.pk, "muted", "3 天内答复"),
    ]


def test_a_school_sets_its_own_rules_of_orders_only(world, sign_in):
    client = sign_in("school")
    client.post(url("order-policy", world.east.pk), {"answer_days": 2, "survey_days": 5})
    assert OrderPolicy.objects.get().answer_days == 2
    assert client.post(url("order-policy", world.east.pk), {"answer_days": 0, "survey_days": 5}).context["form"].errors
    assert client.get(url("order-policy", world.west.pk)).status_code == 404


def test_a_topic_that_the_menu_lacks_is_asked_for_and_put_on_it(world, sign_in):
    client, month = sign_in("liaison"), timezone.localdate().replace(day=1).isoformat()
    form = {"organisation": world.east_branch.pk, "topic": "垃圾分类", "size": 20, "month": month}
    client.post(url("wish-new"), form)
    assert list(client.post(url("wish-new"), form).context["form"].errors) == ["topic"]
    wish = LessonWish.objects.get()
    school = sign_in("school")
    address = f"{url('menu-new')}?wish={wish.pk}"
    assert school.get(address).context["form"].initial["topic"] == "垃圾分类"
    school.post(address, {
        "school": world.east.pk, "title": "垃圾分类怎么做", "topic": "垃圾分类", "minutes": 60, "size_min": 1, "size_max": 40,
        "travel_minutes": 30,
    })
    wish.refresh_from_db()
    assert wish.item.title == "垃圾分类怎么做"
    assert [row.pk for row in rows_of(school.get(url("wishes") + "?state=met"))] == [wish.pk]
    assert school.get(address).status_code == 404


def unmet_world(world):
    """Four asks of the east that were not met, and one of the west."""
    item = make_item(world)
    decline_order(actor=None, order=make_order(world, item=item), reason="讲师外出")
    withdraw_order(actor=None, order=make_order(world, item=item))
    late = make_order(world, item=item)
    LessonOrder.objects.filter(pk=late.pk).update(waiting_since=timezone.now() - timedelta(days=30))
    make_order(world, item=item)
    accept_order(actor=None, order=make_order(world, item=item), starts_at=moment(20), trainer=None, minutes=60)
    month = moment(20).date().replace(day=1)
    for branch, topic in ((world.east_branch, "垃圾分类"), (world.west_branch, "养老")):
        place_wish(actor=None, organisation=branch, topic=topic, size=10, month=month)


def test_unmet_demand_is_shown_by_topic_within_ones_reach(world, sign_in):
    unmet_world(world)
    address = f"{url('orders-unmet')}?year={moment(20).year}"
    shown = [(line.topic, line.area, line.asks, line.people) for line in rows_of(sign_in("school").get(address))]
    assert shown == [("党代会精神", "东街道", 3, 75), ("垃圾分类", "东街道", 1, 10)]
    assert {line.area for line in rows_of(sign_in("auditor").get(address))} == {"东街道", "西街道"}
    assert [line.asks for line in rows_of(sign_in("school").get(address + "&kind=overdue"))] == [1]
    assert sign_in("liaison").get(address).status_code == 403


def test_the_export_lists_each_ask_and_leaves_a_line(world, tmp_path):
    unmet_world(world)
    path = tmp_path / "x.xlsx"
    year = moment(20).year
    assert export_demand(actor=world.p_school, year=year, today=timezone.localdate(), path=path) == 4
    groups, each = openpyxl.load_workbook(path).worksheets
    assert [row[0] for row in groups.iter_rows(min_row=4, values_only=True)] == ["党代会精神", "垃圾分类"]
    kinds = [row[0] for row in each.iter_rows(min_row=4, values_only=True)]
    assert kinds == ["已谢绝", "未答复即撤回", "超期未答复", "菜单上没有"]
    assert AuditEntry.objects.get(verb="demand.export").detail == {"rows": 4, "year": year}


def _orders(world, count):
    item = make_item(world)
    for number in range(count):
        make_order(world, item=item, days=(20, 21 + number))
    return url("order", make_order(world, item=item, days=(20,)).pk)


def _unmet(world, count):
    for number in range(count):
        decline_order(actor=None, order=make_order(world, item=make_item(world, topic=f"{number}")), reason="x")
    return url("orders-unmet") + f"?year={moment(20).year}"


def _wishes(world, count):
    for number in range(count):
        place_wish(actor=None, organisation=world.east_branch, topic=f"{number}", size=3, month=moment(20).date().replace(day=1))
    return url("wishes")


@pytest.mark.parametrize(("make", "queries"), [(_orders, 10), (_unmet, 5), (_wishes, 2)])
@pytest.mark.parametrize("count", [1, 9])
def test_a_page_of_orders_costs_the_same_however_long(world, sign_in, django_assert_num_queries, make, queries, count):
    address, client = make(world, count), sign_in("school")
    with django_assert_num_queries(4 + queries):
        assert client.get(address).status_code == 200


def test_the_school_of_elsewhere_sees_no_order(world, sign_in):
    west = people.create_person(actor=None, name="西校")
    people.grant_role(actor=None, person=west, role=Role.SCHOOL, organisation=world.west)
    order = make_order(world)
    propose_time(actor=None, order=order, starts_at=moment(25))
    client = sign_in("school")
    assert client.get(url("order", order.pk)).status_code == 200
    client.force_login(west)
    for name in ("order", "order-change", "order-receipt"):
        assert client.get(url(name, order.pk)).status_code == 404
    assert client.post(url("menu-edit", order.item_id), {"retire": ""}).status_code == 403
    assert rows_of(client.get(url("orders"))) == []
