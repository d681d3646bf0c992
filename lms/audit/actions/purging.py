"""Remove lines of the trail whose time is over, so that what is left can still be checked."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.actions.sealing import locked_chain, seal_trail
from lms.audit.models import AuditCheckpoint, AuditEntry, AuditSeal
from lms.audit.queries.verifying import verify
from lms.audit.rules.keeping import LEAST_MONTHS, months_before
from lms.audit.trail import record


class PurgeRefused(Exception):
    """Why nothing is removed, in a sentence."""


def purge_trail(*, actor, months, now=None):
    """Remove the lines before the first one that is younger than ``months``; return how many.

    A checkpoint keeps the digest up to which lines were removed, and a line of the trail tells of it. Refused below the least
    time that the law asks for (Cybersecurity Law, article 21: six months), and while the chain does not hold: what was tampered
    with is not made to vanish.
    """
    if months < LEAST_MONTHS:
        raise PurgeRefused(_("Lines of the audit trail are kept for %(least)s months at least. Nothing was removed.")
                           % {"least": LEAST_MONTHS})
    seal_trail(everything=True)
    if next(verify(), None) is not None:
        raise PurgeRefused(_("The audit trail does not hold together; verify_audit says where. Nothing was removed."))
    return _remove(actor, months_before(now or timezone.now(), months), months)


@transaction.atomic
def _remove(actor, before, months):
    end = locked_chain()
    younger = AuditSeal.objects.filter(entry__in=AuditEntry.objects.filter(at__gte=before).values("pk"))
    first = younger.aggregate(first=Min("position"))["first"]
    last = AuditSeal.objects.filter(position__lt=first if first is not None else end.position + 1).order_by("-position").first()
    if last is None:
        return 0
    over = AuditSeal.objects.filter(position__lte=last.position)
    lines = AuditEntry.objects.filter(pk__in=over.values("entry"))
    removed = lines.count()
    AuditCheckpoint.objects.create(position=last.position, digest=last.digest, entries=removed)
    record(actor=actor, verb="audit.purge", detail={
        "lines": removed, "months": months, "position": last.position, "digest": last.digest,
    })
    # The database lets these go now that a checkpoint stands behind them; Django's own way is closed for good.
    lines._raw_delete(lines.db)
    over._raw_delete(over.db)
    return removed
