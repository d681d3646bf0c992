"""A session at the desk: its page, the people counted in the room, and closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.head_count import count_heads
from cohorts.actions.sessions import close_session
from cohorts.attendance_forms import HeadCountForm
from cohorts.enums import MARKS
from cohorts.queries import attendance as queries
from cohorts.queries.policy import policy_of
from cohorts.queries.roll_calls import calls_of
from cohorts.rules.roll_calls import gap, is_due
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
    now = timezone.now()
    rows = queries.session_rows(session, request.user)
    calls = calls_of(session)
    chosen = request.GET.get("status", "")
    shown = [row for row in rows if not chosen or (row.status or "unmarked") == chosen]
    tally, phones = queries.counts(rows), queries.phones_of(session, rows)
    tabs = [("", _("Everyone"), tally["enrolled"])]
    tabs += [(value, label, tally[value]) for value, label in MARKS]
    tabs.append(("unmarked", _("Not marked yet"), tally["unmarked"]))
    return render(request, "cohorts/attendance/session.html", {
        "session": session, "page": Paginator(shown, PAGE).get_page(request.GET.get("page")), "tally": tally,
        "tabs": tabs, "chosen": chosen, "shared": [phone for phone in phones if phone.is_open],
        "judged": [phone for phone in phones if phone.decisions],
        "begun": now >= session.starts_at, "going_on": session.starts_at <= now < session.ends_at, "calls": calls,
        "call_due": is_due(
            asked_for=policy_of(session).second_call, starts_at=session.starts_at, ends_at=session.ends_at, now=now, calls=calls,
        ),
        "count_form": HeadCountForm(initial={"count": session.head_count}),
        "gap": None if session.head_count is None else gap(session.head_count, tally["there"]),
    })


@login_required
@require_POST
def head_count(request, pk):
    """How many people were counted in the room; an empty field takes the number away."""
    session = session_or_404(request, pk, "session.mark")
    form = HeadCountForm(request.POST)
    if form.is_valid():
        count_heads(actor=request.user, session=session, count=form.cleaned_data["count"])
        messages.success(request, _("The number of people counted is saved."))
    else:
        messages.error(request, " ".join(form.errors["count"]))
    return redirect("cohorts:session", pk)


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
