"""Hours from a workbook: uploaded, columns confirmed, checked, imported once and undone, as rosters are."""

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import HourImportState as State
from courses.hour_import_words import FIELD_LABELS, no_headings, sentence
from courses.models import HourImport, HourImportRow
from courses.queries.hour_imports import known_people, standing_sources
from courses.queries.hour_rules import Posts, RuleBook
from courses.rules import hour_rows as rules
from courses.rules.hours import PLAIN, split_years, subject_of
from lms.audit.trail import record
from lms.jobs.actions import JobError, start_job
from lms.people import access
from lms.people.actions.imports.applying import area_of
from lms.people.rosters.marking import mark_workbook
from lms.people.rosters.reading import read_roster
from lms.people.rosters.safety import Unreadable, check_upload
from lms.people.rosters.sentences import masked_text

from .ledger import HourLine, post_hours

PART = 500


def _start(batch, kind, state, actor):
    job = start_job(kind=kind, owner=actor, params={"batch": str(batch.pk)}, back_url=f"/desk/hours/imports/{batch.pk}/")
    HourImport.objects.filter(pk=batch.pk).update(state=state, job_id=job.pk)
    return job


@transaction.atomic
def upload_hours(*, actor, upload):
    """Keep ``upload`` (a Django ``UploadedFile``) and have it read; return the batch. Raises ``Unreadable``."""
    access.require(actor, "hours.import")
    check_upload(upload.name, upload.size, upload.read(4096))
    upload.seek(0)
    batch = HourImport(uploaded_by=actor, organisation=area_of(actor), file_name=upload.name[-200:])
    batch.file.save(str(batch.pk), upload, save=False)
    batch.save(force_insert=True)
    record(actor=actor, verb="hours.upload", target=batch, organisation=batch.organisation)
    _start(batch, "hours.read", State.READING, actor)
    return batch


@contextmanager
def local_copy(batch):
    """Yield the path of the batch's upload, wherever the storage keeps it."""
    with tempfile.TemporaryDirectory(prefix="hours-") as folder, batch.file.open("rb") as source:
        path = Path(folder) / "upload"
        path.write_bytes(source.read())
        yield path


def lay_out(sheets):
    """Return the layouts of the sheets that look like tables: ``[{"sheet", "row", "texts", "fields", "samples"}]``."""
    layouts = []
    for sheet in sheets:
        found = rules.find_headings(sheet.rows)
        if found:
            row, texts, fields = found
            below = sheet.rows[row + 1: row + 4]
            samples = [[masked_text(str(line[at]))[:40] for line in below if at < len(line) and line[at] not in (None, "")]
                       for at in range(len(texts))]
            layouts.append({"sheet": sheet.name, "row": row, "texts": texts, "fields": fields, "samples": samples})
    if not layouts:
        raise Unreadable(no_headings())
    return layouts


def read_batch(*, batch):
    """Find the headings of the uploaded file and guess its columns. A file that cannot be read is forgotten whole."""
    if batch.state != State.READING:
        return
    try:
        with local_copy(batch) as path:
            layouts = lay_out(read_roster(path, batch.file_name))
    except Unreadable as error:
        batch.file.delete(save=False)
        batch.delete()
        raise JobError(str(error)) from error
    HourImport.objects.filter(pk=batch.pk, state=State.READING).update(state=State.MAPPING, layouts=layouts)


@transaction.atomic
def map_columns(*, actor, batch, fields):
    """Confirm what the columns mean and have the rows checked; ``fields`` has a list of fields for each layout."""
    batch = HourImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (State.MAPPING, State.READY):
        return
    for layout, chosen in zip(batch.layouts, fields, strict=True):
        layout["fields"] = list(chosen)
    batch.save(update_fields=["layouts"])
    _start(batch, "hours.check", State.CHECKING, actor)
    record(actor=actor, verb="hours.map", target=batch, organisation=batch.organisation)


def plan(*, actor, sheets, layouts, today):
    """Return ``[(Row, HourImportRow without its batch)]`` of what an import would do."""
    rows = [row for layout in layouts for row in _rows_of(sheets, layout, today)]
    if not rows:
        raise Unreadable(_("There are headings but no rows below them. Check that this is the right file."))
    people = known_people(actor, rows)
    judged = [_judge(row, people) for row in rows]
    repeated = rules.twice([(one.source or None, one.number) for one in judged])
    for at, number in repeated.items():
        judged[at].state, judged[at].problems = rules.REFUSED, [_stored(rows[at].problem("twice", rules.TITLE, row=number))]
    standing = standing_sources(judged)
    for one in judged:
        if one.state != rules.REFUSED and (before := standing.get(one.source)) is not None:
            one.before = before
            one.state = rules.SAME if before == one.minutes else rules.CHANGED
    return list(zip(rows, judged, strict=True))


def _rows_of(sheets, layout, today):
    sheet = next(one for one in sheets if one.name == layout["sheet"])
    columns = {name: at for at, name in enumerate(layout["fields"]) if name}
    if lacks := rules.missing(columns):
        names = ", ".join(str(FIELD_LABELS[name]) for name in lacks)
        raise Unreadable(_("The sheet “{sheet}” has no column for: {missing}. Add it, or choose the column in the "
                           "browser.").format(sheet=layout["sheet"], missing=names))
    for index, line in enumerate(sheet.rows[layout["row"] + 1:], start=layout["row"] + 2):
        if rules.is_row(line, columns):
            yield rules.read_row(layout["sheet"], index, line, layout["texts"], columns, today)


def _stored(problem):
    return {"code": problem.code, "column": problem.column, "value": problem.value, "params": problem.params}


def _judge(row, people):
    problems, person = list(row.problems), None
    if row.name:
        person, problem = rules.match(row, people.get(row.name, []) + people.get(("number", row.staff_no or row.phone), []))
        problems += [problem] if problem else []
    one = HourImportRow(
        sheet=row.sheet[:100], number=row.number, state=rules.REFUSED if problems else rules.NEW,
        shown={name: row.raw.get(name, "") for name in rules.FIELDS if name != rules.PHONE},
        problems=[_stored(problem) for problem in problems], first_day=row.first, last_day=row.last, kind=row.kind,
        title=row.title, minutes=row.minutes,
    )
    if not problems:
        one.person_id, one.source = person.id, source_of(person.id, row)
    return one


def source_of(person_id, row):
    """Return the ledger's name of what the row says: the same person, days, kind and title are the same hours."""
    said = f"{person_id}|{row.first}|{row.last}|{row.kind}|{subject_of(row.title)}"
    return f"import:{hashlib.sha256(said.encode()).hexdigest()[:24]}:person:{person_id}"


def check_batch(*, actor, batch, progress=lambda done, total: None):
    """Work out what the import would do and keep it as the preview, with the error workbook beside it."""
    batch.refresh_from_db()
    if batch.state != State.CHECKING:
        return
    with local_copy(batch) as path:
        try:
            planned = plan(actor=actor, sheets=read_roster(path, batch.file_name), layouts=batch.layouts,
                           today=timezone.localdate())
        except Unreadable as error:
            HourImport.objects.filter(pk=batch.pk).update(state=State.MAPPING)
            raise JobError(str(error)) from error
        progress(1, 2)
        errors = _error_file(path, batch, planned)
    with transaction.atomic():
        locked = HourImport.objects.select_for_update().get(pk=batch.pk)
        if locked.state != State.CHECKING:
            return
        _keep(locked, planned)
        if locked.error_file:
            locked.error_file.delete(save=False)
        if errors is not None:
            locked.error_file.save(f"{locked.pk}-errors", File(errors), save=False)
        locked.state = State.READY
        locked.save()
    progress(2, 2)


def _keep(batch, planned):
    batch.rows.all().delete()
    counts = dict.fromkeys(rules.STATES, 0)
    for position, (_row, one) in enumerate(planned):
        one.batch, one.position = batch, position
        counts[one.state] += 1
    HourImportRow.objects.bulk_create([one for _row, one in planned], batch_size=PART)
    batch.read, batch.created, batch.updated = len(planned), counts[rules.NEW], counts[rules.CHANGED]
    batch.unchanged, batch.refused = counts[rules.SAME], counts[rules.REFUSED]


class _Marked:
    """A refused row as the error workbook wants it."""

    def __init__(self, row, one):
        self.sheet, self.number, self.cleaned = row.sheet, row.number, row
        self.problems = [rules.Problem(**problem) for problem in one.problems]


def _error_file(path, batch, planned):
    refused = [_Marked(row, one) for row, one in planned if one.state == rules.REFUSED]
    if not refused:
        return None
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- handed to the storage, which reads and closes it
    mark_workbook(path, batch.file_name, refused, target, sentence=sentence)
    target.seek(0)
    return target


@transaction.atomic
def start_applying(*, actor, batch):
    """Have the preview imported; a second click finds it under way."""
    if HourImport.objects.filter(pk=batch.pk, state=State.READY).update(state=State.APPLYING):
        _start(batch, "hours.apply", State.APPLYING, actor)


@transaction.atomic
def start_undoing(*, actor, batch):
    if HourImport.objects.filter(pk=batch.pk, state=State.APPLIED).update(state=State.UNDOING):
        _start(batch, "hours.undo", State.UNDOING, actor)


def apply_batch(*, actor, batch, progress=lambda done, total: None):
    """Post the hours of the accepted rows, in parts; return how many lines. What a former run posted is not posted twice."""
    return _run(actor, batch, State.APPLYING, State.APPLIED, "hours.apply", lambda row: row.minutes, progress)


def undo_batch(*, actor, batch, progress=lambda done, total: None):
    """Take back what the import posted, in parts: what stood before stands again. A later correction stays."""
    return _run(actor, batch, State.UNDOING, State.UNDONE, "hours.undo", lambda row: row.before or 0, progress)


def _run(actor, batch, state, then, verb, minutes_of, progress):
    batch.refresh_from_db()
    if batch.state != state:
        return 0
    rows = batch.rows.filter(state__in=(rules.NEW, rules.CHANGED)).order_by("position")
    total, done, posted, last = rows.count(), 0, 0, -1
    while part := list(rows.filter(position__gt=last)[:PART]):
        if state == State.UNDOING:
            standing = standing_sources(part)
            part_now = [row for row in part if standing.get(row.source) == row.minutes]
        else:
            part_now = part
        posted += post_hours(actor=actor, lines=_lines(part_now, minutes_of), reason=batch.file_name)
        last, done = part[-1].position, done + len(part)
        progress(done, total)
    with transaction.atomic():
        if HourImport.objects.filter(pk=batch.pk, state=state).update(
            state=then, **{"applied_at" if then == State.APPLIED else "undone_at": timezone.now()}
        ):
            record(actor=actor, verb=verb, target=batch, organisation=batch.organisation, detail={"rows": total})
    return posted


def _lines(rows, minutes_of):
    posts, book = Posts({row.person_id for row in rows}), RuleBook()
    lines = []
    for row in rows:
        place = posts.place(row.person_id, row.last_day)
        split = (book.rules(place.path, row.last_day) if place else PLAIN).split
        parts = split_years(row.first_day, row.last_day, minutes_of(row), split=split)
        lines += [
            HourLine(row.person_id, day, row.kind, minutes, row.source if len(parts) == 1 else f"{row.source}/{day.year}",
                     row.title)
            for day, minutes in parts
        ]
    return lines


@transaction.atomic
def discard_batch(*, actor, batch):
    """Forget an upload that was not imported: its row, its rows and its files."""
    batch = HourImport.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_open:
        return False
    record(actor=actor, verb="hours.discard", target=batch, organisation=batch.organisation)
    files = [file for file in (batch.file, batch.error_file) if file]
    batch.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
    return True


def import_now(*, actor, path, name, dry_run=False):
    """Import the workbook at ``path`` without a preview; return the planned rows. Raises ``Unreadable``."""
    access.require(actor, "hours.import")
    sheets = read_roster(path, name)
    planned = plan(actor=actor, sheets=sheets, layouts=lay_out(sheets), today=timezone.localdate())
    if dry_run:
        return planned
    batch = HourImport(uploaded_by=actor, organisation=area_of(actor), file_name=name[-200:], state=State.APPLYING)
    with transaction.atomic():
        with Path(path).open("rb") as source:
            batch.file.save(str(batch.pk), File(source), save=False)
        batch.save(force_insert=True)
        _keep(batch, planned)
        batch.save()
    apply_batch(actor=actor, batch=batch)
    return planned
