"""Scheduled reports: one's own with their last run, made from a list, paused and ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.lists import queries
from lms.lists.actions import end_schedule, make_schedule, pause_schedule, resume_schedule
from lms.lists.actions.schedules import rhythm_of
from lms.lists.forms import ScheduleForm
from lms.lists.models import ScheduledReport
from lms.lists.registry import KINDS
from lms.lists.rules.periods import following
from lms.people import access

from .lists import asked_list

PAGE = 50


@login_required
@require_GET
def schedules(request):
    page = Paginator(queries.schedules_of(request.user), PAGE).get_page(request.GET.get("page"))
    now = timezone.localtime().replace(tzinfo=None)
    rows = queries.with_last_runs(page.object_list)
    for row in rows:
        kind = KINDS.get(row.list_key)
        row.label = kind.label if kind else row.list_key
        asked = kind.asked(QueryDict(row.query)) if kind else None
        row.filters = kind.words(request.user, asked) if kind else []
        row.url = kind.url(asked, row.of_id) if kind else ""
        row.next = None if row.is_over or row.paused_at else following(rhythm_of(row), now)
    return render(request, "lists/schedules.html", {"page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def schedule_new(request, key):
    """When the list of the address is to be made, with its filters."""
    kind, asked = asked_list(request, key)
    access.require(request.user, "list.schedule")
    form = ScheduleForm(request.POST or None, initial={"every": "week", "weekday": 0, "hour": 8, "day": 1})
    if request.method == "POST" and form.is_valid():
        make_schedule(actor=request.user, kind=kind, asked=asked, **form.cleaned_data)
        messages.success(request, _("The report is scheduled. You are told when it is ready, with a link to fetch it."))
        return redirect("lists:schedules")
    return render(request, "lists/schedule_new.html", {
        "form": form, "kind": kind, "of": asked.of, "filters": kind.words(request.user, asked),
        "back": kind.url(asked, asked.of.pk if asked.of is not None else None), "mail": request.user.email,
    })


def _own(request, pk):
    return get_object_or_404(ScheduledReport.objects.visible_to(request.user), pk=pk)


@login_required
@require_POST
def pause(request, pk):
    pause_schedule(actor=request.user, schedule=_own(request, pk))
    messages.success(request, _("The report rests until you resume it."))
    return redirect("lists:schedules")


@login_required
@require_POST
def resume(request, pk):
    resume_schedule(actor=request.user, schedule=_own(request, pk))
    messages.success(request, _("The report is made again from its next day on."))
    return redirect("lists:schedules")


@login_required
@require_POST
def end(request, pk):
    end_schedule(actor=request.user, schedule=_own(request, pk))
    messages.success(request, _("The report has ended. Schedule it anew from its list when you need it again."))
    return redirect("lists:schedules")
