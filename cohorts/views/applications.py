"""Applications for a place: sent by the trainee, answered at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.applications import apply, approve_applications, decline_applications
from cohorts.actions.enrolment import withdraw
from cohorts.models import Cohort, Enrolment
from cohorts.plan_forms import ReasonForm
from cohorts.queries.applications import WAITING, application_of, open_classes, waiting_applications
from cohorts.queries.seats import places_of
from cohorts.seat_forms import DeclineForm
from cohorts.seat_words import refusal_sentence

from .cohorts import fetch, over

PAGE = 50


@require_GET
@login_required
def open_list(request):
    """The classes for which one may apply, and where one's own applications stand."""
    return render(request, "cohorts/my/open.html", {"classes": open_classes(request.user)})


@require_http_methods(["GET", "POST"])
@login_required
def apply_for(request, pk):
    """What one applies for, and the button; a class that is not open to the visitor is not found."""
    found = Cohort.objects.active().exclude(apply_until=None).select_related(
        "programme__organisation", "organiser", "class_teacher", "venue"
    )
    cohort = get_object_or_404(found, pk=pk, programme__isnull=False)
    asked = application_of(request.user, cohort)
    if asked.post is None and asked.enrolment is None:
        raise Http404("no such class")
    if request.method == "POST":
        try:
            apply(actor=request.user, cohort=cohort)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Your application has been received. You are told as soon as it is answered."))
        return redirect("cohorts:my-open")
    return render(request, "cohorts/my/apply.html", {
        "cohort": cohort, "asked": asked, "why": refusal_sentence(asked.refusal, cohort) if asked.refusal else "",
        "places": places_of(cohort),
    })


@require_http_methods(["GET", "POST"])
@login_required
def take_back(request, pk):
    """Withdraw one's own application, or give up one's turn in the waiting list."""
    own = Enrolment.objects.filter(person=request.user, state__in=WAITING).select_related("cohort__organiser")
    enrolment = get_object_or_404(own, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(actor=request.user, enrolment=enrolment, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Your application is withdrawn."))
        return redirect("cohorts:my-open")
    return render(request, "cohorts/my/take_back.html", {"enrolment": enrolment, "cohort": enrolment.cohort, "form": form})


@require_http_methods(["GET", "POST"])
@login_required
def applications(request, pk):
    """The applications that wait, in order of receipt; a POST approves or declines those ticked."""
    cohort = fetch(request, pk, "cohort.enrol")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    found, form = waiting_applications(cohort), DeclineForm(request.POST or None)
    if request.method == "POST":
        ticked = [value for value in request.POST.getlist("enrolment") if value.isdecimal() and len(value) < 18]
        chosen = list(found.filter(pk__in=ticked[:PAGE]))
        if not chosen:
            messages.warning(request, _("Nobody was ticked. Tick the applications to answer, then try again."))
            return redirect("cohorts:applications", cohort.pk)
        if "decline" in request.POST and not request.POST.get("reason", "").strip():
            form.add_error("reason", _("Say why, so that whoever applied can read it."))
        elif form.is_valid():
            return _answer(request, cohort, chosen, form.cleaned_data["reason"])
    return render(request, "cohorts/applications.html", {
        "cohort": cohort, "form": form, "places": places_of(cohort), "ticked": request.POST.getlist("enrolment"),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    })


def _answer(request, cohort, chosen, reason):
    try:
        if "decline" in request.POST:
            count = decline_applications(actor=request.user, cohort=cohort, enrolments=chosen, reason=reason)
            messages.success(request, ngettext("%(count)s application was declined.", "%(count)s applications were declined.",
                                               count) % {"count": count})
        else:
            seated, waiting = approve_applications(actor=request.user, cohort=cohort, enrolments=chosen)
            if seated:
                messages.success(request, ngettext("%(count)s person has a place.", "%(count)s people have a place.",
                                                   len(seated)) % {"count": len(seated)})
            if waiting:
                messages.warning(request, ngettext(
                    "%(count)s person is on the waiting list: the cohort is full.",
                    "%(count)s people are on the waiting list: the cohort is full.", len(waiting),
                ) % {"count": len(waiting)})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cohorts:applications", cohort.pk)
