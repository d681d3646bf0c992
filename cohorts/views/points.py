"""Points: one's own with each line and its rule, and the list of whoever looks after people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.points import appeal, enter_points
from cohorts.lists.people import POINTS, within_asked
from cohorts.models import PointEntry
from cohorts.point_forms import AppealForm, EnterForm
from cohorts.point_words import line_text, rule_text
from cohorts.queries.points import lines_of, total
from lms.jobs.actions import start_job
from lms.people import access
from lms.people.models import Person

PAGE = 50


def _context(request, person):
    today = timezone.localdate()
    page = Paginator(lines_of(person), PAGE).get_page(request.GET.get("page"))
    rows = [
        {"entry": line, "taken": getattr(line, "reversed_by", None) is not None or line.reverses_id, "text": line_text(line),
         "rule": rule_text(line.rule) if line.rule else "", "expired": line.expires_on < today, "appeals": line.appeals.all()}
        for line in page.object_list
    ]
    return {"person": person, "page": page, "rows": rows, "total": total(person, today), "today": today}


@require_GET
@login_required
def mine(request):
    """My points: what counts today, and every line with its rule in words."""
    return render(request, "cohorts/my/points.html", _context(request, request.user))


@require_http_methods(["GET", "POST"])
@login_required
def appeal_new(request, pk):
    """Say what is wrong with an entry of one's own."""
    entry = get_object_or_404(PointEntry.objects.filter(person=request.user).select_related("organisation", "rule"), pk=pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(person=request.user, entry=entry, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your appeal is sent. You are told here when it is answered."))
            return redirect("cohorts:my-points")
    return render(request, "cohorts/my/point_appeal.html", {"form": form, "entry": entry})


@require_GET
@login_required
def points(request):
    """The people whom one sees with what counts for each today."""
    access.require(request.user, "points.browse")
    asked = POINTS.asked(request.GET)
    return render(request, "cohorts/points/people.html", {
        "page": Paginator(POINTS.rows(request.user, asked), PAGE).get_page(request.GET.get("page")),
        "within": within_asked(request.user, asked), "text": asked.get("q", ""),
    })


def _person(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "points.browse")
    return person


@require_GET
@login_required
def person_points(request, pk):
    person = _person(request, pk)
    return render(request, "cohorts/points/person.html", {
        **_context(request, person), "may_enter": access.allowed(request.user, "points.enter", person),
    })


@require_http_methods(["GET", "POST"])
@login_required
def points_enter(request, pk):
    """Enter points by hand, with a reason."""
    person = _person(request, pk)
    access.require(request.user, "points.enter", person)
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_points(actor=request.user, person=person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The points are entered."))
            return redirect("cohorts:person-points", person.pk)
    return render(request, "cohorts/points/enter.html", {"form": form, "person": person})


@require_POST
@login_required
def export(request):
    """Hand in the workbook of points of the people whom one sees."""
    access.require(request.user, "points.export")
    job = start_job(kind="cohorts.export_points", owner=request.user, back_url=reverse("cohorts:points"), params={})
    return redirect("jobs:job", job.pk)
