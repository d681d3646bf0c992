"""The first page of every member of staff: what needs them today, one panel a role they hold."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.queries import desk
from lms.people import access
from lms.people.enums import Role


@require_GET
@login_required
def home(request):
    """Roles add up: whoever holds two sees the panels of both."""
    if not access.allowed(request.user, "desk.open"):
        return redirect("cohorts:my")  # an old link, or a role that has ended: their own learning is what they look for
    year = timezone.localdate().year
    panels = [
        {"template": f"cohorts/desk/{role}.html"} | make(request.user, request.user.scope.paths(role), year)
        for role, make in PANELS.items() if request.user.scope.holds(role)
    ]
    return render(request, "cohorts/desk.html", {"panels": panels, "year": year, "today": timezone.localtime()})


def _trainer(user, paths, year):
    """Today's meetings, or the next one, with their buttons; the others in a list below."""
    sessions, today = desk.next_sessions(user), timezone.localdate()
    for session in sessions:
        session.is_today = timezone.localdate(session.starts_at) == today
    soon = [session for number, session in enumerate(sessions) if number == 0 or session.is_today]
    return {
        "sessions": sessions, "soon": soon, "later": sessions[len(soon):], "cohorts": desk.cohorts_taught(user),
    }


def _liaison(user, paths, year):
    return {
        "counts": desk.own_counts(paths, year), "left": desk.own_posts(paths, year), "orders": desk.orders_of(paths),
        "year": year,
    }


def _school(user, paths, year):
    return {
        "orders": desk.orders_waiting(paths), "sessions": desk.sessions_this_week(paths),
        "cohorts": desk.cohorts_run(paths),
    }


def _subdistrict(user, paths, year):
    return {
        "coverage": desk.coverage_by_post(paths, year), "cohorts": desk.cohorts_run(paths),
        "imports": desk.imports_of(user), "year": year,
    }


def _district(user, paths, year):
    return {
        "coverage": desk.coverage_by_post(paths, year), "categories": desk.coverage_by_category(paths, year),
        "cohorts": desk.cohorts_run(paths), "year": year,
    }


def _editor(user, paths, year):
    return {"courses": desk.courses_of(paths)}


def _auditor(user, paths, year):
    return {"lines": desk.audit_lines(user)}


PANELS = {
    Role.TRAINER: _trainer, Role.SCHOOL: _school, Role.SUBDISTRICT: _subdistrict, Role.DISTRICT: _district,
    Role.LIAISON: _liaison, Role.EDITOR: _editor, Role.AUDITOR: _auditor,
}
