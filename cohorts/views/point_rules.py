"""Rules of points, made and ended; appeals and their answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.points import answer_appeal, create_rule, end_rule
from cohorts.enums import AppealState
from cohorts.models import PointAppeal, PointRule
from cohorts.point_forms import AnswerForm, EndRuleForm, PointRuleForm
from cohorts.point_words import line_text, rule_text
from lms.people import access

PAGE = 50


@require_GET
@login_required
def rules(request):
    access.require(request.user, "point_rule.browse")
    found = PointRule.objects.visible_to(request.user).select_related("organisation")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "cohorts/points/rules.html", {
        "page": page, "rows": [(rule, rule_text(rule)) for rule in page], "today": timezone.localdate(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def rule_new(request):
    access.require(request.user, "point_rule.create")
    form = PointRuleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            create_rule(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The rule counts. What was earned since its first day is posted by and by."))
            return redirect("cohorts:point-rules")
    return render(request, "cohorts/points/rule_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def rule_end(request, pk):
    rule = get_object_or_404(PointRule.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "point_rule.edit", rule)
    form = EndRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(actor=request.user, rule=rule, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The rule ends on that day. What was earned by it stays."))
            return redirect("cohorts:point-rules")
    return render(request, "cohorts/points/rule_end.html", {"form": form, "rule": rule, "text": rule_text(rule)})


@require_GET
@login_required
def appeals(request):
    """Appeals about points, those that wait first."""
    access.require(request.user, "point_rule.browse")
    found = PointAppeal.objects.visible_to(request.user).select_related("entry__person", "entry__organisation")
    state = request.GET.get("state", AppealState.OPEN)
    if state in AppealState.values:
        found = found.filter(state=state)
    return render(request, "cohorts/points/appeals.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "state": state, "states": AppealState.choices,
    })


@require_http_methods(["GET", "POST"])
@login_required
def appeal_answer(request, pk):
    """One appeal; the entry is upheld or corrected, with a reason."""
    found = PointAppeal.objects.visible_to(request.user).select_related(
        "entry__person", "entry__organisation", "entry__rule", "decided_by")
    row = get_object_or_404(found, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, "point_appeal.answer", row)
        corrects = "correct" in request.POST
        if form.is_valid() and corrects and form.cleaned_data["points"] is None:
            form.add_error("points", _("Say how many points it should be."))
        if form.is_valid():
            try:
                answer_appeal(actor=request.user, row=row, answer=form.cleaned_data["answer"],
                              points=form.cleaned_data["points"] if corrects else None)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Your answer is sent."))
                return redirect("cohorts:point-appeals")
    return render(request, "cohorts/points/appeal.html", {
        "row": row, "form": form, "text": line_text(row.entry), "rule": rule_text(row.entry.rule) if row.entry.rule else "",
        "may_answer": access.allowed(request.user, "point_appeal.answer", row),
    })
