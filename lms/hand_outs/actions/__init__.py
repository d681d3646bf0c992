"""Let a file with data of people be made, make it, hand it out, and let it expire: the only writers of ``HandOut``."""

import hashlib
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lms.audit.trail import record
from lms.hand_outs.enums import HandOutState
from lms.hand_outs.models import HandOut
from lms.hand_outs.registry import KINDS
from lms.jobs.actions import start_job
from lms.notices.actions import notify

JOB = "hand_outs.make"


@transaction.atomic
def start_hand_out(*, actor, kind, title, params, organisation, purpose, recipient, asked_by):
    """Let a file be made for who asked, and return its row; ``actor`` is who approved it, or who asked where nobody has to.

    ``organisation`` is the top of the subtree whose data stands in it.
    """
    approved = {"decided_by": actor, "decided_at": timezone.now()} if actor.pk != asked_by.pk else {}
    row = HandOut.objects.create(
        kind=kind, title=title[:200], params=params, organisation=organisation, purpose=purpose, recipient=recipient,
        asked_by=asked_by, **approved,
    )
    row.job = start_job(kind=JOB, owner=asked_by, back_url=_url(row), params={"hand_out_id": row.pk})
    row.save(update_fields=["job"])
    return row


def make_hand_out(*, hand_out):
    """Write the file of an approved row and let it be fetched; return its figures. Made already, nothing happens.

    Raises ``PermissionDenied`` where who asked has lost the right meanwhile.
    """
    if hand_out.state != HandOutState.APPROVED:
        return hand_out.figures
    kind = KINDS[hand_out.kind]
    if not kind.allowed(hand_out.asked_by, hand_out):
        raise PermissionDenied(hand_out.kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.xlsx"
        figures = kind.make(hand_out, path)
        return _keep(hand_out, path, figures)


def _keep(hand_out, path, figures):
    now = timezone.now()
    with open(path, "rb") as handle:
        hand_out.file_sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        hand_out.file.save(f"{uuid.uuid4().hex}.xlsx", File(handle), save=False)
    hand_out.sha256, hand_out.figures = figures["sha256"], figures
    hand_out.made_at, hand_out.expires_at = now, now + timedelta(days=settings.HAND_OUT_DAYS)
    with transaction.atomic():
        won = HandOut.objects.filter(pk=hand_out.pk, state=HandOutState.APPROVED).update(
            state=HandOutState.READY, file=hand_out.file.name, sha256=hand_out.sha256, file_sha256=hand_out.file_sha256,
            figures=figures, made_at=hand_out.made_at, expires_at=hand_out.expires_at,
        )
        if won:
            record(actor=hand_out.asked_by, verb="hand_out.make", target=hand_out, organisation=hand_out.organisation,
                   detail={**figures, "file_sha256": hand_out.file_sha256})
            notify(person=hand_out.asked_by, kind="hand_out.ready", source=f"hand_out:{hand_out.pk}:ready", url=_url(hand_out),
                   params={"title": hand_out.title, "day": timezone.localdate(hand_out.expires_at).isoformat()})
    if not won:
        hand_out.file.delete(save=False)  # another worker was first: its file counts
    hand_out.refresh_from_db()
    return hand_out.figures


def record_download(*, actor, hand_out):
    """Leave a line in the trail of who fetched the file."""
    record(actor=actor, verb="hand_out.download", target=hand_out, organisation=hand_out.organisation,
           detail={"recipient": hand_out.recipient, "file_sha256": hand_out.file_sha256})


def expire_hand_outs(*, now=None):
    """Remove files whose time is over; the rows stay. Returns how many. Safe to run twice."""
    now = now or timezone.now()
    count = 0
    for row in HandOut.objects.filter(state=HandOutState.READY, expires_at__lte=now).select_related("organisation"):
        with transaction.atomic():
            if not HandOut.objects.filter(pk=row.pk, state=HandOutState.READY).update(state=HandOutState.EXPIRED, file=""):
                continue
            record(actor=None, verb="hand_out.expire", target=row, organisation=row.organisation)
        row.file.delete(save=False)
        count += 1
    return count


def _url(row):
    return reverse("hand_outs:hand_out", args=[row.pk])
