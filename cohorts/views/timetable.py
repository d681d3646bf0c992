"""The week's timetable, and the form that plans, moves and cancels a meeting."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.timetable import ScheduleClash, cancel_session, move_session, schedule_session
from cohorts.models import ClassSession
from cohorts.plan_forms import MORNING, NOON, SessionForm, next_free_day
from cohorts.plan_words import clash_sentence
from cohorts.queries.timetable import clashes_for, free_venues, week_of
from cohorts.rules.clashes import Reason
from lms.people import access

from .cohorts import fetch, over

OF_THE_VENUE = {Reason.VENUE_TAKEN, Reason.VENUE_CLOSED, Reason.VENUE_FULL, Reason.VENUE_SMALL}


@require_GET
@login_required
def timetable(request):
    """Seven days from a Monday on, of every cohort that the visitor sees."""
    access.require(request.user, "timetable.browse")
    today = timezone.localdate()
    monday = _monday(request.GET.get("week", ""), today)
    days = [{"day": monday + timedelta(days=n), "sessions": []} for n in range(7)]
    for session in week_of(request.user, monday):
        days[(timezone.localdate(session.starts_at) - monday).days]["sessions"].append(session)
    return render(request, "cohorts/timetable.html", {
        "days": days, "monday": monday, "sunday": monday + timedelta(days=6), "today": today, "now": timezone.now(),
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        "count": sum(len(day["sessions"]) for day in days), "this_week": monday <= today < monday + timedelta(days=7),
    })


def _monday(text, today):
    try:
        day = date.fromisoformat(text)
        monday = day - timedelta(days=day.weekday())
        return monday if 2000 <= monday.year <= 2100 else today - timedelta(days=today.weekday())
    except (ValueError, OverflowError):
        return today - timedelta(days=today.weekday())


@require_http_methods(["GET", "POST"])
@login_required
def session_new(request, pk):
    cohort = fetch(request, pk, "cohort.schedule")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    planned = list(cohort.sessions.filter(cancelled_at=None).order_by("starts_at"))
    taken, last = {timezone.localdate(session.starts_at) for session in planned}, planned[-1] if planned else None
    start = {
        "kind": last.kind if last else "lecture", "day": next_free_day(cohort, taken, timezone.localdate()),
        "start": MORNING, "end": NOON, "venue": last.venue_id if last else None,
    }
    form = SessionForm(_data(request), user=request.user, initial=start)
    saved, free = _save(request, form, cohort, lambda values: schedule_session(
        actor=request.user, cohort=cohort, **values
    ))
    if saved:
        messages.success(request, _("The session is planned."))
        return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/session_form.html", {"form": form, "cohort": cohort, "free": free})


@require_http_methods(["GET", "POST"])
@login_required
def session_edit(request, pk):
    session = _fetch_session(request, pk)
    cohort = session.cohort
    if _settled(request, session):
        return redirect("cohorts:cohort", cohort.pk)
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    form = SessionForm(_data(request), user=request.user, session=session, initial={
        "title": session.title, "kind": session.kind, "day": begins.date(), "start": begins.time(), "end": ends.time(),
        "venue": session.venue_id, "trainer": session.trainer_id, "minutes": session.minutes,
    })
    saved, free = _save(request, form, cohort, lambda values: move_session(
        actor=request.user, session=session, **values
    ), but=session.pk)
    if saved:
        messages.success(request, _("The session is saved."))
        return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/session_form.html", {
        "form": form, "cohort": cohort, "session": session, "free": free,
    })


@require_http_methods(["GET", "POST"])
@login_required
def session_cancel(request, pk):
    session = _fetch_session(request, pk)
    if _settled(request, session):
        return redirect("cohorts:cohort", session.cohort_id)
    if request.method == "POST":
        try:
            cancel_session(actor=request.user, session=session)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("cohorts:cohort", session.cohort_id)
    return render(request, "cohorts/session_cancel.html", {"session": session, "cohort": session.cohort})


def _fetch_session(request, pk):
    seen = ClassSession.objects.visible_to(request.user).select_related(
        "cohort__organiser", "cohort__programme", "venue", "trainer"
    )
    session = get_object_or_404(seen, pk=pk)
    access.require(request.user, "cohort.schedule", session.cohort)
    return session


def _settled(request, session):
    if session.closed_at is None and session.cancelled_at is None:
        return over(request, session.cohort)
    messages.warning(request, _("This session is over. It stays as it is."))
    return True


def _data(request):
    """The form as it was sent; a button that names a free venue puts that venue into it."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if data.get("use_venue"):
        data["venue"] = data["use_venue"]
    return data


def _save(request, form, cohort, act, but=None):
    """Run ``act`` on what the form says; return whether it was done, and venues free then if it was not."""
    if request.method != "POST" or not form.is_valid():
        return False, []
    values = form.values()
    try:
        session = act(values)
    except ScheduleClash as error:
        form.add_error(None, error)
        if not {clash.reason for clash in error.clashes} <= OF_THE_VENUE:
            return False, []  # another venue would not help
        people = cohort.enrolments.seated().count()
        return False, free_venues(
            request.user, starts_at=values["starts_at"], ends_at=values["ends_at"], people=people, but=but
        )
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False, []
    for clash in clashes_for(session):
        messages.warning(request, clash_sentence(clash))
    return True, []
