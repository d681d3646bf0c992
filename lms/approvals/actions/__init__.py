"""Ask for a second person, decide, take back, let it expire: the only writers of ``Approval``."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.approvals.enums import ApprovalState
from lms.approvals.models import Approval
from lms.approvals.registry import KINDS, is_asked
from lms.audit.trail import record
from lms.notices.actions import notify, notify_all
from lms.people import access
from lms.people.matrix import roles_of
from lms.people.models import Person, RoleGrant


def settle(*, actor, kind, organisation, about, params, person=None, subject="", reason=""):
    """Do it at once where this installation asks for no second person, and return None; else ask, and return the ``Approval``.

    The arguments are those of :func:`ask`. Raises what ``ask``, or the kind's ``run``, raises.
    """
    if not is_asked(kind):
        KINDS[kind].run(actor=actor, **params)
        return None
    return ask(
        actor=actor, kind=kind, organisation=organisation, about=about, params=params, person=person, subject=subject,
        reason=reason,
    )


@transaction.atomic
def ask(*, actor, kind, organisation, about, params, person=None, subject="", reason="", now=None):
    """Ask for a second person and return the ``Approval``; whoever may decide is told.

    ``about`` is the row in question as ``"label.model:id"``. Raises ``PermissionDenied`` for one's own record,
    ``ValidationError`` where nobody else could decide, and where the same waits already.
    """
    now = now or timezone.now()
    if person is not None and person.pk == actor.pk:
        raise PermissionDenied("nobody asks about their own record")
    row = Approval(
        kind=kind, about=about, subject=subject[:200], params=params, organisation=organisation, person=person,
        reason=" ".join(reason.split())[:500], requested_by=actor, requested_at=now,
        expires_at=now + timedelta(days=settings.SECOND_PERSON_DAYS),
    )
    deciders = list(deciders_of(row).values_list("pk", flat=True))
    if not deciders:
        raise ValidationError(_(
            "This needs the approval of a second person, and there is nobody else who may give it. Let another administrator be "
            "named first; the operator can also run this installation without a second person (SECOND_PERSON)."
        ))
    Approval.objects.waiting().filter(kind=kind, about=about, expires_at__lte=now).update(state=ApprovalState.EXPIRED)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("The same waits for a second person already.")) from error
    record(actor=actor, verb="approval.ask", target=row, organisation=organisation, detail={
        "kind_of_approval": kind, "about": about})
    day = timezone.localdate(row.expires_at).isoformat()
    notify_all(
        {"person_id": pk, "kind": "approval.waiting", "source": f"approval:{row.pk}:waiting:{pk}", "url": url_of(row),
         "params": {"name": actor.name, "day": day}} for pk in deciders
    )
    return row


@transaction.atomic
def approve(*, actor, approval, now=None):
    """Approve what another asked for, and do it, in one transaction; return the approval.

    Raises ``PermissionDenied`` for who may not decide, ``ValidationError`` when it was decided meanwhile, when who asked has
    lost the right, and when it cannot be done as things are; then it goes on waiting.
    """
    row = _decide(actor, approval, ApprovalState.DONE, "", now)
    kind = KINDS[row.kind]
    if not (row.requested_by.is_active and kind.may_ask(row.requested_by, row.params)):
        raise ValidationError(_("Who asked for this may no longer do so. Decline it."))
    kind.run(actor=actor, **row.params)
    record(actor=actor, verb="approval.approve", target=row, organisation=row.organisation, detail=_detail(row))
    notify(person=row.requested_by, kind="approval.done", source=f"approval:{row.pk}:done", url=url_of(row),
           params={"name": actor.name})
    return row


@transaction.atomic
def decline(*, actor, approval, reason, now=None):
    """Decline what another asked for, with a reason that they read."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the other knows what to change.")})
    row = _decide(actor, approval, ApprovalState.DECLINED, reason, now)
    record(actor=actor, verb="approval.decline", target=row, organisation=row.organisation, detail=_detail(row))
    notify(person=row.requested_by, kind="approval.declined", source=f"approval:{row.pk}:declined", url=url_of(row),
           params={"reason": row.answer})
    return row


@transaction.atomic
def withdraw(*, actor, approval, now=None):
    """Take back what one asked for and nobody decided yet."""
    access.require(actor, "approval.withdraw", approval)
    if not Approval.objects.waiting().filter(pk=approval.pk).update(
        state=ApprovalState.WITHDRAWN, decided_at=now or timezone.now()
    ):
        raise ValidationError(_("Somebody decided about this already."))
    record(actor=actor, verb="approval.withdraw", target=approval, organisation=approval.organisation, detail=_detail(approval))
    approval.refresh_from_db()
    return approval


def expire_approvals(*, now=None):
    """End what nobody decided in time; return how many. Safe to run twice."""
    now = now or timezone.now()
    count = 0
    for row in Approval.objects.waiting().filter(expires_at__lte=now).select_related("organisation", "requested_by"):
        with transaction.atomic():
            if not Approval.objects.waiting().filter(pk=row.pk).update(state=ApprovalState.EXPIRED):
                continue
            record(actor=None, verb="approval.expire", target=row, organisation=row.organisation, detail=_detail(row))
            notify(person=row.requested_by, kind="approval.expired", source=f"approval:{row.pk}:expired", url=url_of(row))
            count += 1
    return count


def deciders_of(approval):
    """Return the people who may decide: who holds a role of the kind's verb on the organisation or above it, other than who
    asked and whom it is about."""
    roles = roles_of(KINDS[approval.kind].decide)
    grants = RoleGrant.objects.active().filter(role__in=roles, organisation__in=approval.organisation.ancestor_ids)
    found = Person.objects.active().filter(pk__in=grants.values("person_id")).exclude(pk=approval.requested_by_id)
    return found.exclude(pk=approval.person_id) if approval.person_id else found


def url_of(approval):
    return reverse("approvals:approval", args=[approval.pk])


def _decide(actor, approval, state, answer, now):
    access.require(actor, "approval.decide", approval)
    now = now or timezone.now()
    if not Approval.objects.waiting().filter(pk=approval.pk, expires_at__gt=now).update(
        state=state, decided_by=actor, decided_at=now, answer=" ".join(answer.split())[:200]
    ):
        raise ValidationError(_("Somebody decided about this already."))
    return Approval.objects.select_related("organisation", "requested_by", "person").get(pk=approval.pk)


def _detail(row):
    return {"kind_of_approval": row.kind, "about": row.about, "asked_by": row.requested_by_id}
