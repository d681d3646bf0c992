"""Texts kept for nudges, and how often somebody may be nudged."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.nudges import create_template, set_limits, update_template
from cohorts.enums import NudgeAbout
from cohorts.models import NudgeLimit, NudgeTemplate
from cohorts.nudge_forms import LimitForm, TemplateForm, usual_text
from cohorts.rules.nudges import DAYS
from lms.people import access

PAGE = 50


def _days():
    kept = dict(NudgeLimit.objects.values_list("about", "days"))
    return {about: kept.get(about, DAYS) for about in NudgeAbout.values}


@require_GET
@login_required
def nudge_texts(request):
    access.require(request.user, "nudge.browse")
    found = NudgeTemplate.objects.visible_to(request.user).in_use().select_related("organisation")
    days = _days()
    return render(request, "cohorts/nudges/texts.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "usual": [(NudgeAbout(about).label, usual_text(about), days[about]) for about in NudgeAbout.values],
    })


@require_http_methods(["GET", "POST"])
@login_required
def nudge_text_new(request):
    access.require(request.user, "nudge_template.create")
    form = TemplateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            create_template(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The text is kept."))
            return redirect("cohorts:nudge-texts")
    return render(request, "cohorts/nudges/text_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def nudge_text_edit(request, pk):
    row = get_object_or_404(NudgeTemplate.objects.visible_to(request.user).in_use().select_related("organisation"), pk=pk)
    access.require(request.user, "nudge_template.edit", row)
    if request.method == "POST" and "retire" in request.POST:
        update_template(actor=request.user, template=row, retired_at=timezone.now())
        messages.success(request, _("The text is out of use. Nudges that were sent keep theirs."))
        return redirect("cohorts:nudge-texts")
    form = TemplateForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            update_template(actor=request.user, template=row, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The text is kept."))
            return redirect("cohorts:nudge-texts")
    return render(request, "cohorts/nudges/text_form.html", {"form": form, "template": row})


@require_http_methods(["GET", "POST"])
@login_required
def nudge_limits(request):
    access.require(request.user, "nudge.limits")
    form = LimitForm(request.POST or None, days=_days())
    if request.method == "POST" and form.is_valid():
        set_limits(actor=request.user, days=form.cleaned_data)
        messages.success(request, _("The limits are kept."))
        return redirect("cohorts:nudge-texts")
    return render(request, "cohorts/nudges/limits.html", {"form": form})
