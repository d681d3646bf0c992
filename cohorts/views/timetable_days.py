"""Templates of a training day: the list, one made, changed and deleted, and one laid on a day of a cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.day_templates import (
    apply_day_template,
    create_day_template,
    delete_day_template,
    plans_of,
    update_day_template,
)
from cohorts.actions.timetable import ScheduleClash, drafts_of
from cohorts.day_forms import ApplyDayForm, DayTemplateForm, SlotFormSet
from cohorts.enums import SessionKind
from cohorts.models import DayTemplate
from cohorts.plan_words import clash_sentence, clock
from cohorts.queries.clashes import clashes_for_all
from cohorts.rules.clashes import Severity, blocking
from cohorts.session_forms import next_free_day
from lms.people import access

from .cohorts import fetch, over


@require_GET
@login_required
def day_templates(request):
    access.require(request.user, "day_template.browse")
    rows = list(DayTemplate.objects.visible_to(request.user).select_related("organisation"))
    for row in rows:
        row.lines = [slot | {"kind_label": SessionKind(slot["kind"]).label} for slot in row.slots]
    return render(request, "cohorts/timetable_days.html", {"templates": rows})


@require_http_methods(["GET", "POST"])
@login_required
def day_template_new(request):
    access.require(request.user, "day_template.create")
    form = DayTemplateForm(request.POST or None, user=request.user)
    return _edit(request, form, None, lambda values, slots: create_day_template(actor=request.user, slots=slots, **values))


@require_http_methods(["GET", "POST"])
@login_required
def day_template_edit(request, pk):
    row = _fetch(request, pk)
    form = DayTemplateForm(request.POST or None, instance=row, user=request.user)
    return _edit(request, form, row, lambda values, slots: update_day_template(
        actor=request.user, template=row, slots=slots, **values))


def _edit(request, form, row, act):
    slots = SlotFormSet(request.POST or None, prefix="slots", initial=row.slots if row else None)
    if request.method == "POST" and form.is_valid() and slots.is_valid():
        filled = [slot for line in slots if (slot := line.slot())]
        try:
            act(form.cleaned_data, sorted(filled, key=lambda slot: slot["start"]))
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("The template is saved."))
            return redirect("cohorts:day-templates")
    return render(request, "cohorts/timetable_day_form.html", {"form": form, "slots": slots, "template": row})


@require_http_methods(["GET", "POST"])
@login_required
def day_template_delete(request, pk):
    row = _fetch(request, pk)
    if request.method == "POST":
        delete_day_template(actor=request.user, template=row)
        messages.success(request, _("The template is deleted."))
        return redirect("cohorts:day-templates")
    return render(request, "cohorts/timetable_day_delete.html", {"template": row})


def _fetch(request, pk):
    row = get_object_or_404(DayTemplate.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "day_template.edit", row)
    return row


@require_http_methods(["GET", "POST"])
@login_required
def day_apply(request, pk):
    """Lay a template on a day of a cohort: first what would be planned with its clashes, then all of it or nothing."""
    cohort = fetch(request, pk, "cohort.schedule")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    taken = {timezone.localdate(session.starts_at) for session in cohort.sessions.filter(cancelled_at=None)}
    form = ApplyDayForm(request.POST or None, user=request.user, initial={
        "day": next_free_day(cohort, taken, timezone.localdate()), "venue": cohort.venue_id, "trainer": cohort.class_teacher_id,
    })
    preview = []
    if request.method == "POST" and form.is_valid():
        if "apply" in request.POST:
            try:
                sessions = apply_day_template(actor=request.user, cohort=cohort, **form.cleaned_data)
            except ScheduleClash:
                messages.error(request, _("Something is in the way: nothing was planned. Look below."))
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
            else:
                messages.success(request, ngettext(
                    "%(count)s session is planned.", "%(count)s sessions are planned.", len(sessions)
                ) % {"count": len(sessions)})
                return redirect("cohorts:cohort", cohort.pk)
        preview = _preview(cohort, **form.cleaned_data)
    return render(request, "cohorts/timetable_day_apply.html", {
        "form": form, "cohort": cohort, "preview": preview, "blocked": any(line["blocked"] for line in preview),
        "has_templates": form.fields["template"].queryset.exists(), "new_url": reverse("cohorts:day-template-new"),
    })


def _preview(cohort, template, day, venue, trainer):
    drafts = drafts_of(cohort, plans_of(template, day, venue=venue, trainer=trainer))
    return [
        {
            "session": draft, "clock": clock(draft.starts_at, draft.ends_at), "blocked": bool(blocking(clashes)),
            "clashes": [("bad" if clash.severity == Severity.BLOCK else "warn", clash_sentence(clash)) for clash in clashes],
        }
        for draft, clashes in zip(drafts, clashes_for_all(drafts), strict=True)
    ]
