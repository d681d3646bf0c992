"""Write venues: rooms and open activity sites."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cohorts.models import Venue
from cohorts.models.venue import new_secret
from lms.audit.trail import record

VENUE_FIELDS = ("name", "kind", "address", "capacity", "opening", "equipment", "guide", "closed_on")


@transaction.atomic
def create_venue(*, actor, organisation, name, kind, capacity, address="", opening=None, equipment="", guide=""):
    """Add a room or an open site; raise ``ValidationError`` when the organisation has one of that name."""
    venue = Venue(
        organisation=organisation, name=name, kind=kind, capacity=capacity, address=address, opening=opening or {},
        equipment=equipment, guide=guide,
    )
    _save_venue(venue)
    record(actor=actor, verb="venue.create", target=venue, organisation=organisation)
    return venue


@transaction.atomic
def update_venue(*, actor, venue, **changes):
    """Change the name, kind, address, capacity, ``opening``, equipment, guide or ``closed_on``.

    Meetings already planned there stay where they are.
    """
    unknown = changes.keys() - set(VENUE_FIELDS)
    if unknown:
        raise TypeError(f"a venue has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(venue, name) != value)
    for name in changed:
        setattr(venue, name, changes[name])
    if changed:
        _save_venue(venue)
        record(actor=actor, verb="venue.update", target=venue, organisation=venue.organisation, detail={"changed": changed})
    return venue


@transaction.atomic
def renew_site_code(*, actor, venue):
    """Give the site another code: the one that hangs there opens nothing from now on. Return the venue."""
    venue.secret = new_secret()
    venue.save(update_fields=["secret"])
    record(actor=actor, verb="venue.code", target=venue, organisation=venue.organisation)
    return venue


def _save_venue(venue):
    try:
        with transaction.atomic():
            venue.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is a venue with this name already. Choose another name.")}) from error
