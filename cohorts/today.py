"""What needs somebody today: every noun registers its own line, and the desk's first page shows those that are not empty.

::

    today.register(today.Need(
        slug="leaves", label=_("Leaves to decide"), icon="calendar-off", urgency=Urgency.TODAY, roles=DECIDERS,
        rows=waiting_for, since="applied_at", verb="leave.decide", act="cohorts:leave",
        show=lambda row: (row.enrolment.person.name, row.enrolment.cohort.title),
    ))

The count, the age and the page of rows all come from the one queryset, so that a figure is what its list shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import CharField, Count, Max, Min
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from cohorts.rules.today import Urgency, Waiting, place_of, waiting
from lms.audit.models import AuditEntry

KEPT = 60  # seconds
TONES = {Urgency.NOW: "bad", Urgency.TODAY: "warn", Urgency.CALM: "muted"}


@dataclass(frozen=True)
class Need:
    """``rows(user)`` are exactly those to which ``user`` may do ``verb`` (asked of ``subject(row)``) and which wait for it;
    asked only of whoever holds one of ``roles``.

    ``since`` names the field that says since when a row waits or, with ``due``, by when it is to be done. ``act`` names the page
    where a row is done, of which the field ``key`` is the argument; ``show(row)`` returns its title and a note. ``url`` names
    a page that does these rows together; without it they are listed at ``cohorts:need``.
    """

    slug: str
    label: Any
    icon: str
    urgency: Urgency
    roles: tuple
    rows: Callable
    since: str
    verb: str
    act: str
    show: Callable
    key: str = "pk"
    subject: Callable = lambda row: row
    due: bool = False
    url: str = ""

    def concerns(self, user):
        return user.scope.holds(*self.roles)

    @property
    def list_url(self):
        return reverse(self.url) if self.url else reverse("cohorts:need", args=[self.slug])

    def act_url(self, key):
        return reverse(self.act, args=[key])


NEEDS: dict[str, Need] = {}


def register(*needs):
    for need in needs:
        if need.slug in NEEDS:
            raise ValueError(f"two needs are called {need.slug}")
        NEEDS[need.slug] = need


@dataclass(frozen=True)
class Call:
    """A line of the first page: what waits, how many, how long; ``url`` leads to the list."""

    need: Need
    found: Waiting
    url: str

    @property
    def tone(self):
        return TONES[self.need.urgency]


def day_of(moment):
    """Return the district's date of a moment; a date is its own."""
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def calls_for(user, now):
    """Return the :class:`Call` of each need of ``user`` that is not empty, the most urgent first. One query a need of their
    roles, however many rows wait; a single row is led to straight away."""
    return _calls(_counted(user), now)


def kept_calls_for(user, now):
    """The same, of at most ``KEPT`` seconds ago. One query when it was kept.

    Every act leaves a line in the trail, whose number is part of the key: whoever has done something sees what is left at once.
    """
    latest = AuditEntry.objects.filter(actor=user).aggregate(pk=Max("pk"))["pk"]
    grants = "|".join(sorted(f"{grant.role}@{grant.path}" for grant in user.scope.grants))
    key = f"calls:{user.pk}:{latest}:{sha256(grants.encode()).hexdigest()[:20]}"
    counted = cache.get(key)
    if counted is None:
        counted = _counted(user)
        cache.set(key, counted, KEPT)
    return _calls(counted, now)


def _counted(user):
    """Return ``{slug: (rows, first moment, lowest key)}`` of what waits for ``user``."""
    counted = {}
    for need in NEEDS.values():
        if need.concerns(user):
            found = need.rows(user).order_by().aggregate(
                n=Count("pk"), first=Min(need.since), key=Min(Cast(need.key, CharField()))
            )
            if found["n"]:
                counted[need.slug] = (found["n"], found["first"], found["key"])
    return counted


def _calls(counted, now):
    calls, today = [], timezone.localdate(now)
    for slug, (count, first, key) in counted.items():
        need = NEEDS[slug]
        url = need.act_url(_key(key)) if count == 1 and not need.url else need.list_url
        wait = waiting(count=count, moment=day_of(first), today=today, due=need.due)
        calls.append(Call(need, wait, url))
    return sorted(calls, key=lambda call: place_of(call.need.urgency, call.found))


def _key(text):
    """Read a key that the database wrote as text: a number, or a UUID."""
    return int(text) if len(text) < 20 else UUID(text)
