"""Compute what an import would do, outside any transaction, and keep it as the preview."""

import hashlib
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.utils import timezone

from lms.people.models import BatchState, ImportBatch, ImportRow
from lms.people.rosters import layouts, marking, register
from lms.people.rosters.reading import read_roster
from lms.people.rules.roster.facts import Plan
from lms.people.rules.roster.judging import judge, outline

SHOWN = ("superior", "organisation", "category", "name", "gender", "born", "position", "since", "education", "phone", "staff_no")


@dataclass(frozen=True)
class Draft:
    """A plan, and the state of the register that it was made for (:func:`register.mark`)."""

    plan: Plan
    mark: tuple
    district: object


def plan_file(*, actor, path, name, stored_layouts=None, today=None):
    """Return the :class:`Draft` of importing the roster at ``path`` as ``actor``; raises ``Unreadable``.

    ``stored_layouts`` are those that someone confirmed; without them the columns are guessed.
    """
    sheets = read_roster(path, name)
    if stored_layouts is None:
        stored_layouts, _skipped = layouts.lay_out(sheets, register.remembered_headings())
    usable = layouts.usable(stored_layouts)
    mark, district = register.mark(), register.root()
    registry = register.load_registry(actor, district)
    cleaned = layouts.clean_rows(
        sheets, usable, categories=register.category_codes(), superiors=registry.superiors.keys(),
        today=today or timezone.localdate(),
    )
    register.add_people(registry, cleaned)
    return Draft(judge(cleaned, registry), mark, district)


def digest(plan):
    """Return what is the same for two plans that do the same to the same rows."""
    return hashlib.sha256(json.dumps(outline(plan), ensure_ascii=False).encode()).hexdigest()


@contextmanager
def local_copy(batch):
    """Yield the path of the batch's upload, wherever the storage keeps it."""
    with tempfile.TemporaryDirectory(prefix="roster-") as folder, batch.file.open("rb") as source:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            for chunk in iter(lambda: source.read(1024 * 1024), b""):
                target.write(chunk)
        yield path


def check_batch(*, actor, batch, progress=lambda done, total: None):
    """Compute the preview of ``batch`` and keep it; safe to run twice."""
    if batch.state != BatchState.CHECKING:
        return
    with local_copy(batch) as path:
        draft = plan_file(actor=actor, path=path, name=batch.file_name, stored_layouts=batch.layouts)
        keep_preview(batch, draft.plan, path, progress=progress)


def keep_preview(batch, plan, path, *, message="", progress=lambda done, total: None):
    """Store the verdicts, the counters and the error workbook, and make the batch ready."""
    store_rows(batch, plan, progress)
    make_error_file(batch, plan, path)
    ImportBatch.objects.filter(pk=batch.pk, state__in=(BatchState.CHECKING, BatchState.APPLYING)).update(
        state=BatchState.READY, digest=digest(plan), message=message, error_file=batch.error_file.name, **plan.counts)


def store_rows(batch, plan, progress=lambda done, total: None):
    """Replace the batch's rows by the plan's verdicts, in small transactions."""
    ImportRow.objects.filter(batch=batch)._raw_delete(ImportRow.objects.db)
    total = len(plan.verdicts)
    for begin in range(0, total, register.CHUNK):
        ImportRow.objects.bulk_create(
            row_of(batch, position, verdict)
            for position, verdict in enumerate(plan.verdicts[begin:begin + register.CHUNK], start=begin)
        )
        progress(begin, total)


def row_of(batch, position, verdict):
    row = verdict.cleaned
    shown = {name: value for name in SHOWN if (value := getattr(row, name) or row.raw.get(name, ""))}
    problems = [
        {"code": problem.code, "column": problem.column, "value": problem.value, "params": problem.params}
        for problem in verdict.problems
    ]
    return ImportRow(batch=batch, position=position, sheet=verdict.sheet[:100], number=verdict.number, state=verdict.state,
                     shown=shown, problems=problems, differences=[list(change) for change in verdict.differences])


def make_error_file(batch, plan, path):
    """Keep the original workbook with a reason beside each row that is not taken, when there is one."""
    refused = [verdict for verdict in plan.verdicts if verdict.problems]
    if batch.error_file:
        batch.error_file.delete(save=False)
    if not refused:
        return
    with tempfile.TemporaryDirectory(prefix="roster-") as folder:
        target = Path(folder) / "errors.xlsx"
        marking.mark_workbook(path, batch.file_name, refused, target)
        with target.open("rb") as handle:
            batch.error_file.save(f"{batch.pk}-errors.xlsx", File(handle), save=False)
