"""Sentences for what the rules of orders answer, and the lines of an order's timeline in words."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.enums import DayPart, OrderMoment
from cohorts.plan_words import span
from cohorts.rules.demand import Unmet
from cohorts.rules.lecturers import Hindrance
from cohorts.rules.orders import Fault, Refusal, Urgency

UNMET = {
    Unmet.DECLINED: _("Declined"), Unmet.WITHDRAWN: _("Withdrawn unanswered"), Unmet.OVERDUE: _("Overdue"),
    Unmet.WISH: _("Not on the menu"),
}
TONES = {Urgency.IN_TIME: "muted", Urgency.SOON: "warn", Urgency.OVERDUE: "bad"}


def fault_sentence(wrong, item):
    """Return ``(field, sentence)`` of what is wrong with an order (``rules.orders.Wrong``), and what would help."""
    words = {"least": item.size_min, "most": item.size_max, "months": months_text(item)}
    field = f"day{wrong.slot}" if wrong.slot else "__all__"
    match wrong.fault:
        case Fault.RETIRED:
            text = gettext("This lesson is not offered any more. Choose another one from the menu.")
        case Fault.AREA:
            field, text = "organisation", gettext("This lesson is not brought to that sub-district. Choose another one.")
        case Fault.TOO_FEW:
            field, text = "size", gettext(
                "This lesson comes for %(least)s people and more. Invite a neighbouring branch, or choose another lesson."
            )
        case Fault.TOO_MANY:
            field, text = "size", gettext("This lesson takes %(most)s people at most. Come with fewer, or order it twice.")
        case Fault.NO_SLOT:
            text = gettext("Name at least one day.")
        case Fault.PAST:
            text = gettext("Choose a day after today, so that the school can prepare.")
        case Fault.MONTH:
            text = gettext("This lesson is offered in these months only: %(months)s. Choose a day in one of them.")
        case Fault.EQUAL:
            text = gettext("This time is the same as one above. Choose another one, or leave it empty.")
    return field, text % words


def refusal_sentence(refusal, order):
    """Say why an act on an order cannot be done, and what to do."""
    words = {"state": order.get_state_display()}
    match refusal:
        case Refusal.ANSWERED:
            text = gettext("This order was answered already. Reload the page to see the answer.")
        case Refusal.OVER:
            text = gettext("Nothing can be changed any more: this order is now “%(state)s”.")
        case Refusal.NOT_PROPOSED:
            text = gettext("No other time is proposed any more. Reload the page to see where the order stands.")
        case Refusal.NOT_ACCEPTED:
            text = gettext("This order is not accepted. Reload the page to see where it stands.")
        case Refusal.BEGUN:
            text = gettext("The session has begun. What was recorded of it stays.")
        case _:
            text = gettext("This order has its session to itself. Cancel it instead.")
    return text % words


def month_name(number):
    return gettext("%(month)s (month)") % {"month": number}


def months_text(item):
    """Return the months in which an item is offered, or that it is all the year."""
    numbers = item.month_numbers
    return "、".join(month_name(number) for number in numbers) if numbers else gettext("all the year")


def slot_text(slot):
    """Return ``12月8日 周二 下午`` or the same with the exact time."""
    local = timezone.localtime(slot.starts_at)
    day = f"{date_format(local, 'MONTH_DAY_FORMAT')} {date_format(local, 'l')}"
    return f"{day} {DayPart(slot.part).label if slot.part else f'{local:%H:%M}'}"


def slots_text(slots):
    return "；".join(slot_text(slot) for slot in slots)


def service_sentence(service):
    """Say by when an order should be answered, or since when it should have been."""
    if service.urgency == Urgency.OVERDUE:
        return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", service.days) % {"days": service.days}
    if service.days == 0:
        return gettext("Answer today")
    return ngettext("Answer within %(days)s day", "Answer within %(days)s days", service.days) % {"days": service.days}


def hurdle_sentence(hurdle):
    """Say what stands in a trainer's way at a wanted time (``rules.lecturers.Hurdle``)."""
    words = {"title": hurdle.title, "need": hurdle.need, "have": hurdle.have}
    if hurdle.span is not None:
        words["when"] = span(hurdle.span.starts_at, hurdle.span.ends_at)
    match hurdle.why:
        case Hindrance.BUSY:
            text = gettext("teaches “%(title)s” then (%(when)s)")
        case Hindrance.AWAY:
            text = gettext("is away then")
        case Hindrance.TRAVEL:
            text = gettext("only %(have)s minutes to “%(title)s” (%(when)s), the way takes %(need)s")
        case _:
            text = gettext("would teach %(need)s sessions that week, takes at most %(have)s")
    return text % words


def proposal_text(order):
    """Return the proposed time of an order, from beginning to end."""
    return span(order.proposed_at, order.proposed_at + timedelta(minutes=order.proposed_minutes or order.item.minutes))


DETAILS = {
    "slots": _("Wanted times: %(value)s"), "when": _("Time: %(value)s"), "trainer": _("Trainer: %(value)s"),
    "reason": _("Reason: %(value)s"),
}
MOMENT_TONES = {
    OrderMoment.ACCEPTED: "ok", OrderMoment.AGREED: "ok", OrderMoment.JOINED: "ok", OrderMoment.DELIVERED: "ok",
    OrderMoment.DECLINED: "bad", OrderMoment.CANCELLED: "bad", OrderMoment.PROPOSED: "warn", OrderMoment.TAKEN_OUT: "warn",
}


def event_lines(events):
    """Return ``(event, tone, details in words)`` of a timeline's lines."""
    return [
        (event, MOMENT_TONES.get(event.moment, "info"), [
            str(text) % {"value": event.detail[name]} for name, text in DETAILS.items() if event.detail.get(name)
        ])
        for event in events
    ]
