"""The paper sheet: keyed in row by row, or uploaded as a table, looked at, and taken whole."""

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.sheets import take_sheet
from cohorts.attendance_forms import SheetForm
from cohorts.enums import MARKS
from cohorts.explain_sheets import fault_text
from cohorts.queries import attendance as queries
from cohorts.reports.sheets import write_sheet
from cohorts.rules.sheets import WORDS, Seat, read_mark, read_sheet
from cohorts.views.sessions import session_or_404
from lms.people.rosters.reading import read_roster
from lms.people.rosters.safety import Unreadable
from lms.views.devices import device_of, with_device

SALT = "cohorts.sheet"
PREVIEW_GOOD_FOR = 3600  # seconds


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    """One line a person in the order of the printed sheet, one key a line; nothing is saved while a line cannot be read."""
    session = session_or_404(request, pk, "session.mark")
    rows = queries.session_rows(session, request.user)
    bad = 0
    if request.method == "POST":
        marks, bad = _keyed(request.POST, rows)
        if not bad and _take(request, session, marks):
            return redirect("cohorts:session", pk)
    return with_device(request, render(request, "cohorts/attendance/sheet.html", {
        **_page(session, rows), "bad": bad, "upload": SheetForm(),
    }))


def _page(session, rows):
    """What the page shows; ``words`` are what the script says beside a line when a word or a digit was typed."""
    words = {word: str(label) for value, label in MARKS for word in WORDS[value]}
    return {"session": session, "rows": rows, "form_id": uuid.uuid4(), "statuses": MARKS, "words": words}


def _keyed(data, rows):
    """Return the marks that the form holds, and how many of its lines cannot be read; these carry their ``error``."""
    form_id, marks, bad = data.get("form", ""), [], 0
    for row in rows:
        row.typed = data.get(f"mark-{row.enrolment.pk}", "")[:40]
        try:
            read = read_mark(row.typed)
        except ValueError:
            row.error = _("Not a mark")
            bad += 1
            continue
        seen = data.get(f"seen-{row.enrolment.pk}", row.status)
        if read and (read[0] != seen or read[1]):
            marks.append(_mark(form_id, row.enrolment.pk, *read, seen))
    return marks, bad


def _mark(form_id, enrolment_id, status, minutes, seen):
    nonce = uuid.uuid5(uuid.NAMESPACE_OID, f"{form_id}:{enrolment_id}:{seen}:{status}")
    return enrolment_id, status, minutes, seen, nonce


def _take(request, session, marks):
    """Write the marks and tell about it; return whether they were written."""
    try:
        outcome = take_sheet(
            actor=request.user, session=session, marks=marks, now=timezone.now(), device=device_of(request)
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    written = outcome.new + outcome.corrected
    messages.success(
        request, ngettext("%(count)d mark is saved.", "%(count)d marks are saved.", written) % {"count": written}
    )
    if outcome.own:
        messages.warning(request, _("You cannot mark yourself. Please ask a colleague to do it."))
    return True


@login_required
@require_safe
def sheet_file(request, pk):
    """The sheet as a workbook to fill in: numbers and names stand in it, marks do not."""
    session = session_or_404(request, pk, "session.mark")
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the response
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_sheet(path=path, session=session, rows=queries.session_rows(session, request.user))
        file.write(path.read_bytes())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{session.title} {_('sign-in sheet')}.xlsx")


@login_required
@require_POST
def sheet_upload(request, pk):
    """Read an uploaded sheet and show what it would do; with faults it does nothing, and names each of them."""
    session = session_or_404(request, pk, "session.mark")
    rows = queries.session_rows(session, request.user)
    form = SheetForm(request.POST, request.FILES)
    context = _page(session, rows) | {"upload": form}
    if not form.is_valid():
        return render(request, "cohorts/attendance/sheet.html", context)
    seats = [
        Seat(row.enrolment.pk, place, row.enrolment.person.name, row.enrolment.person.staff_no or "")
        for place, row in enumerate(rows, start=1)
    ]
    try:
        reading = read_sheet(_cells(form.cleaned_data["file"]), seats)
    except Unreadable as error:
        form.add_error("file", str(error))
        return render(request, "cohorts/attendance/sheet.html", context)
    standing = {row.enrolment.pk: row.status for row in rows}
    words = dict(MARKS)
    marks = [
        (line.seat.enrolment_id, line.status, line.minutes, standing[line.seat.enrolment_id]) for line in reading.lines
        if line.status != standing[line.seat.enrolment_id] or line.minutes
    ]
    return with_device(request, render(request, "cohorts/attendance/sheet_preview.html", {
        "session": session, "faults": [(fault, fault_text(fault)) for fault in reading.faults], "changes": len(marks),
        "lines": [
            (line, words[line.status], words.get(standing[line.seat.enrolment_id], "")) for line in reading.lines
        ],
        "payload": "" if reading.faults else signing.dumps(
            {"session": session.pk, "form": str(uuid.uuid4()), "marks": marks}, salt=SALT, compress=True
        ),
    }))


def _cells(upload):
    """Return the cells of the first sheet of an upload; raises ``Unreadable`` with what to do about it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        with path.open("wb") as handle:
            for chunk in upload.chunks():
                handle.write(chunk)
        return read_roster(path, upload.name)[0].rows


@login_required
@require_POST
def sheet_apply(request, pk):
    """Write what the preview showed: all of it, or nothing."""
    session = session_or_404(request, pk, "session.mark")
    try:
        payload = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=PREVIEW_GOOD_FOR)
    except signing.BadSignature:
        payload = None
    if payload is None or payload["session"] != session.pk:
        messages.error(request, _("This preview is too old. Please upload the sheet again."))
        return redirect("cohorts:sheet", pk)
    done = _take(request, session, [_mark(payload["form"], *mark) for mark in payload["marks"]])
    return redirect("cohorts:session" if done else "cohorts:sheet", pk)
