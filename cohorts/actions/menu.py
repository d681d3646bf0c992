"""What a school offers to bring, and what it promises of orders."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.models import MenuItem, OrderPolicy
from lms.audit.trail import record

ITEM_FIELDS = (
    "title", "topic", "summary", "lecturer", "trainer", "minutes", "size_min", "size_max", "months", "travel_minutes",
    "travel_note", "retired_at",
)


@transaction.atomic
def create_menu_item(*, actor, school, title, minutes, areas=(), **fields):
    """Put a lesson on the menu of ``school`` and return it; ``fields`` are those of :class:`MenuItem`."""
    item = MenuItem(school=school, title=title, minutes=minutes, **fields)
    _check(item)
    item.save()
    item.areas.set(areas)
    record(actor=actor, verb="menu.create", target=item, organisation=school)
    return item


@transaction.atomic
def update_menu_item(*, actor, item, areas=None, **changes):
    """Change any of ``ITEM_FIELDS`` of an item, or its ``areas``; orders already placed keep it."""
    unknown = changes.keys() - set(ITEM_FIELDS)
    if unknown:
        raise TypeError(f"a menu item has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(item, name) != value)
    for name in changed:
        setattr(item, name, changes[name])
    _check(item)
    if changed:
        item.save(update_fields=changed)
    if areas is not None and set(item.areas.values_list("pk", flat=True)) != {area.pk for area in areas}:
        item.areas.set(areas)
        changed.append("areas")
    if changed:
        record(actor=actor, verb="menu.update", target=item, organisation=item.school, detail={"changed": changed})
    return item


@transaction.atomic
def save_policy(*, actor, school, answer_days, survey=None, survey_days=7):
    """Keep within how many days a school answers orders, and the questionnaire by which lessons are rated; return that."""
    policy, _made = OrderPolicy.objects.update_or_create(
        school=school, defaults={"answer_days": answer_days, "survey": survey, "survey_days": survey_days}
    )
    record(actor=actor, verb="order.policy", target=policy, organisation=school, detail={"days": answer_days})
    return policy


def _check(item):
    if item.size_max < item.size_min:
        raise ValidationError({"size_max": _("The most people are fewer than the least. Raise the one or lower the other.")})
    if item.lecturer is not None and item.trainer is not None:
        raise ValidationError({"trainer": _("Choose the card of a lecturer or a trainer, not both.")})
