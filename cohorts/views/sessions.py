"""A session at the desk: its page, the grid, closing, and the marks of one person."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.attendance import Entry, correct_mark, mark_attendance
from cohorts.actions.sessions import close_session
from cohorts.attendance_forms import CorrectionForm
from cohorts.enums import SEATED, AttendanceStatus
from cohorts.models import Enrolment
from cohorts.queries import attendance as queries
from lms.people import access

PAGE = 50


def session_or_404(request, pk, verb):
    session = get_object_or_404(queries.sessions_for(request.user), pk=pk)
    access.require(request.user, verb, session.cohort if verb.startswith("cohort.") else session)
    return session


@login_required
@require_safe
def session_page(request, pk):
    session = session_or_404(request, pk, "cohort.roster")
    rows = queries.session_rows(session, request.user)
    chosen = request.GET.get("status", "")
    shown = [row for row in rows if not chosen or (row.status or "unmarked") == chosen]
    tally = queries.counts(rows)
    tabs = [("", _("Everyone"), tally["enrolled"])]
    tabs += [(status.value, status.label, tally[status.value]) for status in AttendanceStatus]
    tabs.append(("unmarked", _("Not marked yet"), tally["unmarked"]))
    return render(request, "cohorts/attendance/session.html", {
        "session": session, "page": Paginator(shown, PAGE).get_page(request.GET.get("page")), "tally": tally,
        "tabs": tabs, "chosen": chosen, "shared": queries.people_on_one_device(session, rows),
        "begun": timezone.now() >= session.starts_at,
    })


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, pk):
    session = session_or_404(request, pk, "session.mark")
    rows = queries.session_rows(session, request.user)
    address = reverse("cohorts:grid", args=[pk])
    if request.method == "POST":
        go = request.POST.get("go", request.POST.get("initial", ""))[:1]
        try:
            outcome = mark_attendance(
                actor=request.user, session=session, marks=_entries(request.POST, rows), now=timezone.now()
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            _tell(request, outcome, rows)
        return redirect(f"{address}?initial={go}" if go else address)
    initials = sorted({_initial(row) for row in rows})
    initial = request.GET.get("initial", "")[:1]
    initial = initial if initial in initials else ""
    return render(request, "cohorts/attendance/grid.html", {
        "session": session, "rows": [row for row in rows if not initial or _initial(row) == initial],
        "tally": queries.counts(rows), "initials": initials, "initial": initial, "statuses": AttendanceStatus.choices,
        "form_id": uuid.uuid4(),
    })


def _initial(row):
    letter = row.enrolment.person.initials[:1].upper()
    return letter if "A" <= letter <= "Z" else "#"


def _entries(data, rows):
    """Read the grid's form: the lines whose choice differs from what the form showed.

    ``rest`` marks everyone on the form who has no mark and no choice. The number of a line is made from the form's own, so
    that the same form sent twice is written once.
    """
    try:
        form_id = uuid.UUID(data.get("form", ""))
    except ValueError:
        form_id = uuid.uuid4()
    rest = AttendanceStatus.PRESENT.value if "rest" in data else ""
    entries = []
    for row in rows:
        pk = row.enrolment.pk
        seen = data.get(f"seen-{pk}")
        if seen is None:
            continue
        status = data.get(f"status-{pk}") or seen or rest
        if status and status != seen:
            entries.append(Entry(pk, status, uuid.uuid5(form_id, f"{pk}:{seen}:{status}"), seen))
    return entries


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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_close(request, pk):
    session = session_or_404(request, pk, "session.close")
    if request.method == "POST":
        try:
            closing = close_session(actor=request.user, session=session, now=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if closing.already:
                messages.info(request, _("This session was closed before. Nothing has changed."))
            else:
                messages.success(
                    request, ngettext(
                        "The session is closed. Hours are posted for %(count)d person.",
                        "The session is closed. Hours are posted for %(count)d people.", closing.posted,
                    ) % {"count": closing.posted},
                )
        return redirect("cohorts:session", pk)
    rows = queries.session_rows(session, request.user)
    return render(request, "cohorts/attendance/close.html", {
        "session": session, "tally": queries.counts(rows), "unmarked": [row for row in rows if not row.mark],
        "begun": timezone.now() >= session.starts_at,
    })


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_marks(request, pk, enrolment_pk):
    """The marks of one person at a session, and the form that sets a new one with its reason."""
    session = session_or_404(request, pk, "session.mark")
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(request.user).select_related("person", "organisation"),
        pk=enrolment_pk, cohort_id=session.cohort_id, state__in=SEATED,
    )
    chain = queries.chain_of(session, enrolment)
    mark = chain[-1] if chain else None
    own = enrolment.person_id == request.user.pk
    if own and request.method == "POST":
        raise PermissionDenied("nobody marks themselves")
    form = CorrectionForm(
        request.POST or None, initial={"status": mark.status if mark else None},
        needs_reason=bool(mark or session.closed_at),
    )
    if request.method == "POST" and form.is_valid() and _set_mark(request, session, enrolment, mark, form):
        messages.success(request, _("The mark is saved."))
        return redirect("cohorts:session", pk)
    return render(request, "cohorts/attendance/person.html", {
        "session": session, "enrolment": enrolment, "chain": chain, "mark": mark, "form": None if own else form,
    })


def _set_mark(request, session, enrolment, mark, form):
    status, reason, now = form.cleaned_data["status"], form.cleaned_data.get("reason", ""), timezone.now()
    try:
        if mark:
            correct_mark(actor=request.user, mark=mark, status=status, reason=reason, now=now)
        else:
            entry = Entry(enrolment.pk, status, uuid.uuid4(), "")
            mark_attendance(actor=request.user, session=session, marks=[entry], now=now, reason=reason)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
