"""The grid: everyone who is expected, one large button a mark, by group and by the first letter of the name."""

import json
import uuid
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions.attendance import Entry, mark_attendance, undo_marks
from cohorts.actions.waiting import clean_sent, take_marks
from cohorts.enums import MARKS, AttendanceStatus
from cohorts.explain_marking import marking_words
from cohorts.queries import attendance as queries
from cohorts.views.sessions import session_or_404
from lms.readers import reader_of
from lms.views.devices import device_of, with_device


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, pk):
    session = session_or_404(request, pk, "session.mark")
    rows = queries.session_rows(session, request.user)
    if request.method == "POST":
        return _save(request, session, rows)
    initials = sorted({_initial(row) for row in rows})
    groups = sorted({row.enrolment.group for row in rows if row.enrolment.group}, key=lambda group: (group.place, group.pk))
    initial = request.GET.get("initial", "") if request.GET.get("initial") in initials else ""
    group = next((each for each in groups if str(each.pk) == request.GET.get("group")), None)
    for row in rows:
        row.initial = _initial(row)
    # A session that takes marks may be marked without a network, on the copy that the trainer's device keeps.
    request.keeps_offline = not (session.closed_at or session.cancelled_at)
    return with_device(request, render(request, "cohorts/attendance/grid.html", {
        "session": session, "tally": queries.counts(rows), "initials": initials, "initial": initial, "groups": groups,
        "group": group, "statuses": MARKS, "form_id": uuid.uuid4(), "saved": _saved(request),
        "reader": reader_of(request.user), "words": marking_words(),
        "rows": [row for row in rows if initial in ("", row.initial) and group in (None, row.enrolment.group)],
    }))


def _save(request, session, rows):
    try:
        outcome = mark_attendance(
            actor=request.user, session=session, marks=_entries(request.POST, rows), now=timezone.now(),
            device=device_of(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        saved = ""
    else:
        _tell(request, outcome, rows)
        saved = request.POST.get("form", "") if outcome.new or outcome.corrected else ""
    where = {"initial": request.POST.get("go", request.POST.get("initial", ""))[:1],
             "group": request.POST.get("to", request.POST.get("group", ""))[:20], "saved": saved}
    chosen = urlencode({name: value for name, value in where.items() if value})
    address = reverse("cohorts:grid", args=[session.pk])
    return redirect(f"{address}?{chosen}" if chosen else address)


def _initial(row):
    letter = row.enrolment.person.initials[:1].upper()
    return letter if "A" <= letter <= "Z" else "#"


def _saved(request):
    """Return the number of the form that was just saved, which can be taken back."""
    return _uuid(request.GET.get("saved", ""))


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _entries(data, rows):
    """Read the grid's form: the lines whose choice differs from what the form showed.

    ``rest`` marks everyone on the form who has no mark, no choice and no leave. The number of a line is made from the form's
    own, so that the same form sent twice is written once.
    """
    form_id = _uuid(data.get("form", "")) or uuid.uuid4()
    rest = AttendanceStatus.PRESENT.value if "rest" in data else ""
    entries = []
    for row in rows:
        pk = row.enrolment.pk
        seen = data.get(f"seen-{pk}")
        if seen is None:
            continue
        status = data.get(f"status-{pk}") or seen or ("" if row.leave else rest)
        if status and status != seen:
            entries.append(Entry(pk, status, _nonce(form_id, pk, seen, status), seen))
    return entries


def _nonce(form_id, pk, seen, status):
    return uuid.uuid5(form_id, f"{pk}:{seen}:{status}")


@login_required
@require_POST
def undo(request, pk):
    """Take back what one form of the grid saved, as far as it still stands."""
    session = session_or_404(request, pk, "session.mark")
    form_id = _uuid(request.POST.get("form", ""))
    rows = queries.session_rows(session, request.user) if form_id else []
    values = ["", *(value for value, _label in MARKS)]
    nonces = {_nonce(form_id, row.enrolment.pk, seen, row.status) for row in rows if row.mark for seen in values}
    try:
        undone = undo_marks(actor=request.user, session=session, nonces=nonces, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("%(count)d mark is taken back.", "%(count)d marks are taken back.", undone)
        messages.success(request, text % {"count": undone})
    return redirect("cohorts:grid", pk)


def _tell(request, outcome, rows):
    written = outcome.new + outcome.corrected
    if written:
        messages.success(
            request, ngettext("%(count)d mark is saved.", "%(count)d marks are saved.", written) % {"count": written}
        )
    if outcome.own:
        messages.warning(request, _("You cannot mark yourself. Please ask a colleague to do it."))
    if outcome.conflicts:
        names = {row.enrolment.pk: row.enrolment.person.name for row in rows}
        messages.warning(
            request, _("Marked by someone else in the meantime, and left as it is: %(names)s. Please look again.")
            % {"names": "、".join(names[pk] for pk in outcome.conflicts)},
        )


@require_http_methods(["GET", "POST"])
def marks(request, pk):
    """For the script of grid and scanner. GET: what stands. POST: marks, each with its own number and its age in seconds."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    session = session_or_404(request, pk, "session.mark")
    if request.method == "GET":
        return JsonResponse({"marks": {
            mark.enrolment_id: [mark.status, f"{timezone.localtime(mark.observed_at):%H:%M} {mark.get_method_display()}"]
            for mark in queries.standing_marks(session).values()
        }})
    try:
        sent = clean_sent(json.loads(request.POST.get("marks", "")))
    except (ValueError, TypeError):
        return JsonResponse({"error": "not marks"}, status=400)
    answers = take_marks(actor=request.user, session=session, sent=sent, now=timezone.now(), device=device_of(request))
    return JsonResponse({"answers": {str(nonce): asdict(taken) for nonce, taken in answers.items()}})
