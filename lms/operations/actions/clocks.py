"""The machine's own clock: that it was set back is noted in the trail, since times there are read as proof."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.operations.models import Pulse
from lms.operations.rules import health

NAME = "clock"  # the Pulse that holds the latest time that was ever seen


@transaction.atomic
def watch_clock(*, now=None):
    """Compare the clock with the latest time seen; return the ``timedelta`` by which it was set back, or None.

    Clocks of several machines differ by less than ``health.CLOCK_OFF``, which is no step. After a step its new time counts.
    """
    now = now or timezone.now()
    latest, made = Pulse.objects.select_for_update().get_or_create(pk=NAME, defaults={"at": now})
    back = latest.at - now
    if made or timedelta(0) <= back <= health.CLOCK_OFF:
        return None
    Pulse.objects.filter(pk=NAME).update(at=now)
    if back < timedelta(0):
        return None
    record(actor=None, verb="clock.step", detail={"seconds": round(back.total_seconds())})
    return back
