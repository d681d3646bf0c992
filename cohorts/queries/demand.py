"""Demand that was not met: orders declined, withdrawn before an answer or overdue, and topics that the menu lacks."""

from django.db.models import Q
from django.utils import timezone

from cohorts.enums import OrderState
from cohorts.models import LessonWish
from cohorts.queries.orders import answer_days_of, area_id_of, area_names, listed
from cohorts.rules.demand import Ask, Unmet, grouped
from cohorts.rules.orders import Urgency, service

KINDS = {OrderState.DECLINED: Unmet.DECLINED, OrderState.WITHDRAWN: Unmet.WITHDRAWN}


def unmet(user, year, today, *, kind=""):
    """Return the asks of a year that were not met and that ``user`` may see, as ``[(Ask, row)]``, the earliest first. Three
    queries."""
    first, last = (timezone.make_aware(timezone.datetime(each, 1, 1)) for each in (year, year + 1))
    states = (OrderState.PLACED, *KINDS)
    orders = listed(user).filter(wanted_at__gte=first, wanted_at__lt=last, state__in=states).order_by("wanted_at", "pk")
    kept = [(order, said) for order in orders if (said := _kind(order, today))]
    wishes = list(
        LessonWish.objects.visible_to(user).filter(month__year=year, withdrawn_at=None, item=None)
        .select_related("organisation").order_by("month", "pk")
    )
    names = area_names([row.organisation for row, _said in kept] + [row.organisation for row in wishes])
    found = [
        (Ask(said, row.item.topic or row.item.title, names[area_id_of(row.organisation)],
             timezone.localdate(row.wanted_at).replace(day=1), row.size), row)
        for row, said in kept
    ] + [
        (Ask(Unmet.WISH, row.topic, names[area_id_of(row.organisation)], row.month, row.size), row) for row in wishes
    ]
    return [(ask, row) for ask, row in found if not kind or ask.kind == kind]


def unmet_lines(user, year, today, *, kind=""):
    """Return the :class:`cohorts.rules.demand.Line` list of the same. Three queries."""
    return grouped(ask for ask, _row in unmet(user, year, today, kind=kind))


def _kind(order, today):
    if order.state == OrderState.PLACED:
        waits = service(timezone.localtime(order.waiting_since), answer_days_of(order), today)
        return Unmet.OVERDUE if waits.urgency == Urgency.OVERDUE else None
    return KINDS[order.state]


def years_of(user, today):
    """Return the years in which something was wanted, the latest first; this year always among them. Two queries."""
    years = {day.year for day in listed(user).order_by().dates("wanted_at", "year")}
    years |= {day.year for day in LessonWish.objects.visible_to(user).order_by().dates("month", "year")}
    return sorted(years | {today.year}, reverse=True)


def wishes_listed(user, *, state=""):
    """Wishes that ``user`` sees: ``open``, ``met`` or all that were not withdrawn."""
    found = LessonWish.objects.visible_to(user).select_related("organisation__parent", "item", "placed_by")
    if state == "open":
        return found.filter(withdrawn_at=None, item=None)
    return found.filter(Q(withdrawn_at=None) if state == "all" else Q(item__isnull=False))
