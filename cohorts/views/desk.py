"""The first page of every member of staff: what needs them today, then the figures of what they look after, then lists."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.figure_cards import dressed
from cohorts.kept_figures import figures_for
from cohorts.queries import desk
from cohorts.queries.policy import policies
from cohorts.rules.today import Step, Urgency, step_at
from cohorts.today import kept_calls_for
from lms.people import access
from lms.people.enums import Role

ORGANISERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


@require_GET
@login_required
def home(request):
    """Roles add up: whoever holds two sees what both ask, each thing once."""
    user, now = request.user, timezone.now()
    if not access.allowed(user, "desk.open"):
        return redirect("cohorts:my")  # an old link, or a role that has ended: their own learning is what they look for
    lists = [
        {"template": f"cohorts/desk/{name}.html"} | make(user, user.scope.paths(*roles))
        for name, roles, make in LISTS if user.scope.holds(*roles)
    ]
    sessions = _sessions(user, now)
    calls, later = _folded(kept_calls_for(user, now), sessions)
    return render(request, "cohorts/desk.html", {
        "calls": calls, "later": later, "sessions": sessions, "teaches": user.scope.holds(Role.TRAINER),
        "cards": [dressed(shown) for shown in figures_for(user, now, count=request.GET.getlist("count"))],
        "lists": lists, "today": timezone.localtime(now),
    })


def _folded(calls, sessions):
    """Part what can wait from the rest while a session asks for its button: it stands right below, on a phone too."""
    busy = any(session.step in (Step.CODE, Step.MARK, Step.CLOSE) for session in sessions)
    urgent = [call for call in calls if call.need.urgency < Urgency.CALM]
    return (urgent, calls[len(urgent):]) if busy and urgent else (calls, [])


def _sessions(user, now):
    """The meetings of today and tomorrow of whoever teaches, each with the ``step`` that the hour asks for."""
    if not user.scope.holds(Role.TRAINER):
        return []
    sessions, book, today = desk.sessions_of_days(user, now), policies(), timezone.localdate(now)
    for session in sessions:
        day = timezone.localdate(session.starts_at)
        policy = book.on(day)
        session.days_ahead = (day - today).days
        session.step = step_at(
            starts_at=session.starts_at, ends_at=session.ends_at, closed=session.closed_at is not None,
            opens_before=policy.opens_before, late_after=policy.late_after, now=now,
        )
    return sessions


def _week(user, paths):
    return {"sessions": desk.sessions_this_week(paths)}


def _cohorts(user, paths):
    organised = user.scope.paths(*ORGANISERS)
    found = desk.cohorts_of_staff(user, organised, teaches=user.scope.holds(Role.TRAINER))
    return {"cohorts": found, "organises": bool(organised)}


def _orders(user, paths):
    return {"orders": desk.orders_of(paths)}


def _imports(user, paths):
    return {"imports": desk.imports_of(user)}


def _courses(user, paths):
    return {"courses": desk.courses_of(paths)}


def _lines(user, paths):
    return {"lines": desk.audit_lines(user)}


# What stands below the figures, for whoever holds one of the roles.
LISTS = (
    ("week", (Role.SCHOOL,), _week),
    ("cohorts", (Role.TRAINER, *ORGANISERS), _cohorts),
    ("orders", (Role.LIAISON,), _orders),
    ("imports", (Role.SUBDISTRICT,), _imports),
    ("courses", (Role.EDITOR,), _courses),
    ("lines", (Role.AUDITOR,), _lines),
)
