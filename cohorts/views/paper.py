"""What can be printed of a cohort, and the sheets themselves."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from cohorts.actions.printing import print_paper
from cohorts.enums import Sheet
from cohorts.models import ClassSession, Cohort
from cohorts.reports.printing import AT_ONCE
from lms.jobs.actions import start_job
from lms.people import access
from lms.people.fresh import PasswordAgain, is_fresh
from lms.printing import CannotPrint


class PrintForm(PasswordAgain):
    """Which sheet; of which session, where it is the sign-in sheet; and whether telephone numbers stand on it whole, and why."""

    what = forms.ChoiceField(choices=Sheet)
    session = forms.ModelChoiceField(ClassSession.objects.none(), label=_("Session"), required=False)
    phones = forms.BooleanField(label=_("With whole telephone numbers"), required=False)
    reason = forms.CharField(label=_("What do you need the whole numbers for?"), required=False, max_length=200)

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.data.get("phones"):
            self.fields.pop("password", None)
        self.fields["session"].queryset = cohort.sessions.filter(cancelled_at=None).order_by("starts_at", "pk")

    def clean(self):
        data = super().clean()
        if data.get("what") == Sheet.SIGN_IN and not data.get("session"):
            self.add_error("session", _("Choose the session that the sheet is for."))
        if data.get("phones") and not data.get("reason"):
            self.add_error("reason", _("Say what the whole telephone numbers are needed for; it stands in the trail."))
        return data


@require_GET
@login_required
def paper(request, pk):
    """What can be printed of a cohort."""
    cohort = _cohort(request, pk)
    return render(request, "cohorts/paper.html", {
        "cohort": cohort, "sessions": cohort.sessions.filter(cancelled_at=None).order_by("starts_at", "pk"),
        "ask_password": not is_fresh(request), "people": cohort.enrolments.seated().count(),
        "chosen": request.GET.get("session", ""),
    })


@sensitive_post_parameters()
@require_POST
@login_required
def paper_make(request, pk):
    """Hand out a sheet: at once for a class, as a job for hundreds of people."""
    cohort = _cohort(request, pk)
    if request.POST.get("phones"):
        access.require(request.user, "cohort.phones", cohort)
    form = PrintForm(request.POST, cohort=cohort, request=request)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("cohorts:print", cohort.pk)
    what, session, phones = Sheet(form.cleaned_data["what"]), form.cleaned_data["session"], form.cleaned_data["phones"]
    reason = form.cleaned_data["reason"] if phones else ""
    if what != Sheet.TIMETABLE and cohort.enrolments.seated().count() > AT_ONCE:
        job = start_job(
            kind="cohorts.print", owner=request.user, back_url=reverse("cohorts:print", args=[cohort.pk]),
            params={"cohort_id": cohort.pk, "what": what, "session_id": session.pk if session else None, "phones": phones,
                    "reason": reason},
        )
        return redirect("jobs:job", job.pk)
    try:
        body = print_paper(actor=request.user, what=what, cohort=cohort, session=session, phones=phones, reason=reason)
    except CannotPrint as missing:
        messages.error(request, str(missing))
        return redirect("cohorts:print", cohort.pk)
    return pdf_answer(body, f"{cohort.title} {what.label}")


def pdf_answer(body, name):
    """Return ``body`` as a PDF that the browser shows and would save as ``name``."""
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _cohort(request, pk):
    cohort = get_object_or_404(
        Cohort.objects.visible_to(request.user).select_related("organiser", "class_teacher"), pk=pk
    )
    access.require(request.user, "cohort.print", cohort)
    return cohort
