"""Sign-ins: their beginning, that they are still used, and their end."""

import logging
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import DatabaseError, transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.people.models import PastPassword, Person, SignInSession
from lms.people.queries import home_of
from lms.people.rules.devices import device
from lms.people.rules.sessions import Limits

logger = logging.getLogger(__name__)

BEGAN, SEEN = "signed_in_at", "last_seen_at"  # in Django's session, so that no request asks the database for them
SEEN_EVERY = timedelta(minutes=1)


def _store(key):
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def limits_of(*, staff):
    """Return how long the sign-ins of staff, or of whoever only learns, last."""
    if staff:
        return Limits(timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(hours=settings.SESSION_HOURS))
    return Limits(timedelta(minutes=settings.SESSION_IDLE_MINUTES_LEARNERS), timedelta(hours=settings.SESSION_HOURS_LEARNERS))


def times_of(session):
    """Return ``(began, seen)`` of a Django session, or None for one that began before sign-ins were kept."""
    if BEGAN not in session:
        return None
    return tuple(datetime.fromtimestamp(session[name], UTC) for name in (BEGAN, SEEN))


def begin_session(*, request, person):
    """Remember the device that signed in just now. Its line in the trail is that of the sign-in."""
    now = timezone.now()
    if not request.session.session_key:
        request.session.save()
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())
    list_session(person=person, session_key=request.session.session_key, agent=request.META.get("HTTP_USER_AGENT", ""),
                 address=request.META.get("REMOTE_ADDR"), now=now)


def list_session(*, person, session_key, agent, address, now):
    """Put a sign-in on the list of its owner; ``agent`` is what the browser says of itself."""
    system, browser = device(agent)
    SignInSession.objects.update_or_create(session_key=session_key, defaults={
        "person": person, "system": system, "browser": browser, "address": address or None, "began_at": now, "seen_at": now,
    })


def see_session(*, request, now):
    """Note that the sign-in is used. A database that cannot be written to just now ends no reading."""
    key = request.session.session_key
    try:
        fresh = _store(key)  # read anew, so that what another request wrote meanwhile stays
        if BEGAN not in fresh:  # it was ended while this request was on its way
            return
        fresh[SEEN] = int(now.timestamp())
        fresh.save()
        SignInSession.objects.filter(session_key=key).update(seen_at=now)
    except DatabaseError:
        logger.warning("a sign-in could not be noted as used")
    else:
        request.session._session[SEEN] = int(now.timestamp())  # should this request save its session as well


def forget_session(*, session_key):
    """A sign-in that its owner ended by signing out is on no list any more. No line of its own."""
    SignInSession.objects.filter(session_key=session_key).delete()


@transaction.atomic
def expire_session(*, request, why):
    """End the sign-in of ``request`` because its time is over; ``why`` is that of ``rules.sessions.over``."""
    person = request.user
    forget_session(session_key=request.session.session_key)
    record(actor=person, verb="account.session_over", target=person, organisation=home_of(person), detail={"limit": why})
    request.session.flush()


@transaction.atomic
def end_session(*, actor, session):
    """End one of the actor's sign-ins: its next request is that of nobody."""
    _store(session.session_key).delete()
    record(actor=actor, verb="account.end_session", target=actor, organisation=home_of(actor))
    session.delete()


@transaction.atomic
def end_other_sessions(*, actor, session_key):
    """End all sign-ins of the actor but the one with ``session_key``; return how many there were."""
    ended = end_sessions(person=actor, but=session_key)
    if ended:
        record(actor=actor, verb="account.end_sessions", target=actor, organisation=home_of(actor), detail={"closed": ended})
    return ended


def end_sessions(*, person, but=""):
    """End the sign-ins of ``person``, inside the caller's transaction and with the caller's line in the trail."""
    found = list(SignInSession.objects.filter(person=person).exclude(session_key=but))
    for session in found:
        _store(session.session_key).delete()
    SignInSession.objects.filter(pk__in=[session.pk for session in found]).delete()
    return len(found)


@transaction.atomic
def set_password(*, person, password, request=None):
    """Set the password that the person chose themselves. Every sign-in but that of ``request`` ends."""
    _keep_former(person)
    person.set_password(password)
    person.must_set_password = False
    person.code_expires_at = None
    person.save(update_fields=["password", "must_set_password", "code_expires_at"])
    before = request.session.session_key if request is not None else ""
    end_sessions(person=person, but=before)
    if request is not None:
        update_session_auth_hash(request, person)  # gives the session another key
        SignInSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    record(actor=person, verb="person.set_password", target=person, organisation=home_of(person))


def _keep_former(person):
    """Keep the hash of the password that is replaced, as many as are asked for. A first code is nobody's choice."""
    former = Person.objects.filter(pk=person.pk).values_list("password", "must_set_password").first()
    if settings.PASSWORD_HISTORY and former and not former[1] and not former[0].startswith("!"):
        PastPassword.objects.create(person=person, password=former[0])
    kept = PastPassword.objects.filter(person=person).values_list("pk", flat=True)[: max(settings.PASSWORD_HISTORY - 1, 0)]
    if settings.PASSWORD_HISTORY:
        PastPassword.objects.filter(person=person).exclude(pk__in=list(kept)).delete()


def tidy_sessions(*, now=None):
    """Forget sign-ins whose time is over, with Django's sessions that ran out; return how many sign-ins there were."""
    now = now or timezone.now()
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    _store(None).clear_expired()
    return SignInSession.objects.filter(began_at__lt=now - longest, seen_at__lt=now - timedelta(days=1)).delete()[0]
