"""What a year asks, at the desk: by place, category, position and year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions.requirements import remove_requirement, save_requirement
from courses.hour_forms import RequirementForm
from courses.models import HourRequirement
from lms.people import access

PAGE = 50


@login_required
@require_GET
def requirements(request):
    access.require(request.user, "hour_rules.browse")
    rows = HourRequirement.objects.select_related("organisation", "category")
    return render(request, "courses/hours/requirements.html", {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    })


@login_required
@require_http_methods(["GET", "POST"])
def requirement_new(request):
    access.require(request.user, "hour_rules.create")
    return _form(request, RequirementForm(request.POST or None, user=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def requirement_edit(request, pk):
    access.require(request.user, "hour_rules.browse")
    row = get_object_or_404(HourRequirement.objects.select_related("organisation"), pk=pk)
    access.require(request.user, "requirement.edit", row)
    return _form(request, RequirementForm(request.POST or None, instance=row, user=request.user), row)


def _form(request, form, row=None):
    if request.method == "POST" and form.is_valid():
        save_requirement(actor=request.user, requirement=form.instance)
        messages.success(request, _("What the year asks was saved. Every page counts by it from now on."))
        return redirect("courses:hour-requirements")
    return render(request, "courses/hours/requirement_form.html", {"form": form, "row": row})


@login_required
@require_http_methods(["GET", "POST"])
def requirement_remove(request, pk):
    access.require(request.user, "hour_rules.browse")
    row = get_object_or_404(HourRequirement.objects.select_related("organisation", "category"), pk=pk)
    access.require(request.user, "requirement.edit", row)
    if request.method == "POST":
        remove_requirement(actor=request.user, requirement=row)
        messages.success(request, _("It was removed. It can be added again at any time."))
        return redirect("courses:hour-requirements")
    return render(request, "courses/hours/requirement_remove.html", {"row": row})
