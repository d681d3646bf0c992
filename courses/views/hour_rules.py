"""The rules of hours at the desk: versions in words, a draft in plain forms, whom it changes, and into force."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import hour_rules as actions
from courses.enums import HourKind
from courses.hour_forms import CountingForm, RulesHeadForm, YearRulesForm
from courses.hour_words import counting_text, year_texts
from courses.models import HourRuleVersion
from courses.rules.hour_data import parse
from lms.jobs.models import Job
from lms.people import access
from lms.people.models import Person

PAGE = 50
OTHER = "other"


def _version(request, pk):
    access.require(request.user, "hour_rules.browse")
    found = HourRuleVersion.objects.visible_to(request.user).select_related("organisation", "created_by", "in_force_by")
    return get_object_or_404(found, pk=pk)


def _draft(request, pk):
    version = _version(request, pk)
    access.require(request.user, "hour_rules.edit", version)
    return version


@login_required
@require_GET
def rules(request):
    """The rules of every place that the user reads, the newest of each place first."""
    access.require(request.user, "hour_rules.browse")
    found = HourRuleVersion.objects.visible_to(request.user).select_related("organisation")
    return render(request, "courses/hours/rules.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    })


@login_required
@require_http_methods(["GET", "POST"])
def rules_new(request):
    access.require(request.user, "hour_rules.create")
    form = RulesHeadForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            version = actions.draft_rules(
                actor=request.user, organisation=data["organisation"], title=data["title"], valid_from=data["valid_from"],
                data=form.data_to_begin(),
            )
        except actions.RulesRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("courses:hour-rule", version.pk)
    return render(request, "courses/hours/rules_form.html", {"form": form})


@login_required
@require_GET
def rule(request, pk):
    """A version in words; of a draft also what it would change, and for whom."""
    version = _version(request, pk)
    rules = parse(version.rules)
    kinds = [(kind, label, counting_text(rules.counting(kind)), kind in rules.countings) for kind, label in HourKind.choices]
    job = Job.objects.filter(pk=version.job_id).first() if version.job_id else None
    seen = version.changes.filter(person__in=Person.objects.visible_to(request.user).values("pk")).select_related("person")
    fresh = version.is_draft and version.preview_digest == actions.digest(version)
    return render(request, "courses/hours/rule.html", {
        "version": version, "kinds": kinds, "other": counting_text(rules.other), "year": year_texts(rules),
        "job": job, "working": job is not None and not job.finished_at, "fresh": fresh,
        "people": version.changes.order_by().values("person").distinct().count() if fresh else 0,
        "page": Paginator(seen, PAGE).get_page(request.GET.get("page")) if fresh else None,
    })


def _edited(request, version, rules, **more):
    """Keep the rules of a draft; return whether they were kept."""
    try:
        actions.edit_rules(actor=request.user, version=version, rules=rules, **more)
    except actions.RulesRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("The draft was saved. Look next whom it changes."))
    return True


@login_required
@require_http_methods(["GET", "POST"])
def rule_edit(request, pk):
    version = _draft(request, pk)
    form = RulesHeadForm(request.POST or None, user=request.user, version=version)
    if request.method == "POST" and form.is_valid() and _edited(
        request, version, parse(version.rules), title=form.cleaned_data["title"], valid_from=form.cleaned_data["valid_from"]
    ):
        return redirect("courses:hour-rule", pk)
    return render(request, "courses/hours/rules_form.html", {"form": form, "version": version})


@login_required
@require_http_methods(["GET", "POST"])
def rule_kind(request, pk, kind):
    """How one kind counts; ``other`` are all kinds without a rule of their own."""
    version = _draft(request, pk)
    labels = dict(HourKind.choices) | {OTHER: _("All other kinds")}
    if kind not in labels:
        raise Http404("no such kind")
    rules = parse(version.rules)
    form = CountingForm(request.POST or None, counting=rules.other if kind == OTHER else rules.counting(kind))
    if request.method == "POST":
        if "reset" in request.POST and kind != OTHER:
            left = {one: counting for one, counting in rules.countings.items() if one != kind}
            if _edited(request, version, replace(rules, countings=left)):
                return redirect("courses:hour-rule", pk)
        elif form.is_valid():
            changed = (replace(rules, other=form.counting()) if kind == OTHER
                       else replace(rules, countings=rules.countings | {kind: form.counting()}))
            if _edited(request, version, changed):
                return redirect("courses:hour-rule", pk)
    return render(request, "courses/hours/rule_kind.html", {
        "form": form, "version": version, "label": labels[kind], "own": kind in rules.countings,
    })


@login_required
@require_http_methods(["GET", "POST"])
def rule_year(request, pk):
    """What is decided when a year is added up."""
    version = _draft(request, pk)
    rules = parse(version.rules)
    form = YearRulesForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid() and _edited(request, version, replace(rules, **form.values())):
        return redirect("courses:hour-rule", pk)
    return render(request, "courses/hours/rule_year.html", {"form": form, "version": version})


def _start(request, pk, act):
    version = _draft(request, pk)
    try:
        job = act(actor=request.user, version=version)
    except actions.RulesRefused as refused:
        messages.error(request, str(refused))
        return redirect("courses:hour-rule", pk)
    return redirect("jobs:job", job.pk)


@login_required
@require_POST
def rule_preview(request, pk):
    return _start(request, pk, actions.start_preview)


@login_required
@require_POST
def rule_force(request, pk):
    return _start(request, pk, actions.put_in_force)


@login_required
@require_http_methods(["GET", "POST"])
def rule_discard(request, pk):
    version = _draft(request, pk)
    if request.method == "POST":
        try:
            actions.discard_rules(actor=request.user, version=version)
        except actions.RulesRefused as refused:
            messages.error(request, str(refused))
            return redirect("courses:hour-rule", pk)
        messages.success(request, _("The draft was discarded. Nothing was counted by it."))
        return redirect("courses:hour-rules")
    return render(request, "courses/hours/rule_discard.html", {"version": version})
