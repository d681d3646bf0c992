"""The steps of an import in the browser: upload, confirm the columns, import, undo, discard. Each starts a job."""

import hashlib

from django.db import transaction

from lms.audit.trail import record
from lms.jobs.actions import JobError, start_job
from lms.jobs.models import Job
from lms.people import access
from lms.people.models import BatchState, HeadingMemory, ImportBatch
from lms.people.rosters import layouts, register
from lms.people.rosters.reading import read_roster
from lms.people.rosters.safety import Unreadable, check_upload
from lms.people.rules.roster import headings
from lms.people.rules.roster.text import heading_key

from . import checking
from .applying import area_of


def _start(batch, kind, state, actor):
    """Move the batch on and send the job; both stand or fall with the caller's transaction."""
    job = start_job(kind=kind, owner=actor, params={"batch": str(batch.pk)}, back_url=f"/desk/imports/{batch.pk}/")
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, job_id=job.pk, message="")
    return job


@transaction.atomic
def upload_roster(*, actor, upload):
    """Keep ``upload`` (a Django ``UploadedFile``) and have it read; return the batch.

    Raises ``Unreadable`` at once, with nothing kept, for what its name, size and first bytes give away.
    """
    access.require(actor, "roster.import")
    check_upload(upload.name, upload.size, upload.read(4096))
    upload.seek(0)
    whole = hashlib.sha256()
    for chunk in upload.chunks():
        whole.update(chunk)
    batch = ImportBatch(uploaded_by=actor, organisation=area_of(actor), file_name=upload.name[-200:],
                        sha256=whole.hexdigest())
    batch.file.save(str(batch.pk), upload, save=False)
    try:
        batch.save(force_insert=True)
        record(actor=actor, verb="roster.upload", target=batch, organisation=batch.organisation)
        _start(batch, "roster.read", BatchState.READING, actor)
    except Exception:
        batch.file.delete(save=False)
        raise
    return batch


def read_batch(*, batch):
    """Find the headings of the uploaded file and guess its columns. A file that cannot be read is forgotten whole, and a
    ``JobError`` says why."""
    if batch.state != BatchState.READING:
        return
    try:
        with checking.local_copy(batch) as path:
            sheets = read_roster(path, batch.file_name)
            found, skipped = layouts.lay_out(sheets, register.remembered_headings())
        found = [layout for layout in found if len(layout["texts"]) > 1]
        if not found:
            raise Unreadable(layouts.no_headings())
    except Unreadable as error:
        batch.file.delete(save=False)
        batch.delete()
        raise JobError(str(error)) from error
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READING).update(
        state=BatchState.MAPPING, layouts=found, skipped=skipped)


@transaction.atomic
def map_columns(*, actor, batch, fields):
    """Confirm what the columns mean, remember corrections, and have the rows checked.

    ``fields`` maps a layout's key to the list of its columns' fields (of ``headings.FIELDS``, ``headings.IGNORED`` or "").
    """
    access.require(actor, "roster.import", batch)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (BatchState.MAPPING, BatchState.READY):
        return batch
    for layout in batch.layouts:
        chosen = list(fields.get(layout["key"], layout["fields"]))
        _remember(actor, layout["texts"], chosen)
        layout["fields"] = chosen
    batch.save(update_fields=["layouts"])
    _start(batch, "roster.check", BatchState.CHECKING, actor)
    record(actor=actor, verb="roster.map", target=batch, organisation=batch.organisation)
    return batch


def _remember(actor, texts, chosen):
    """Keep what the aliases would have guessed otherwise, and forget what they now guess as chosen."""
    corrected, agreed = {}, set()
    for text, name, guess in zip(texts, chosen, headings.guess(texts), strict=True):
        if not text:
            continue
        key, name = heading_key(text)[:120], name or headings.IGNORED
        if name == (guess or headings.IGNORED):
            agreed.add(key)
        else:
            corrected[key] = name
    HeadingMemory.objects.filter(heading__in=agreed - corrected.keys()).delete()
    HeadingMemory.objects.bulk_create(
        [HeadingMemory(heading=key, field=name, remembered_by=actor) for key, name in corrected.items()],
        update_conflicts=True, unique_fields=["heading"], update_fields=["field", "remembered_by", "remembered_at"])


@transaction.atomic
def start_applying(*, actor, batch):
    """Have the preview imported; a second click finds it under way."""
    access.require(actor, "roster.import", batch)
    if ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READY).update(state=BatchState.APPLYING):
        _start(batch, "roster.apply", BatchState.APPLYING, actor)


@transaction.atomic
def start_undoing(*, actor, batch):
    """Have an import undone."""
    access.require(actor, "roster.import", batch)
    if ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLIED).update(state=BatchState.UNDOING):
        _start(batch, "roster.undo", BatchState.UNDOING, actor)


_KINDS = {BatchState.READING: "roster.read", BatchState.CHECKING: "roster.check", BatchState.UNDOING: "roster.undo"}


@transaction.atomic
def take_up_again(*, actor, batch):
    """Start the work of ``batch`` again after its job failed; one that is still under way is left alone."""
    access.require(actor, "roster.import", batch)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_working or Job.objects.unfinished().filter(pk=batch.job_id).exists():
        return
    if batch.state == BatchState.APPLYING:  # a failed import wrote nothing: look at the preview once more
        _start(batch, "roster.check", BatchState.CHECKING, actor)
    else:
        _start(batch, _KINDS[batch.state], batch.state, actor)


@transaction.atomic
def discard_batch(*, actor, batch):
    """Forget an upload that was not imported: its row, its rows and its files."""
    access.require(actor, "roster.import", batch)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_open:
        return False
    record(actor=actor, verb="roster.discard", target=batch, organisation=batch.organisation)
    files = [file for file in (batch.file, batch.error_file) if file]
    batch.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
    return True
