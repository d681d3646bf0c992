"""Send what goes out of the system: claimed first, sent once, and never again by itself.

A row that a worker claimed and never finished stays ``sending``: whether the message went out cannot be known. Such rows and
those that failed are listed at the desk, where a person decides.
"""

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.jobs.telling import tell
from lms.notices.enums import DeliveryState
from lms.notices.gateways import GatewayError, gateway_of
from lms.notices.models import Delivery

logger = logging.getLogger(__name__)

UNSENT_AFTER = timedelta(seconds=30)  # a worker is told again of what still waits
TOO_LATE_AFTER = timedelta(minutes=30)  # news that old is none: a reminder would come after its time
STUCK_AFTER = timedelta(minutes=10)


def hand_over(notice, channels):
    """Let ``notice`` go out by ``channels`` after the caller's transaction."""
    rows = Delivery.objects.bulk_create([Delivery(notice=notice, channel=channel) for channel in channels])
    for row in rows:
        transaction.on_commit(partial(send, row.pk))


def send(delivery_id):
    """Tell a worker of it; without a broker the row waits, and the clock tells again."""
    from lms.notices.tasks import deliver as task  # noqa: PLC0415 -- leaf: tasks import actions

    tell(task, delivery_id)


def deliver(delivery_id, *, now=None):
    """Send the message unless someone else does or did; return whether it went out."""
    now = now or timezone.now()
    mine = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING)
    if not mine.update(state=DeliveryState.SENDING, claimed_at=now):
        return False
    row = Delivery.objects.select_related("notice__person").get(pk=delivery_id)
    with translation.override(settings.LANGUAGE_CODE):
        error = _send_now(row, now)
    state = {"state": DeliveryState.FAILED, "error": error[:200]} if error else {
        "state": DeliveryState.SENT, "sent_at": timezone.now(), "error": ""
    }
    Delivery.objects.filter(pk=row.pk, state=DeliveryState.SENDING).update(**state)
    return not error


def _send_now(row, now):
    """Hand the message to its gateway; return what went wrong as a sentence, or nothing."""
    if row.created_at < now - TOO_LATE_AFTER:
        return _("It waited too long, so it was not sent any more.")
    text = row.notice.text
    if row.notice.url:
        text = f"{text}\n{settings.SITE_URL}{row.notice.url}"
    try:
        gateway_of(row.channel).send(
            person=row.notice.person, subject=f"{settings.SITE_TITLE}：{row.notice.text}"[:120], text=text, number=row.pk
        )
    except GatewayError as error:
        return str(error)
    except Exception:
        logger.exception("message %s failed", row.pk)
        return _("Something went wrong inside the system. The log of the worker says more.")
    return ""


def deliver_waiting(*, now=None):
    """Tell workers again of what still waits; return how many. Each is claimed before it is sent, so none goes out twice."""
    now = now or timezone.now()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, created_at__lt=now - UNSENT_AFTER)
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:500])
    for delivery_id in ids:
        send(delivery_id)
    return len(ids)


def in_trouble(rows, now):
    """Those of ``rows`` that a person has to look at: failed, or claimed long ago and never finished."""
    stuck = Q(state=DeliveryState.SENDING, claimed_at__lt=now - STUCK_AFTER)
    return rows.filter(Q(state=DeliveryState.FAILED) | stuck)


@transaction.atomic
def send_again(*, actor, delivery):
    """Send a failed or stuck message once more, because a person said so."""
    now = timezone.now()
    again = in_trouble(Delivery.objects.filter(pk=delivery.pk), now)
    if not again.update(state=DeliveryState.WAITING, claimed_at=None, created_at=now, error=""):
        raise ValidationError(_("This message is on its way or was sent. Reload the page."), code="sent")
    record(actor=actor, verb="delivery.again", target=delivery)
    transaction.on_commit(partial(send, delivery.pk))
