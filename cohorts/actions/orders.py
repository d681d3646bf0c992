"""Orders of lessons as a branch's liaison acts: placed, changed and withdrawn until answered, and another time agreed to.

What the school does stands in ``cohorts.actions.order_answers``.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cohorts.enums import OrderMoment
from cohorts.models import LessonOrder, MenuItem, OrderSlot
from cohorts.order_words import fault_sentence, slots_text
from cohorts.queries.orders import area_id_of, offer_of
from cohorts.rules.orders import Act, faults
from lms.audit.trail import record

from .order_following import note_all, tell_schools
from .order_seats import bring, join, lock_for, permit


@transaction.atomic
def place_order(*, actor, item, organisation, slots, place, size, note=""):
    """Order ``item`` for ``organisation`` and return the order, which waits for the school's answer.

    ``slots`` are up to three :class:`cohorts.rules.orders.Slot`, the first choice first. Raises ``ValidationError`` with a
    sentence, by the name of a field, for everything that is wrong.
    """
    item = MenuItem.objects.select_related("school", "lecturer", "trainer").get(pk=item.pk)
    _check(item, organisation, slots, size)
    order = LessonOrder.objects.create(
        item=item, organisation=organisation, wanted_at=slots[0].starts_at, place=place, size=size, note=note, placed_by=actor
    )
    _keep(order, slots)
    record(actor=actor, verb="order.place", target=order, organisation=organisation, detail={"item": item.pk})
    _note(actor, order, OrderMoment.PLACED, {"slots": slots_text(slots)}, tell="order.placed")
    return order


@transaction.atomic
def change_order(*, actor, order, slots, place, size, note=""):
    """Change what is ordered while it waits for an answer; return the order."""
    order = lock_for(order)
    permit(order, Act.CHANGE)
    _check(order.item, order.organisation, slots, size)
    order.wanted_at, order.place, order.size, order.note = slots[0].starts_at, place, size, note
    order.save(update_fields=["wanted_at", "place", "size", "note"])
    order.slots.all().delete()
    _keep(order, slots)
    record(actor=actor, verb="order.change", target=order, organisation=order.organisation)
    _note(actor, order, OrderMoment.CHANGED, {"slots": slots_text(slots)}, tell="order.changed")
    return order


@transaction.atomic
def withdraw_order(*, actor, order, reason=""):
    """Withdraw an order that is not accepted yet; return it."""
    order = lock_for(order)
    order.state = permit(order, Act.WITHDRAW)
    order.reason, order.decided_at, order.decided_by = reason, timezone.now(), actor
    order.save()
    record(actor=actor, verb="order.withdraw", target=order, organisation=order.organisation)
    _note(actor, order, OrderMoment.WITHDRAWN, {"reason": reason}, tell="order.withdrawn")
    return order


@transaction.atomic
def agree_to_proposal(*, actor, order):
    """Take the time that the school proposes: the order is accepted, and is a session; return it.

    Raises ``ScheduleClash`` when the trainer is not free any more.
    """
    order = lock_for(order, session=LessonOrder.objects.filter(pk=order.pk).values_list("proposed_session", flat=True).first())
    order.state = permit(order, Act.AGREE)
    if order.proposed_session_id:
        session = join(actor, order, order.proposed_session)
    else:
        session = bring(actor, [order], starts_at=order.proposed_at, trainer=order.proposed_trainer,
                        minutes=order.proposed_minutes or order.item.minutes)
    order.session = session
    _forget_proposal(order)
    order.save()
    record(actor=actor, verb="order.agree", target=order, organisation=order.organisation, detail={"cohort": session.cohort_id})
    _note(actor, order, OrderMoment.AGREED, {}, tell="order.agreed")
    return order


@transaction.atomic
def refuse_proposal(*, actor, order, reason=""):
    """Decline the time that the school proposes: the order waits for its answer again; return it."""
    order = lock_for(order)
    order.state = permit(order, Act.REFUSE)
    order.waiting_since = timezone.now()
    _forget_proposal(order)
    order.save()
    record(actor=actor, verb="order.refuse", target=order, organisation=order.organisation)
    _note(actor, order, OrderMoment.REFUSED, {"reason": reason}, tell="order.refused")
    return order


def _forget_proposal(order):
    order.proposed_at = order.proposed_minutes = order.proposed_trainer = order.proposed_session = None


def _check(item, organisation, slots, size):
    found = faults(
        offer_of(item), area=area_id_of(organisation), size=size, slots=slots, today=timezone.localdate()
    )
    if found:
        wrong = {}
        for one in found:
            field, sentence = fault_sentence(one, item)
            wrong.setdefault(field, []).append(sentence)
        raise ValidationError(wrong)


def _keep(order, slots):
    OrderSlot.objects.bulk_create([
        OrderSlot(order=order, rank=rank, starts_at=slot.starts_at, part=slot.part) for rank, slot in enumerate(slots, start=1)
    ])


def _note(actor, order, moment, detail, *, tell):
    detail = {name: value for name, value in detail.items() if value}
    note_all(actor, [order], moment, {order.pk: detail})
    tell_schools(actor, [order], tell, {order.pk: detail})


