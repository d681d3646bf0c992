"""Open sites: a branch asks for a visit, whoever runs the site answers, and either can call it off.

Places are given under a lock on the site's row, so that two groups never take the same ones. A visit that is only asked for
holds no place.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import BookingState, SessionKind, VenueKind
from cohorts.models import SiteBooking, Venue
from cohorts.plan_words import span
from cohorts.queries.sites import site_of, visit_of, visits_near
from cohorts.rules.bookings import refusals
from cohorts.site_words import refusal_sentence
from lms.audit.trail import record
from lms.notices.actions import notify_all
from lms.people.enums import Role
from lms.people.models import RoleGrant

from .cohorts import cancel_cohort
from .single import hold_one


@transaction.atomic
def place_booking(*, actor, venue, organisation, starts_at, ends_at, people, note=""):
    """Ask to visit ``venue`` with a group of ``organisation``; return the booking, which waits for an answer.

    Raises ``ValidationError`` with a sentence for everything that stands in the way.
    """
    booking = SiteBooking(
        venue=_lock(venue), organisation=organisation, starts_at=starts_at, ends_at=ends_at, people=people, note=note,
        placed_by=actor,
    )
    _check(booking)
    booking.save()
    record(actor=actor, verb="booking.place", target=booking, organisation=organisation, detail={"venue": venue.pk})
    _tell_hosts(actor, booking, "booking.placed")
    return booking


@transaction.atomic
def accept_booking(*, actor, booking):
    """Confirm a visit: it becomes a session at the site for the people of the branch, told at once; return the booking."""
    booking = _locked(booking, BookingState.PLACED, _("This booking was answered already. Reload the page to see the answer."))
    _check(booking)
    booking.session = hold_one(
        actor=actor, organiser=booking.venue.organisation, organisation=booking.organisation, title=booking.venue.name,
        size=booking.people, fits=booking.people, starts_at=booking.starts_at, ends_at=booking.ends_at,
        venue=booking.venue, kind=SessionKind.FIELD,
    )
    return _decide(actor, booking, BookingState.ACCEPTED, "booking.accept", tell="booking.accepted")


@transaction.atomic
def decline_booking(*, actor, booking, reason):
    """Decline a visit; the reason is told to whoever asked for it."""
    booking = _locked(booking, BookingState.PLACED, _("This booking was answered already. Reload the page to see the answer."))
    booking.reason = reason
    return _decide(actor, booking, BookingState.DECLINED, "booking.decline", tell="booking.declined", reason=reason)


@transaction.atomic
def cancel_booking(*, actor, booking, reason=""):
    """Call a visit off before it begins, its session too; return the booking. It can be asked for again."""
    booking = _locked(booking, (BookingState.PLACED, BookingState.ACCEPTED), _("This booking is cancelled or declined already."))
    if booking.session is not None:
        if booking.starts_at <= timezone.now():
            raise ValidationError(_("The visit has begun. What was recorded of it stays."), code="begun")
        cancel_cohort(actor=actor, cohort=booking.session.cohort)
    booking.reason = reason
    booking = _decide(actor, booking, BookingState.CANCELLED, "booking.cancel")
    _tell_hosts(actor, booking, "booking.cancelled")
    _tell_guest(actor, booking, "booking.cancelled")
    return booking


@transaction.atomic
def restore_booking(*, actor, booking):
    """Ask again for a visit that was called off, for the same time; return the booking, which waits for an answer."""
    booking = _locked(booking, BookingState.CANCELLED, _("This booking is not cancelled any more. Reload the page."))
    _check(booking)
    booking.state, booking.session, booking.reason = BookingState.PLACED, None, ""
    booking.decided_at = booking.decided_by = None
    booking.placed_at = timezone.now()
    booking.save()
    record(actor=actor, verb="booking.place", target=booking, organisation=booking.organisation,
           detail={"venue": booking.venue_id})
    _tell_hosts(actor, booking, "booking.placed")
    return booking


def _lock(venue):
    return Venue.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=venue.pk)


def _locked(booking, states, otherwise):
    """Lock the site, then the booking, and return that as it is now; raise ``ValidationError`` unless it is in ``states``."""
    venue = _lock(booking.venue)
    booking = SiteBooking.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation", "session__cohort", "placed_by"
    ).get(pk=booking.pk)
    if booking.state not in (states if isinstance(states, tuple) else (states,)):
        raise ValidationError(otherwise, code="answered")
    booking.venue = venue
    return booking


def _check(booking):
    venue = booking.venue
    if venue.kind != VenueKind.OPEN_SITE:
        raise ValidationError(_("Only open sites are booked. Choose one from the list."), code="no_site")
    found = refusals(
        visit_of(booking), site=site_of(venue), now=timezone.localtime(),
        others=visits_near(venue, booking.starts_at, booking.ends_at, but=booking.pk),
    )
    if found:
        raise ValidationError([refusal_sentence(no) for no in found], code="refused")


def _decide(actor, booking, state, verb, *, tell="", **values):
    booking.state, booking.decided_at, booking.decided_by = state, timezone.now(), actor
    booking.save()
    record(actor=actor, verb=verb, target=booking, organisation=booking.organisation)
    if tell:
        _tell_guest(actor, booking, tell, **values)
    return booking


def _tell_guest(actor, booking, kind, **values):
    """Tell whoever asked for the visit, unless they did it themselves."""
    if booking.placed_by_id and (actor is None or booking.placed_by_id != actor.pk):
        _tell(booking, {booking.placed_by_id}, kind, **values)


def _tell_hosts(actor, booking, kind):
    """Tell the administrators of the organisation whose site it is, unless they did it themselves."""
    hosts = RoleGrant.objects.active().filter(
        organisation=booking.venue.organisation, role__in=(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT), person__is_active=True
    ).values_list("person_id", flat=True)
    _tell(booking, set(hosts) - {actor.pk if actor else None, booking.placed_by_id}, kind)


def _tell(booking, people, kind, **values):
    moment = int((booking.decided_at or booking.placed_at).timestamp())
    words = {
        "organisation": booking.organisation.name, "site": booking.venue.name,
        "when": span(booking.starts_at, booking.ends_at), **values,
    }
    url = reverse("cohorts:booking", args=[booking.pk])
    notify_all(
        {"person_id": person, "kind": kind, "source": f"{kind}:{booking.pk}:{person}:{moment}", "url": url, "params": words}
        for person in sorted(people)
    )
