"""Long work on people: registered here so that workers and pages know it."""

import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.audit.trail import record
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access, own_copy
from lms.people.actions import imports, issue_first_codes
from lms.people.models import ImportBatch, Organisation
from lms.people.queries import waiting_for_code
from lms.people.rosters.safety import Unreadable
from lms.people.rules import first_codes


def _batch(pk):
    batch = ImportBatch.objects.filter(pk=pk).first()
    if batch is None:
        raise JobError(_("This roster has been discarded. Upload it again if it is still needed."))
    return batch


@job_kind("roster.read", _("Read a roster"))
def read_roster(run, batch):
    imports.read_batch(batch=_batch(batch))


@job_kind("roster.check", _("Check the rows of a roster"))
def check_roster(run, batch):
    try:
        imports.check_batch(actor=run.job.owner, batch=_batch(batch), progress=run.progress)
    except Unreadable as error:
        raise JobError(str(error)) from error


@job_kind("roster.apply", _("Import a roster"))
def apply_roster(run, batch):
    try:
        imports.apply_batch(actor=run.job.owner, batch=_batch(batch), progress=run.progress)
    except Unreadable as error:
        raise JobError(str(error)) from error


@job_kind("roster.undo", _("Undo the import of a roster"))
def undo_roster(run, batch):
    imports.undo_batch(actor=run.job.owner, batch=_batch(batch))


MOST_SLIPS = 300


@job_kind("people.first_codes", _("First sign-in codes"), verb="person.browse", keep=timedelta(days=1))
def make_first_codes(run, organisation, members=False, again=False):
    """Codes for those of an organisation who never signed in; the slips are printed from the page ``people:slips``."""
    owner = run.job.owner
    where = Organisation.objects.visible_to(owner).filter(pk=organisation).first()
    if where is None or not access.allowed(owner, "organisation.invite", where):
        raise JobError(_("You no longer look after this organisation. Ask the district administrator."))
    people = list(waiting_for_code(where, members=members, again=again)[: MOST_SLIPS + 1])
    if not people:
        raise JobError(_("Nobody here waits for a code: everyone has signed in, or holds a slip that is still good."))
    if len(people) > MOST_SLIPS:
        raise JobError(_("More than 300 people wait for a code here. Begin with one of the organisations below."))
    slips = issue_first_codes(actor=owner, organisation=where, people=people, progress=run.progress)
    lines = [
        {
            "name": person.name, "phone": person.masked_phone, "staff_no": person.staff_no or "",
            "username": person.username, "code": first_codes.shown(code), "until": person.code_expires_at.isoformat(),
        }
        for person, code in slips
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "slips.json"
        path.write_text(json.dumps({"organisation": where.name, "slips": lines}, ensure_ascii=False))
        run.attach(path, "slips.json")
    return {"people": len(lines), "open": reverse("people:slips", args=[run.job.pk])}


@job_kind("people.own_copy", _("A copy of my own data"), keep=timedelta(days=1))
def make_own_copy(run):
    """Everything that is about the owner, in words, as one file inside a zip; it is kept for a day."""
    copy = own_copy.copy_of(run.job.owner, progress=run.progress)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(copy, ensure_ascii=False, indent=2))
        run.attach(path, f"{_('My data')}.zip")
    record(actor=run.job.owner, verb="account.own_copy", target=run.job.owner, detail={"rows": sum(map(len, copy.values()))})
    return {"rows": sum(map(len, copy.values()))}
