"""The desk's rubrics: criteria with points, by which people mark."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import rubrics as actions
from courses.assignment_forms import RubricForm
from courses.models import Rubric
from lms.people import access

PAGE = 50


@require_GET
@login_required
def rubrics(request):
    access.require(request.user, "rubric.browse")
    rows = Rubric.objects.visible_to(request.user).select_related("organisation").annotate(uses=Count("assignments"))
    return render(request, "courses/assignments/desk/rubrics.html", {
        "page": Paginator(rows.order_by("title", "pk"), PAGE).get_page(request.GET.get("page")),
    })


@require_http_methods(["GET", "POST"])
@login_required
def rubric_create(request):
    """Write a rubric, from nothing or from a copy (``?from=``)."""
    access.require(request.user, "rubric.create")
    asked = request.GET.get("from", "")
    copied = Rubric.objects.visible_to(request.user).filter(pk=asked if asked.isdigit() and len(asked) < 10 else 0).first()
    form = RubricForm(request.POST or None, user=request.user, copied=copied)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.create_rubric(actor=request.user, organisation=data["organisation"], title=data["title"], rows=form.rows())
        except actions.RubricRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The rubric was saved."))
            return redirect("courses:rubrics")
    return render(request, "courses/assignments/desk/rubric_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def rubric_edit(request, pk):
    access.require(request.user, "rubric.browse")
    found = get_object_or_404(Rubric.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "rubric.edit", found)
    form = RubricForm(request.POST or None, user=request.user, rubric=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_rubric(actor=request.user, rubric=found, title=form.cleaned_data["title"], rows=form.rows())
        except actions.RubricRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The rubric was saved."))
            return redirect("courses:rubrics")
    return render(request, "courses/assignments/desk/rubric_form.html", {
        "form": form, "rubric": found, "used": actions.was_used(found),
    })
