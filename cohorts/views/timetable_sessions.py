"""The forms that plan, change and cancel a meeting, one or a recurring one."""

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cohorts.actions.timetable import (
    ScheduleClash,
    cancel_session,
    drafts_of,
    move_session,
    schedule_session,
    schedule_sessions,
)
from cohorts.models import ClassSession
from cohorts.plan_words import clash_sentence
from cohorts.queries.clashes import clashes_for
from cohorts.queries.timetable import Ways, ways_out
from cohorts.session_forms import NewSessionForm, SessionForm, first_values
from lms.people import access

from .cohorts import fetch, over


@require_http_methods(["GET", "POST"])
@login_required
def session_new(request, pk):
    """Plan a meeting, or one that repeats: all of its days or none."""
    cohort = fetch(request, pk, "cohort.schedule")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    start = first_values(cohort, list(cohort.sessions.filter(cancelled_at=None)), timezone.localdate())
    start |= _asked_time(request.GET)
    form = NewSessionForm(_data(request), user=request.user, cohort=cohort, initial=start)
    ways = Ways()
    if request.method == "POST" and form.is_valid():
        done, ways = _repeat(request, form, cohort) if form.repeats else _once(request, form, cohort)
        if done:
            return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/session_form.html", {"form": form, "cohort": cohort, "ways": ways})


def _once(request, form, cohort):
    values = form.values()
    try:
        session = schedule_session(actor=request.user, cohort=cohort, **values)
    except ValidationError as error:
        return False, _refused(request, form, error, drafts_of(cohort, [values])[0])
    messages.success(request, _("The session is planned."))
    _warn(request, session)
    return True, None


def _repeat(request, form, cohort):
    dates = form.dates()
    try:
        sessions = schedule_sessions(actor=request.user, cohort=cohort, plans=form.plans(dates), repeating=True)
    except ValidationError as error:
        form.add_error(None, error)
        return False, Ways()
    messages.success(request, ngettext(
        "%(count)s session is planned.", "%(count)s sessions are planned.", len(sessions)) % {"count": len(sessions)})
    if dates.skipped:
        days = "、".join(date_format(day, "MONTH_DAY_FORMAT") for day in dates.skipped)
        messages.info(request, _("Left out, since people are off work: %(days)s.") % {"days": days})
    return True, None


@require_http_methods(["GET", "POST"])
@login_required
def session_edit(request, pk):
    session = fetch_session(request, pk)
    cohort = session.cohort
    if _settled(request, session):
        return redirect("cohorts:cohort", cohort.pk)
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    form = SessionForm(_data(request), user=request.user, cohort=cohort, session=session, initial={
        "title": session.title, "kind": session.kind, "day": begins.date(), "start": begins.time(), "end": ends.time(),
        "module": session.module_id, "group": session.group_id, "venue": session.venue_id, "trainer": session.trainer_id,
        "minutes": session.minutes,
    })
    ways = Ways()
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            session = move_session(actor=request.user, session=session, following=_following(request), **values)
        except ValidationError as error:
            for name, value in values.items():
                setattr(session, name, value)
            ways = _refused(request, form, error, session)
        else:
            messages.success(request, _("The session is saved."))
            _warn(request, session)
            return redirect("cohorts:cohort", cohort.pk)
    return render(request, "cohorts/session_form.html", {
        "form": form, "cohort": cohort, "session": session, "ways": ways, "later": _later(session),
        "following": _following(request),
    })


@require_http_methods(["GET", "POST"])
@login_required
def session_cancel(request, pk):
    session = fetch_session(request, pk)
    if _settled(request, session):
        return redirect("cohorts:cohort", session.cohort_id)
    if request.method == "POST":
        try:
            cancel_session(actor=request.user, session=session, following=_following(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("cohorts:cohort", session.cohort_id)
    return render(request, "cohorts/session_cancel.html", {
        "session": session, "cohort": session.cohort, "later": _later(session),
    })


def fetch_session(request, pk):
    """Return the session if the visitor sees it (else 404) and may plan its cohort (else 403)."""
    seen = ClassSession.objects.visible_to(request.user).select_related(
        "cohort__organiser", "cohort__programme", "venue", "trainer", "group"
    )
    session = get_object_or_404(seen, pk=pk)
    access.require(request.user, "cohort.schedule", session.cohort)
    return session


def _settled(request, session):
    if session.closed_at is None and session.cancelled_at is None:
        return over(request, session.cohort)
    messages.warning(request, _("This session is over. It stays as it is."))
    return True


def _following(request):
    return request.POST.get("scope") == "following"


def _later(session):
    """Return how many later meetings of the same recurring session are still open."""
    if session.repeats is None:
        return 0
    return ClassSession.objects.open().filter(
        repeats=session.repeats, cohort=session.cohort_id, starts_at__gt=session.starts_at
    ).count()


def _asked_time(query):
    """Return the day for the form's beginning from the address, where one was asked for."""
    try:
        return {"day": date.fromisoformat(query["day"])}
    except (KeyError, ValueError):
        return {}


def _data(request):
    """The form as it was sent; a button that names a way out of a clash puts that into it."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name in ("venue", "trainer"):
        if data.get(f"use_{name}"):
            data[name] = data[f"use_{name}"]
    try:
        start, end = (datetime.fromisoformat(text) for text in data.get("use_time", "").split("/"))
    except ValueError:
        return data
    data["day"], data["start"], data["end"] = start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"
    return data


def _refused(request, form, error, wanted):
    """Say in the form why not, and return the ways out for the meeting as it was ``wanted``."""
    if isinstance(error, ScheduleClash):
        form.add_error(None, error)
        return ways_out(request.user, wanted, error.clashes, now=timezone.now())
    form.add_error(None, " ".join(error.messages))
    return Ways()


def _warn(request, session):
    for clash in clashes_for(session):
        messages.warning(request, clash_sentence(clash))
