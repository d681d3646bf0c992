"""Signs of life: what happened last, and which of several clocks may tick."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from lms.operations.models import Pulse

TURNED_AWAY = "turned_away"
LEASE = timedelta(seconds=25)  # a clock that was silent for so long is taken for dead, and another one ticks


def mark(name, *, holder="", detail=None, now=None):
    """Write that ``name`` happened now."""
    Pulse.objects.update_or_create(
        pk=name, defaults={"at": now or timezone.now(), "holder": holder[:100], "detail": detail or {}}
    )


@transaction.atomic
def count_turned_away(requests, *, now=None):
    """Add to how many requests the site turned away because too many waited, and note that it did so now."""
    pulse, _made = Pulse.objects.select_for_update().get_or_create(pk=TURNED_AWAY)
    pulse.at, pulse.detail = now or timezone.now(), {"requests": pulse.detail.get("requests", 0) + requests}
    pulse.save()


def beat_lease(holder, *, now=None):
    """Take or renew the lease of the one clock; tell whether ``holder`` has it. The conditional UPDATE decides between two."""
    now = now or timezone.now()
    mine = Pulse.objects.filter(pk="beat").filter(Q(holder=holder) | Q(at__lt=now - LEASE))
    if mine.update(at=now, holder=holder[:100]):
        return True
    try:
        with transaction.atomic():
            Pulse.objects.create(pk="beat", at=now, holder=holder[:100])
    except IntegrityError:
        return False
    return True


def end_lease(holder):
    """Let another clock tick at once, because this one stops."""
    Pulse.objects.filter(pk="beat", holder=holder).update(at=timezone.now() - 2 * LEASE)
