"""The timetable as a board of a week or a month, and a meeting moved on it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cohorts.actions.timetable import ScheduleClash, move_session
from cohorts.holidays import day_of, is_free
from cohorts.lists.classes import MONTH, TIMETABLE, WEEK, board_filter, days_of
from cohorts.plan_words import clash_sentence, day_note, span
from cohorts.queries.clashes import clashes_between, clashes_for
from cohorts.queries.timetable import midnight, ways_out
from cohorts.rules.board import MOST_LANES, QUARTERS, blocks_of, hours_of
from cohorts.rules.calendar import DayKind
from cohorts.rules.clashes import Severity
from cohorts.session_forms import MoveForm
from lms.people import access

from .timetable_sessions import fetch_session

SHOWN = 3  # meetings of a day in the month's grid; the others are behind its link


@require_GET
@login_required
def timetable(request):
    """A week or a month of every cohort that the visitor sees, or of one cohort, venue or trainer."""
    access.require(request.user, "timetable.browse")
    today = timezone.localdate()
    view, anchor, first, last, before, after = days_of(request.GET, today)
    form, asked = board_filter(request.user, request.GET, first, last)
    sessions = list(TIMETABLE.rows(request.user, TIMETABLE.asked(request.GET)))
    shown = {session.cohort_id for session in sessions}
    troubles = clashes_between(midnight(first), midnight(last + timedelta(days=1)), of=shown) if sessions else {}
    for session in sessions:
        _dress(request.user, session, troubles.get(session.pk, []))
    days = _days(sessions, first, last, today)
    kept = "".join(f"&{name}={row.pk}" for name, row in asked.items()) + (f"&view={MONTH}" if view == MONTH else "")
    cohort = asked.get("cohort")
    context = {
        "view": view, "days": days, "first": first, "last": last, "today": today, "now": timezone.now(), "anchor": anchor,
        "before": before, "after": after, "here": first <= today <= last, "form": form, "asked": asked, "kept": kept,
        "count": len(sessions), "clashing": sum(session.worst == Severity.BLOCK for session in sessions),
        "may_plan": any(session.movable for session in sessions),
        "unknown_year": next((day["date"].year for day in days if day["day"].kind == DayKind.UNKNOWN), None),
        "plan_for": cohort if cohort is not None and access.allowed(request.user, "cohort.schedule", cohort) else None,
        "shown": SHOWN, "month": anchor.replace(day=1),
    }
    if view == WEEK:
        context |= _board(days)
    return render(request, "cohorts/timetable.html", context)


def _dress(user, session, clashes):
    """Put on a session what the board shows of it beside its own: its clashes and whether this person may move it."""
    local = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    session.span = local
    session.clashes = [
        (clash.severity, clash_sentence(clash)) for clash in clashes if clash.severity != Severity.NOTE
    ] if session.closed_at is None else []
    session.worst = session.clashes[0][0] if session.clashes else ""
    session.movable = (
        session.closed_at is None and session.cancelled_at is None and session.cohort.closed_at is None
        and session.cohort.cancelled_at is None and access.allowed(user, "cohort.schedule", session.cohort)
    )


def _days(sessions, first, last, today):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_day = {day: [] for day in days}
    for session in sessions:
        by_day[session.span[0].date()].append(session)
    return [
        {"date": day, "day": kind, "note": day_note(kind), "sessions": by_day[day], "today": day == today,
         "free": is_free(day), "more": max(len(by_day[day]) - SHOWN, 0)}
        for day in days for kind in [day_of(day)]
    ]


def _board(days):
    """Return the grid of hours of a week, or none where too many meetings lie side by side to be read."""
    standing = [session for day in days for session in day["sessions"] if session.cancelled_at is None]
    first_hour, last_hour = hours_of([session.span for session in standing])
    for day in days:
        day["blocks"] = blocks_of(
            [session for session in day["sessions"] if session.cancelled_at is None], lambda session: session.span, first_hour
        )
        day["cancelled"] = [session for session in day["sessions"] if session.cancelled_at is not None]
    crowded = any(block.lanes > MOST_LANES for day in days for block in day["blocks"])
    hours = [(hour, (hour - first_hour) * QUARTERS + 1) for hour in range(first_hour, last_hour)]
    return {"hours": hours, "grid": not crowded and bool(standing), "crowded": crowded}


@login_required
@require_POST
def session_move(request, pk):
    """Move a meeting on the board: answered in place for a script, with a message and the board for a form."""
    session = fetch_session(request, pk)
    form = MoveForm(request.POST, user=request.user, session=session)
    answer = _move(request, session, form)
    if request.headers.get("X-Requested-With") == "fetch":
        html = render_to_string("cohorts/parts/moved.html", answer | {"session": session, "next": _back(request)}, request)
        return JsonResponse({"done": answer["done"], "said": answer["said"], "html": html}, status=200 if answer["done"] else 409)
    (messages.success if answer["done"] else messages.error)(request, answer["said"])
    for sentence in answer["warnings"]:
        messages.warning(request, sentence)
    return HttpResponseRedirect(_back(request))


def _move(request, session, form):
    """Return what the board says of the move: done or not, what stands in the way, the ways out, and how to take it back."""
    answer = {"done": False, "warnings": [], "ways": None, "undo": None}
    if not form.is_valid():
        return answer | {"said": " ".join(text for errors in form.errors.values() for text in errors)}
    values = form.values()
    undo = {"starts_at": session.starts_at, "ends_at": session.ends_at, "venue": session.venue_id, "trainer": session.trainer_id}
    try:
        moved = move_session(actor=request.user, session=session, **values)
    except ScheduleClash as error:
        for name, value in values.items():
            setattr(session, name, value)
        return answer | {"said": " ".join(error.messages), "wanted": values,
                         "ways": ways_out(request.user, session, error.clashes, now=timezone.now())}
    except ValidationError as error:
        return answer | {"said": " ".join(error.messages)}
    said = _("“%(title)s” is now %(when)s.") % {"title": moved.title, "when": span(moved.starts_at, moved.ends_at)}
    warnings = [clash_sentence(clash) for clash in clashes_for(moved)]
    return answer | {"done": True, "said": said, "warnings": warnings, "undo": None if "undo" in request.POST else undo}


def _back(request):
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if ours else reverse("cohorts:timetable")
