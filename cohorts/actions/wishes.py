"""Topics that a branch asks for and the menu lacks."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import LessonWish
from lms.audit.trail import record
from lms.notices.actions import notify_all


@transaction.atomic
def place_wish(*, actor, organisation, topic, size, month, note=""):
    """Ask for a lesson about ``topic`` in the month that begins on ``month``; return the wish. Once a topic and month."""
    if month < timezone.localdate().replace(day=1):
        raise ValidationError({"month": _("This month is over. Choose a later one.")})
    try:
        with transaction.atomic():
            wish = LessonWish.objects.create(
                organisation=organisation, topic=topic.strip(), size=size, month=month, note=note, placed_by=actor
            )
    except IntegrityError as error:
        raise ValidationError(
            {"topic": _("Your organisation asked for this topic in that month already. Choose another month.")}
        ) from error
    record(actor=actor, verb="wish.place", target=wish, organisation=organisation)
    return wish


@transaction.atomic
def withdraw_wish(*, actor, wish):
    """The topic is not wanted any more; return the wish."""
    wish = _open(wish)
    wish.withdrawn_at = timezone.now()
    wish.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="wish.withdraw", target=wish, organisation=wish.organisation)
    return wish


@transaction.atomic
def meet_wish(*, actor, wish, item):
    """The menu offers ``item`` for it now, and whoever asked hears of it; return the wish."""
    wish = _open(wish)
    wish.item = item
    wish.save(update_fields=["item"])
    record(actor=actor, verb="wish.meet", target=wish, organisation=wish.organisation, detail={"item": item.pk})
    if wish.placed_by_id:
        notify_all([{
            "person_id": wish.placed_by_id, "kind": "wish.met", "source": f"wish.met:{wish.pk}",
            "url": reverse("cohorts:order-new", args=[item.pk]), "params": {"topic": wish.topic, "lesson": item.title},
        }])
    return wish


def _open(wish):
    wish = LessonWish.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=wish.pk)
    if wish.withdrawn_at is not None:
        raise ValidationError(_("This wish was withdrawn."), code="withdrawn")
    if wish.item_id is not None:
        raise ValidationError(_("The menu offers a lesson for this wish already."), code="met")
    return wish
