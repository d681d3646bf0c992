"""Open a cohort step by step, or as a copy of an earlier one. Nothing is written before the last button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from cohorts.actions.cohorts import open_cohort
from cohorts.actions.copying import copy_cohort
from cohorts.cohort_forms import CopyForm, DaysStep, PeopleStep, PlaceStep
from cohorts.models import Programme
from cohorts.plan_words import span
from cohorts.queries.programmes import pinned_versions
from lms.people import access

from .cohorts import fetch

STEPS = [
    (DaysStep, gettext_lazy("Days and places")), (PlaceStep, gettext_lazy("Room and teacher")),
    (PeopleStep, gettext_lazy("Groups and applications")),
]
REVIEW = len(STEPS)
MOST_CLASHES = 8


@require_http_methods(["GET", "POST"])
@login_required
def cohort_new(request, pk):
    """Each step carries the answers of the others along in hidden fields, and all are judged anew at every step."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "cohort.open")
    if request.method == "GET":
        number = programme.cohorts.count() + 1
        start = {"title": _("%(programme)s, class %(number)s") % {"programme": programme.title, "number": number}, "quota": 50}
        forms = [form(user=request.user, initial=start) for form, _label in STEPS]
        return _show(request, programme, forms, 0)
    asked = request.POST.get("step", "")
    step = min(int(asked), REVIEW) if asked.isdecimal() and len(asked) < 3 else 0
    forms = [form(request.POST, user=request.user) for form, _label in STEPS]
    if "back" in request.POST:
        step = max(step - 1, 0)
        forms[step] = STEPS[step][0](user=request.user, initial=_typed(forms[step], request.POST))
        return _show(request, programme, forms, step)
    wrong = next((at for at, form in enumerate(forms[:step + 1]) if not form.is_valid()), None)
    if wrong is not None:
        return _show(request, programme, forms, wrong)
    if step < REVIEW:
        step += 1
        if step < REVIEW:  # nothing to complain about before it was sent
            forms[step] = STEPS[step][0](user=request.user, initial=_typed(forms[step], request.POST))
        return _show(request, programme, forms, step)
    try:
        row = open_cohort(actor=request.user, programme=programme, **{
            name: value for form in forms for name, value in form.cleaned_data.items()
        })
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return _show(request, programme, forms, 0)
    messages.success(request, _("The cohort is open. Enrol people next, then plan its sessions."))
    return redirect("cohorts:cohort", row.pk)


def _typed(form, data):
    """What was entered into the fields of a step, wrong or not."""
    return {name: data.get(name, "") for name in form.fields}


def _show(request, programme, forms, step):
    hidden = [
        (name, form[name].value()) for at, form in enumerate(forms) if at != step for name in form.fields
        if form[name].value() not in (None, "")
    ]
    notes = []
    if step == REVIEW:
        facts = {name: value for form in forms for name, value in form.cleaned_data.items()}
        if facts["venue"] and facts["venue"].capacity < facts["quota"]:
            notes.append(_("The venue holds %(have)s people, the cohort has %(need)s places.") % {
                "have": facts["venue"].capacity, "need": facts["quota"]})
        if facts["starts_on"] < timezone.localdate():
            notes.append(_("The first day is over already."))
    return render(request, "cohorts/cohort_wizard.html", {
        "programme": programme, "step": step, "review": step == REVIEW, "form": forms[step] if step < REVIEW else None,
        "labels": [label for _form, label in STEPS] + [_("Look it over")], "hidden": hidden, "notes": notes,
        "facts": facts if step == REVIEW else None, "versions": pinned_versions(programme) if step == REVIEW else [],
    })


@require_http_methods(["GET", "POST"])
@login_required
def cohort_copy(request, pk):
    row = fetch(request, pk, "cohort.edit")
    form = CopyForm(request.POST or None, user=request.user, cohort=row, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            done = copy_cohort(actor=request.user, cohort=row, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _report(request, done)
            return redirect("cohorts:cohort", done.cohort.pk)
    return render(request, "cohorts/cohort_copy.html", {
        "cohort": row, "form": form, "groups": row.groups.count(), "sessions": row.sessions.filter(cancelled_at=None).count(),
    })


def _report(request, done):
    messages.success(request, ngettext(
        "The copy is open, with %(count)s session as a draft. Nobody is told before you publish it.",
        "The copy is open, with %(count)s sessions as a draft. Nobody is told before you publish them.", done.planned,
    ) % {"count": done.planned})
    for meeting, clash in done.left_out[:MOST_CLASHES]:
        messages.warning(request, _("Not planned: “%(title)s” (%(when)s in the earlier cohort). %(why)s") % {
            "title": meeting.title, "when": span(meeting.starts_at, meeting.ends_at), "why": " ".join(clash.messages)})
    if len(done.left_out) > MOST_CLASHES:
        rest = len(done.left_out) - MOST_CLASHES
        messages.warning(request, ngettext("%(count)s more session was not planned.",
                                           "%(count)s more sessions were not planned.", rest) % {"count": rest})
