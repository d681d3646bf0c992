"""The school's answers to orders: accepted, one or several together, declined, another time proposed; taken out, cancelled.

Of two who answer one order at once, one waits for the row and is then told that it was answered.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import OrderMoment, OrderState
from cohorts.models import LessonOrder
from cohorts.plan_words import span
from cohorts.rules.orders import Act, Slot, fits
from lms.audit.trail import record

from .cohorts import cancel_cohort
from .order_following import note_all, tell_orderers, tell_schools
from .order_seats import bring, check_together, join, leave, lock_all, lock_for, permit


@transaction.atomic
def accept_order(*, actor, order, starts_at, trainer, minutes, together=()):
    """Bring the lesson, to the orders ``together`` as well: a cohort of their people with one session, told at once; return
    the order.

    ``starts_at`` is a time that each of them asked for. Raises ``ValidationError`` when one was answered before or did not
    ask for that time, ``ScheduleClash`` when the trainer is busy then.
    """
    orders = lock_all([order, *together])
    for one in orders:
        permit(one, Act.ACCEPT)
    check_together(orders)
    wanted = _slots_of(orders)
    for one in orders:
        if not any(fits(slot, timezone.localtime(starts_at)) for slot in wanted[one.pk]):
            raise ValidationError(
                _("%(organisation)s did not ask for this time. Propose it to them instead.")
                % {"organisation": one.organisation.name}, code="not_wanted",
            )
    session = bring(actor, orders, starts_at=starts_at, trainer=trainer, minutes=minutes)
    for one in orders:
        one.session = session
        _answer(actor, one, OrderState.ACCEPTED, "order.accept", detail={"cohort": session.cohort_id})
    _tell_joined(actor, orders, session, OrderMoment.ACCEPTED if len(orders) == 1 else OrderMoment.JOINED)
    return orders[0]


@transaction.atomic
def decline_order(*, actor, order, reason):
    """Decline an order; the reason is told to whoever placed it."""
    order = lock_for(order)
    state = permit(order, Act.DECLINE)
    order.reason = reason
    _answer(actor, order, state, "order.decline")
    return _note(actor, order, OrderMoment.DECLINED, {"reason": reason}, tell="order.declined")


@transaction.atomic
def propose_time(*, actor, order, starts_at=None, trainer=None, minutes=None, session=None, reason=""):
    """Propose another time, or to join ``session``; the liaison accepts or declines. Nothing is planned before; return the
    order."""
    order = lock_for(order)
    state = permit(order, Act.PROPOSE)
    if session is not None:
        starts_at, trainer, minutes = session.starts_at, session.trainer, session.minutes
    if starts_at <= timezone.now():
        raise ValidationError({"day": _("This time has passed. Propose a later one.")}, code="past")
    order.proposed_at, order.proposed_trainer = starts_at, trainer
    order.proposed_minutes, order.proposed_session = minutes or order.item.minutes, session
    order.reason = reason
    _answer(actor, order, state, "order.propose")
    ends_at = starts_at + timedelta(minutes=order.proposed_minutes)
    detail = {"when": span(starts_at, ends_at), "trainer": trainer.name if trainer else "", "reason": reason}
    return _note(actor, order, OrderMoment.PROPOSED, detail, tell="order.proposed")


@transaction.atomic
def join_order(*, actor, order, session):
    """Bring an order that waits together with others to a session that stands, at a time it asked for; return the order."""
    order = lock_for(order, session=session.pk)
    state = permit(order, Act.ACCEPT)
    if not any(fits(slot, timezone.localtime(session.starts_at)) for slot in _slots_of([order])[order.pk]):
        raise ValidationError(
            _("%(organisation)s did not ask for this time. Propose it to them instead.")
            % {"organisation": order.organisation.name}, code="not_wanted",
        )
    order.session = join(actor, order, session)
    _answer(actor, order, state, "order.join", detail={"cohort": order.session.cohort_id})
    _tell_joined(actor, [order], order.session, OrderMoment.JOINED)
    return order


@transaction.atomic
def take_out_order(*, actor, order, reason):
    """Take an order out of its joint session before that begins: its people come off the list, and it waits for an answer
    again; return the order."""
    order = lock_for(order)
    state = permit(order, Act.TAKE_OUT, now=timezone.now(), begins=order.session and order.session.starts_at,
                   together=_together(order))
    leave(actor, order, reason)
    order.session, order.decided_at, order.decided_by, order.reason = None, None, None, ""
    order.state, order.waiting_since = state, timezone.now()
    order.save()
    record(actor=actor, verb="order.take_out", target=order, organisation=order.organisation)
    return _note(actor, order, OrderMoment.TAKEN_OUT, {"reason": reason}, tell="order.taken_out")


@transaction.atomic
def cancel_order(*, actor, order, reason):
    """Cancel an accepted order before its session begins, by either side; return it. Others of a joint session keep it."""
    order = lock_for(order)
    state = permit(order, Act.CANCEL, now=timezone.now(), begins=order.session and order.session.starts_at)
    alone = _together(order) == 1
    if not alone:
        leave(actor, order, reason)
    order.reason = reason
    _answer(actor, order, state, "order.cancel")
    detail = {"when": span(order.session.starts_at, order.session.ends_at), "reason": reason}
    _note(actor, order, OrderMoment.CANCELLED, detail, tell="order.cancelled")
    tell_schools(actor, [order], "order.cancelled", {order.pk: detail})
    if alone:
        cancel_cohort(actor=actor, cohort=order.session.cohort)
    return order


def _together(order):
    return LessonOrder.objects.filter(session=order.session_id, state=OrderState.ACCEPTED).count() if order.session_id else 0


def _slots_of(orders):
    """Return the wanted times of the orders as the rules know them, by their ids. One query."""
    found = {order.pk: [] for order in orders}
    rows = LessonOrder.objects.filter(pk__in=found).order_by("pk", "slots__rank")
    for pk, starts_at, part in rows.values_list("pk", "slots__starts_at", "slots__part"):
        if starts_at is not None:
            found[pk].append(Slot(timezone.localtime(starts_at), part))
    return found


def _tell_joined(actor, orders, session, moment):
    words = {"when": span(session.starts_at, session.ends_at), "trainer": session.trainer.name if session.trainer else ""}
    details = {order.pk: words for order in orders}
    note_all(actor, orders, moment, details)
    kind = "order.accepted" if moment == OrderMoment.ACCEPTED else "order.joined"
    tell_orderers(actor, orders, kind, {pk: {**words, "place": session.place} for pk in details})


def _answer(actor, order, state, verb, detail=None):
    order.state, order.decided_at, order.decided_by = state, timezone.now(), actor
    order.save()
    record(actor=actor, verb=verb, target=order, organisation=order.organisation, detail=detail)


def _note(actor, order, moment, detail, *, tell):
    detail = {name: value for name, value in detail.items() if value}
    note_all(actor, [order], moment, {order.pk: detail})
    tell_orderers(actor, [order], tell, {order.pk: {"reason": "", "when": "", **detail}})
    return order
