"""Lessons to order: the menu of a school, an order for it, and the school's answer."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import OrderState, SessionKind
from cohorts.models import LessonOrder, MenuItem
from lms.audit.trail import record

from .single import hold_one

ITEM_FIELDS = ("title", "summary", "minutes", "retired_at")


@transaction.atomic
def create_menu_item(*, actor, school, title, minutes, summary=""):
    item = MenuItem.objects.create(school=school, title=title, summary=summary, minutes=minutes)
    record(actor=actor, verb="menu.create", target=item, organisation=school)
    return item


@transaction.atomic
def update_menu_item(*, actor, item, **changes):
    """Change the title, summary, minutes or ``retired_at`` of an item; orders already placed keep it."""
    unknown = changes.keys() - set(ITEM_FIELDS)
    if unknown:
        raise TypeError(f"a menu item has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(item, name) != value)
    for name in changed:
        setattr(item, name, changes[name])
    if changed:
        item.save(update_fields=changed)
        record(actor=actor, verb="menu.update", target=item, organisation=item.school, detail={"changed": changed})
    return item


@transaction.atomic
def place_order(*, actor, item, organisation, wanted_at, place, size, note=""):
    """Order ``item`` for ``organisation`` and return the order, which waits for the school's answer."""
    if item.retired_at is not None:
        raise ValidationError(_("This lesson is not offered any more. Choose another one from the menu."), code="retired")
    order = LessonOrder.objects.create(
        item=item, organisation=organisation, wanted_at=wanted_at, place=place, size=size, note=note, placed_by=actor
    )
    record(actor=actor, verb="order.place", target=order, organisation=organisation, detail={"item": item.pk})
    return order


@transaction.atomic
def accept_order(*, actor, order, starts_at, trainer, minutes):
    """Bring the lesson: a cohort of the organisation's people with one session at their door, told at once; return the order.

    Everyone with a current post or membership in the organisation is enrolled, under their highest post. Raises
    ``ValidationError`` when the order was answered before, ``ScheduleClash`` when the trainer is busy then.
    """
    order = _open_order(order)
    order.session = hold_one(
        actor=actor, organiser=order.item.school, organisation=order.organisation, title=order.item.title, size=order.size,
        kind=SessionKind.LECTURE, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), trainer=trainer,
        minutes=minutes,
    )
    return _answer(actor, order, OrderState.ACCEPTED, "order.accept", detail={"cohort": order.session.cohort_id})


@transaction.atomic
def decline_order(*, actor, order, reason):
    """Decline an order; the reason is shown to whoever placed it."""
    order = _open_order(order)
    order.reason = reason
    return _answer(actor, order, OrderState.DECLINED, "order.decline")


def _open_order(order):
    order = LessonOrder.objects.select_for_update(of=("self",), no_key=True).select_related(
        "item__school", "organisation"
    ).get(pk=order.pk)
    if order.state != OrderState.PLACED:
        raise ValidationError(_("This order was answered already. Reload the page to see the answer."), code="answered")
    return order


def _answer(actor, order, state, verb, detail=None):
    order.state, order.decided_at, order.decided_by = state, timezone.now(), actor
    order.save()
    record(actor=actor, verb=verb, target=order, organisation=order.organisation, detail=detail)
    return order
