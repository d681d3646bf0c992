"""Ask for a file with data of people, decide about it, make it, and let it expire: the only writers of ``HandOut``."""

import hashlib
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.hand_outs.enums import HandOutState
from lms.hand_outs.models import HandOut
from lms.hand_outs.models.hand_out import APPROVERS
from lms.hand_outs.registry import KINDS
from lms.jobs.actions import start_job
from lms.notices.actions import notify, notify_all
from lms.people import access
from lms.people.models import Person, RoleGrant

JOB = "hand_outs.make"


@transaction.atomic
def ask_hand_out(*, actor, kind, title, params, organisation, purpose, recipient):
    """Ask for a file and return its row; without the installation's setting it is made at once, else others are told.

    ``organisation`` is the top of the subtree whose data stands in it: its administrators approve.
    """
    if not purpose.strip() or not recipient.strip():
        raise ValidationError(_("Say what the file is for and who receives it."))
    row = HandOut.objects.create(
        kind=kind, title=title[:200], params=params, organisation=organisation, purpose=purpose.strip(),
        recipient=recipient.strip(), asked_by=actor,
    )
    record(actor=actor, verb="hand_out.ask", target=row, organisation=organisation,
           detail={"kind": kind, "purpose": row.purpose, "recipient": row.recipient})
    if settings.HAND_OUT_APPROVAL:
        _tell_approvers(row)
    else:
        _start(row)
    return row


@transaction.atomic
def approve_hand_out(*, actor, hand_out):
    """Approve what somebody else asked for; a file decided meanwhile is refused with a sentence."""
    _decide(actor, hand_out, HandOutState.APPROVED, "")
    record(actor=actor, verb="hand_out.approve", target=hand_out, organisation=hand_out.organisation)
    _start(hand_out)
    return hand_out


@transaction.atomic
def decline_hand_out(*, actor, hand_out, reason):
    """Decline what somebody else asked for, with a reason that they read."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the other knows what to change.")})
    _decide(actor, hand_out, HandOutState.DECLINED, reason.strip())
    record(actor=actor, verb="hand_out.decline", target=hand_out, organisation=hand_out.organisation)
    notify(person=hand_out.asked_by, kind="hand_out.declined", source=f"hand_out:{hand_out.pk}:declined", url=_url(hand_out),
           params={"title": hand_out.title, "reason": hand_out.answer})
    return hand_out


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


def approvers_of(hand_out):
    """People who may decide about the row: administrators of its organisation or above, who did not ask."""
    grants = RoleGrant.objects.active().filter(role__in=APPROVERS, organisation__in=hand_out.organisation.ancestor_ids)
    return Person.objects.active().filter(pk__in=grants.values("person_id")).exclude(pk=hand_out.asked_by_id)


def _decide(actor, hand_out, state, answer):
    access.require(actor, "hand_out.decide", hand_out)
    now = timezone.now()
    if not HandOut.objects.filter(pk=hand_out.pk, state=HandOutState.WAITING).update(
        state=state, decided_by=actor, decided_at=now, answer=answer
    ):
        raise ValidationError(_("Somebody decided about this file already."))
    hand_out.refresh_from_db()


def _start(row):
    HandOut.objects.filter(pk=row.pk).update(state=HandOutState.APPROVED)
    row.job = start_job(kind=JOB, owner=row.asked_by, back_url=_url(row), params={"hand_out_id": row.pk})
    HandOut.objects.filter(pk=row.pk).update(job=row.job)
    row.state = HandOutState.APPROVED


def _tell_approvers(row):
    notify_all(
        {"person_id": pk, "kind": "hand_out.waiting", "source": f"hand_out:{row.pk}:waiting:{pk}", "url": _url(row),
         "params": {"name": row.asked_by.name, "title": row.title, "recipient": row.recipient}}
        for pk in approvers_of(row).order_by("pk").values_list("pk", flat=True)
    )


def _url(row):
    return reverse("hand_outs:hand_out", args=[row.pk])
