"""Lessons to order of the demo district: a menu, orders in every state, neighbours to bring together, wishes not met."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from cohorts.actions.attendance import mark_attendance
from cohorts.actions.menu import create_menu_item, save_policy
from cohorts.actions.order_answers import accept_order, cancel_order, decline_order, propose_time
from cohorts.actions.orders import place_order, withdraw_order
from cohorts.actions.sessions import close_session
from cohorts.actions.surveys import answer_survey, ask_people, begin_survey, close_survey
from cohorts.actions.wishes import place_wish
from cohorts.models import ClassSession, LessonOrder, LessonWish, MenuItem, OrderEvent, OrderSlot, SurveyTemplate
from cohorts.order_words import slots_text
from cohorts.plan_words import span
from cohorts.queries.surveys import due_to_begin
from cohorts.rules.orders import Slot, usual
from cohorts.rules.surveys import SCALE, questions_of
from courses.models import Lecturer
from lms.people.enums import Position
from lms.people.models import Appointment, Organisation

MENU = [
    ("身边的党史", "党史教育", "从衡山路到龙华，听一条街的红色故事", 90, 10, 60, "", "内环以内，党校派车"),
    ("怎样开好一次组织生活会", "支部工作实务", "流程、材料和常见的三个误区", 90, 5, 40, "", ""),
    ("加装电梯怎么议", "基层治理案例", "一个居民区的协商案例，带问题来讨论", 60, 8, 50, "03,04,05,06,09,10,11,12", ""),
    ("智能手机小课堂", "为老服务", "请家里的老党员一起来", 60, 5, 30, "", "需要无线网络"),
    ("学习贯彻党的十九大精神", "党的理论", "原原本本学报告，联系社区实际谈体会", 120, 20, 120, "", ""),
]
WISHES = [("垃圾分类怎么动员", 30, 1, "想听已经做成的小区介绍"), ("物业矛盾调解", 25, 2, ""), ("楼组党建怎么做", 20, 1, "")]


def build_orders(root, accounts, *, now):
    """Create the menu of the first sub-district's school, its rules, and orders of its branches. Once."""
    street = Organisation.objects.get(parent=root, name="天平路街道")
    if LessonOrder.objects.filter(item__school=street).exists():
        return
    items = [_item(street, accounts, *row) for row in MENU]
    template = SurveyTemplate.objects.active().filter(about="session", organisation=root).first()
    save_policy(actor=accounts["school"], school=street, answer_days=3, survey=template, survey_days=7)
    branches = list(Organisation.objects.filter(parent=street).order_by("path")[:8])
    own = next(branch for branch in branches if branch.name == "天平路第1居民区党总支")
    others = [branch for branch in branches if branch != own]
    party, life, lift, phone, theory = items
    _delivered(party, [own, others[5]], accounts, now)
    _placed(party, own, accounts, now, [(9, "afternoon"), (12, "afternoon"), (13, "morning")], waits=5,
            note="请准备投影，有几位老同志听力不好")
    _placed(party, others[0], accounts, now, [(9, "afternoon"), (16, "morning")], waits=1)
    _placed(party, others[1], accounts, now, [(12, "afternoon"), (9, "evening")])
    _placed(lift, others[2], accounts, now, [(14, "evening"), (15, "evening")], waits=2)
    proposed = _placed(life, own, accounts, now, [(10, "morning"), (11, "morning")])
    trainer = accounts["trainer"]
    propose_time(actor=accounts["school"], order=proposed, starts_at=_at(now, _free(trainer, now, 17), 9, 30), trainer=trainer,
                 reason="原时间教师另有课次")
    day = _free(trainer, now, 20)
    joint = [_placed(theory, branch, accounts, now, [(day, "afternoon")], size=30) for branch in (own, others[3])]
    accept_order(actor=accounts["school"], order=joint[0], starts_at=_at(now, day, 14), trainer=trainer, minutes=120,
                 together=joint[1:])
    decline_order(actor=accounts["school"], order=_placed(phone, own, accounts, now, [(8, "morning")]),
                  reason="该讲师当月外出学习，建议下月再点")
    withdraw_order(actor=_who(others[0], accounts), order=_placed(lift, others[0], accounts, now, [(7, "morning")]),
                   reason="与街道会议冲突")
    cancelled = accept_order(
        actor=accounts["school"], order=_placed(phone, others[1], accounts, now, [(22, "morning")]), starts_at=_at(now, 22, 9),
        trainer=None, minutes=60,
    )
    cancel_order(actor=_who(others[1], accounts), order=cancelled, reason="活动室装修")
    _wishes([own, *others[:2]], accounts, now)


def _item(school, accounts, title, topic, summary, minutes, least, most, months, note):
    found = MenuItem.objects.filter(school=school, title=title).first()
    lecturer = Lecturer.objects.filter(retired_at=None).first() if topic == "党的理论" else None
    return found or create_menu_item(
        actor=accounts["school"], school=school, title=title, topic=topic, summary=summary, minutes=minutes, size_min=least,
        size_max=most, months=months, travel_note=note, lecturer=lecturer, areas=[school] if topic == "为老服务" else (),
        trainer=accounts["trainer"] if topic == "支部工作实务" else None,
    )


def _placed(item, branch, accounts, now, slots, *, waits=0, size=20, note=""):
    """Place an order that has waited so many days; a month in which the item is not offered is left."""
    days = 0
    while item.months and any(_at(now, day + days).month not in item.month_numbers for day, _part in slots):
        days += 1
    order = place_order(
        actor=_who(branch, accounts), item=item, organisation=branch, size=size, place=f"{branch.name[:8]}活动室", note=note,
        slots=[Slot(_at(now, day + days, usual(part).hour, usual(part).minute), part) for day, part in slots],
    )
    if waits:
        since = now - timedelta(days=waits)
        LessonOrder.objects.filter(pk=order.pk).update(placed_at=since, waiting_since=since)
        OrderEvent.objects.filter(order=order).update(at=since)
    return order


def _delivered(item, branches, accounts, now):
    """A lesson brought to two branches together nine days ago: marked, closed and rated."""
    day = _free(accounts["trainer"], now, 5)
    order, *others = [_placed(item, branch, accounts, now, [(day, "afternoon")], waits=20, size=25) for branch in branches]
    order = accept_order(actor=accounts["school"], order=order, starts_at=_at(now, day, 14), trainer=accounts["trainer"],
                         minutes=90, together=others)
    began = _at(now, -9, 14)
    session, cohort = order.session, order.session.cohort
    ClassSession.objects.filter(pk=session.pk).update(starts_at=began, ends_at=began + timedelta(minutes=90))
    cohort.starts_on = cohort.ends_on = timezone.localdate(began)
    cohort.save(update_fields=["starts_on", "ends_on"])
    session.refresh_from_db()
    both = LessonOrder.objects.filter(session=session)
    both.update(wanted_at=began)
    OrderSlot.objects.filter(order__in=both).update(starts_at=began)
    events = OrderEvent.objects.filter(order__in=both)
    events.filter(moment="placed").update(detail={"slots": slots_text([Slot(began, "afternoon")])})
    events.filter(moment="joined").update(at=now - timedelta(days=18), detail={
        "when": span(session.starts_at, session.ends_at), "trainer": accounts["trainer"].name,
    })
    seats = list(cohort.enrolments.seated().order_by("pk"))
    mark_attendance(actor=accounts["trainer"], session=session, now=began + timedelta(minutes=20), marks=[
        (seat.pk, "late" if number % 7 == 3 else "present", uuid.uuid4()) for number, seat in enumerate(seats) if number % 9 != 8
    ])
    close_session(actor=accounts["trainer"], session=session, now=began + timedelta(hours=2))
    events.filter(moment="delivered").update(at=began + timedelta(hours=2))
    meanwhile = began + timedelta(days=1)
    for due in due_to_begin(meanwhile):
        if due.session == session:
            survey = begin_survey(due=due)
            ask_people(now=meanwhile)
            for number, ticket in enumerate(survey.tickets.select_related("person").order_by("pk")):
                answer_survey(person=ticket.person, survey=survey, now=meanwhile, given={
                    one.key: str(5 - number % 2) if one.kind == SCALE else "1" if one.options else ""
                    for one in questions_of(survey.questions)
                })
            close_survey(survey=survey, now=survey.closes_at)


def _wishes(branches, accounts, now):
    first = timezone.localdate(now).replace(day=1)
    for branch, (topic, size, months, note) in zip(branches, WISHES, strict=False):
        month = (first + timedelta(days=31 * months)).replace(day=1)
        if not LessonWish.objects.filter(organisation=branch, topic=topic).exists():
            place_wish(actor=_who(branch, accounts), organisation=branch, topic=topic, size=size, month=month, note=note)


def _who(branch, accounts):
    """Return who orders for a branch: the demo liaison for the first, its secretary for the others."""
    if branch.name == "天平路第1居民区党总支":
        return accounts["liaison"]
    post = Appointment.objects.current().filter(organisation=branch, position=Position.SECRETARY).select_related("person").first()
    return post.person if post else accounts["liaison"]


def _free(trainer, now, days):
    """Return after how many days, ``days`` or more, the trainer next has a day without a session: classes follow the calendar."""
    begin = _at(now, days, 0)
    taken = {timezone.localdate(at) for at in ClassSession.objects.open().filter(trainer=trainer, starts_at__gte=begin)
             .values_list("starts_at", flat=True)}
    today = timezone.localdate(now)
    return next(after for after in range(days, days + 365) if today + timedelta(days=after) not in taken)


def _at(now, days, hour=9, minute=0):
    day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
