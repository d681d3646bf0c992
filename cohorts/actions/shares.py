"""Places of a cohort kept for organisations: keep, change, give back, and name the people who take them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, SeatShare
from cohorts.queries.seats import places_of
from lms.audit.trail import record
from lms.notices.actions import notify_all
from lms.people.enums import Role
from lms.people.models import RoleGrant

from .enrolment import enrol
from .locking import lock_cohort
from .seats import shares_of, take_places


@transaction.atomic
def keep_places(*, actor, cohort, organisation, seats, name_until):
    """Keep ``seats`` places for ``organisation`` until the end of the day ``name_until``; return the share.

    A share that stands is changed. Raises ``ValidationError`` when fewer are free, or when more people were named already.
    The organisation's liaisons are told.
    """
    cohort = lock_cohort(cohort)
    if name_until < timezone.localdate():
        raise ValidationError({"name_until": _("This day is over. Choose a day from today on.")})
    share = SeatShare.objects.filter(cohort=cohort, organisation=organisation).first()
    now = next((row for row in shares_of(cohort) if share and row.pk == share.pk), None)
    named = now.named if now else 0
    if seats < named:
        raise ValidationError({"seats": ngettext(
            "%(count)s person was named already. Keep at least as many places.",
            "%(count)s people were named already. Keep at least as many places.", named,
        ) % {"count": named}})
    free = places_of(cohort).free + (now.unnamed(timezone.localdate()) if now else 0)
    if seats - named > free:
        raise ValidationError({"seats": ngettext(
            "Only %(count)s place is free. Keep fewer, or raise the cohort's number of places.",
            "Only %(count)s places are free. Keep fewer, or raise the cohort's number of places.", free,
        ) % {"count": free}})
    if share is None:
        share = SeatShare(cohort=cohort, organisation=organisation)
    share.seats, share.name_until = seats, name_until
    share.save()
    record(actor=actor, verb="cohort.keep", target=share, organisation=organisation,
           detail={"cohort": cohort.pk, "seats": seats})
    _tell_liaisons(cohort, share)
    take_places(actor=actor, cohort=cohort)
    return share


@transaction.atomic
def give_back(*, actor, share):
    """Stop keeping places; who was named keeps their seat, and free places go to who waits."""
    cohort = lock_cohort(share.cohort)
    record(actor=actor, verb="cohort.give_back", target=share, organisation=share.organisation,
           detail={"cohort": cohort.pk, "seats": share.seats})
    SeatShare.objects.filter(pk=share.pk).delete()
    take_places(actor=actor, cohort=cohort)


@transaction.atomic
def name_people(*, actor, share, appointments):
    """Put people on the places kept for their organisation; return the ``Seating``.

    Raises ``ValidationError`` after the last day for names, and when more are named than places are left.
    """
    cohort = lock_cohort(share.cohort)
    today = timezone.localdate()
    now = next((row for row in shares_of(cohort) if row.pk == share.pk), None)
    if now is None or today > now.name_until:
        raise ValidationError(_("The day for names is over. Ask the organiser whether there are places left."), code="late")
    left, appointments = now.unnamed(today), list(appointments)
    if len({row.person_id for row in appointments}) > left:
        raise ValidationError(ngettext(
            "%(count)s place is left to name. Tick no more people than that.",
            "%(count)s places are left to name. Tick no more people than that.", left,
        ) % {"count": left}, code="many")
    return enrol(actor=actor, cohort=cohort, appointments=appointments, share=share)


def release_places(*, now=None):
    """Give the places that nobody named in time to who waits; return how many people got one. Safe to run twice."""
    today = timezone.localdate(now)
    due = Cohort.objects.active().filter(
        Q(shares__name_until__lt=today), enrolments__state=EnrolmentState.WAITLISTED
    ).distinct()
    return sum(len(promote_waiting(actor=None, cohort=cohort)) for cohort in due)


@transaction.atomic
def promote_waiting(*, actor, cohort):
    """Give free places to who waits longest; return the ids of their enrolments."""
    return take_places(actor=actor, cohort=cohort).promoted


def _tell_liaisons(cohort, share):
    liaisons = RoleGrant.objects.active().filter(role=Role.LIAISON, organisation=share.organisation)
    notify_all({
        "person_id": person_id, "kind": "places.kept",
        "source": f"places.kept:{share.pk}:{share.seats}:{share.name_until}:{person_id}",
        "params": {"cohort": cohort.title, "count": share.seats, "day": share.name_until.isoformat()},
        "url": reverse("cohorts:share", args=[share.pk]),
    } for person_id in liaisons.values_list("person_id", flat=True).distinct())
