"""Commit an import: the plan is computed again outside any transaction, then written in one short one."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.jobs.actions import JobError
from lms.people import access
from lms.people.models import BatchState, ImportBatch
from lms.people.rosters import register

from . import checking
from .writing import Stale, Writing

ATTEMPTS = 5


def _too_busy():
    return JobError(_("Other people are being registered at the same moment, so nothing was imported. Wait a minute and try "
                      "again."))


def apply_batch(*, actor, batch, progress=lambda done, total: None):
    """Import what the preview showed, all or nothing; return True when it was done (now or by an earlier run).

    When the register changed meanwhile so that rows would fare otherwise than shown, nothing is written: the batch goes
    back to its renewed preview, and False is returned.
    """
    access.require(actor, "roster.import", batch)
    batch.refresh_from_db()
    if batch.state != BatchState.APPLYING:
        return batch.state == BatchState.APPLIED
    with checking.local_copy(batch) as path:
        for attempt in range(ATTEMPTS):
            progress(attempt, ATTEMPTS + 1)
            draft = checking.plan_file(actor=actor, path=path, name=batch.file_name, stored_layouts=batch.layouts)
            if checking.digest(draft.plan) != batch.digest:
                checking.keep_preview(batch, draft.plan, path, message=_(
                    "Since the preview was made, people or organisations have been changed by someone else. Nothing was "
                    "imported. Please look at the renewed preview, and import then."))
                return False
            try:
                _write(actor, batch, draft.plan, Writing(draft))
            except (Stale, IntegrityError):
                continue
            if draft.plan.counts["refused"] == 0:
                batch.file.delete(save=False)
                ImportBatch.objects.filter(pk=batch.pk).update(file="")
            return True
    raise _too_busy()


@transaction.atomic
def _write(actor, batch, plan, writing):
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != BatchState.APPLYING:
        return
    _finish(actor, locked, plan, writing.write())


def _finish(actor, batch, plan, effects):
    batch.state, batch.effects, batch.applied_at, batch.message = BatchState.APPLIED, effects, timezone.now(), ""
    for name, value in plan.counts.items():
        setattr(batch, name, value)
    if batch.organisation is None:
        batch.organisation = register.root()
    batch.save()
    record(actor=actor, verb="roster.apply", target=batch, organisation=batch.organisation, detail={
        **plan.counts, **{name: len(effects[name]) for name in ("organisations", "people", "appointments") if effects}})


def import_now(*, actor, path, name, dry_run=False):
    """Import the roster at ``path`` without a preview; return its :class:`facts.Plan`. Raises ``Unreadable``.

    With ``dry_run`` nothing is written at all. Otherwise the import stands among the batches and can be undone there.
    """
    access.require(actor, "roster.import")
    for _attempt in range(ATTEMPTS):
        draft = checking.plan_file(actor=actor, path=path, name=name)
        if dry_run:
            return draft.plan
        try:
            batch = _write_new(actor, name, draft.plan, Writing(draft))
        except (Stale, IntegrityError):
            continue
        checking.store_rows(batch, draft.plan)
        checking.make_error_file(batch, draft.plan, path)
        if batch.error_file:
            batch.save(update_fields=["error_file"])
        return draft.plan
    raise _too_busy()


@transaction.atomic
def _write_new(actor, name, plan, writing):
    batch = ImportBatch.objects.create(uploaded_by=actor, organisation=area_of(actor), file_name=name[:200],
                                       state=BatchState.APPLYING)
    _finish(actor, batch, plan, writing.write())
    return batch


def area_of(actor):
    """Return the organisation for whose subtree ``actor`` imports: the topmost that they administer, or None."""
    paths = actor.scope.paths("district", "subdistrict")
    return register.Organisation.objects.filter(path__in=paths).order_by("depth", "path").first()
