"""The timeline of orders and who hears of it; orders follow their session when it changes, is cancelled or closed.

Locks are taken in one order: the cohort, its session, then orders by their id.
"""

from django.urls import reverse
from django.utils import timezone

from cohorts.enums import OrderMoment, OrderState
from cohorts.models import LessonOrder, OrderEvent
from cohorts.models.order import ANSWERING
from cohorts.plan_words import span
from lms.notices.actions import notify_all
from lms.people.models import RoleGrant


def follow_closing(*, actor, session, now):
    """The session is closed: the lessons ordered are delivered, and whoever ordered them has a receipt."""
    _follow(actor, [session], OrderState.DELIVERED, OrderMoment.DELIVERED, "order.delivered", now)


def follow_cancelling(*, actor, sessions):
    """The sessions are cancelled: so are the orders behind them, and both sides hear of it."""
    _follow(actor, sessions, OrderState.CANCELLED, OrderMoment.CANCELLED, "order.cancelled", timezone.now())


def follow_change(*, actor, sessions):
    """The sessions are at another time or place, or with another trainer: whoever ordered them hears of it."""
    by_pk = {session.pk: session for session in sessions}
    orders = accepted_of(by_pk)
    details = {}
    for order in orders:
        session = by_pk[order.session_id]
        details[order.pk] = {
            "when": span(session.starts_at, session.ends_at), "trainer": session.trainer.name if session.trainer_id else "",
        }
    note_all(actor, orders, OrderMoment.MOVED, details)
    tell_orderers(actor, orders, "order.moved", details)


def accepted_of(sessions):
    """Return the accepted orders of the sessions (ids or rows), locked, with what notices name."""
    return list(
        LessonOrder.objects.select_for_update(of=("self",), no_key=True)
        .filter(session__in=list(sessions), state=OrderState.ACCEPTED)
        .select_related("item__school", "organisation", "session").order_by("pk")
    )


def _follow(actor, sessions, state, moment, kind, now):
    orders = accepted_of(session.pk for session in sessions)
    if not orders:
        return
    LessonOrder.objects.filter(pk__in=[order.pk for order in orders]).update(state=state)
    note_all(actor, orders, moment)
    details = {order.pk: {"when": span(order.session.starts_at, order.session.ends_at)} for order in orders}
    tell_orderers(actor, orders, kind, details)
    if state == OrderState.CANCELLED:
        tell_schools(actor, orders, kind, details)


def note_all(actor, orders, moment, details=None):
    """Write a line in the timeline of each order; ``details`` maps the id of an order to the values of its sentence."""
    now = timezone.now()
    OrderEvent.objects.bulk_create([
        OrderEvent(order=order, moment=moment, at=now, by=actor, detail=(details or {}).get(order.pk, {})) for order in orders
    ])


def tell_orderers(actor, orders, kind, details=None):
    """Tell whoever placed each order, unless they did it themselves."""
    _tell([(order, order.placed_by_id) for order in orders], actor, kind, details)


def tell_schools(actor, orders, kind, details=None):
    """Tell the administrators of the school of each order, but whoever did it and whoever ordered. One query."""
    schools = {order.item.school_id for order in orders}
    held = RoleGrant.objects.active().filter(organisation__in=schools, role__in=ANSWERING, person__is_active=True)
    hosts = set(held.values_list("organisation_id", "person_id"))
    _tell([
        (order, person) for order in orders for school, person in sorted(hosts)
        if school == order.item.school_id and person != order.placed_by_id
    ], actor, kind, details)


def _tell(pairs, actor, kind, details):
    moment = timezone.now()
    notify_all(
        {
            "person_id": person, "kind": kind, "source": f"{kind}:{order.pk}:{person}:{moment:%Y%m%d%H%M%S%f}",
            "url": reverse("cohorts:order", args=[order.pk]), "params": {
                "lesson": order.item.title, "organisation": order.organisation.name, **(details or {}).get(order.pk, {}),
            },
        }
        for order, person in pairs if person is not None and (actor is None or person != actor.pk)
    )
