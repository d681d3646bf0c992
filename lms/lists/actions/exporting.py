"""A list is taken out."""

import hashlib
import re
from pathlib import Path

from django.core.exceptions import PermissionDenied

from lms.audit.trail import record
from lms.jobs.actions import start_job
from lms.lists.enums import Form
from lms.lists.writing import PART, write_list
from lms.sealing import boxes

JOB, QUERY = "lists.export", "lists.query"


def start_export(*, actor, kind, asked, form=Form.XLSX, run_id=None):
    """Start the job that exports the list with these filters, for ``actor``; ``run_id`` is the run of a schedule."""
    of_id = asked.of.pk if asked.of is not None else None
    params = {"key": kind.key, "query": boxes.seal(asked.query, QUERY), "of_id": of_id, "form": str(form)}
    if run_id:
        params["run_id"] = run_id
    return start_job(kind=JOB, owner=actor, params=params, back_url=_way_back(kind.url(asked, of_id)))


def _way_back(url):
    """Return the address of the list, of long numbers that were looked for the last four digits only: it is kept with the job."""
    page, mark, query = url.partition("?")
    return (page + mark + re.sub(r"\d{7,}", lambda found: found[0][-4:], query))[:300]


def export_list(*, actor, kind, asked, path, form=Form.XLSX, progress=None, size=PART):
    """Write the list as ``actor`` sees it now to ``path`` and record what went out; return how many rows.

    Raises ``PermissionDenied`` when the right is gone. The trail keeps which list, the filters (of free text only that there
    was one), the rows and the file's SHA-256.
    """
    if not kind.may_export(actor, asked.of):
        raise PermissionDenied(kind.export_verb or kind.verb)
    rows = write_list(path=path, kind=kind, user=actor, asked=asked, form=form, progress=progress, size=size)
    with Path(path).open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    record(actor=actor, verb="list.export", target=asked.of, detail={
        "list": kind.key, "filters": kind.trace(asked), "rows": rows, "format": str(form), "file_sha256": digest,
    })
    return rows
