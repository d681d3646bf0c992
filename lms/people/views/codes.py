"""First sign-in codes: for one person, or for all of an organisation who never signed in, on slips to hand out."""

import json

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.jobs.actions import start_job
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people import access, actions, queries
from lms.people.forms import FirstCodesForm
from lms.people.models import Organisation, Person
from lms.people.rules import first_codes as rules

SHOWN_ONCE = "first_code"


def _slips(request, slips, **more):
    address = f"{settings.SITE_URL}{reverse('login')}"
    qr = segno.make(address, error="m", micro=False).svg_data_uri(border=1, omitsize=True)
    return render(request, "people/slips.html", {"slips": slips, "address": address, "qr": qr, **more})


@login_required
@require_POST
def person_code(request, pk):
    """Make a first sign-in code; the next page shows it, once."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "person.invite", person)
    code = actions.issue_first_code(actor=request.user, person=person)
    request.session[SHOWN_ONCE] = {"person": person.pk, "code": code}
    return redirect("people:person-slip", pk)


@login_required
@require_GET
def person_slip(request, pk):
    """The slip with the code just made. Opened again it is gone: only its hash was kept."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "person.invite", person)
    kept = request.session.pop(SHOWN_ONCE, None)
    if not kept or kept["person"] != person.pk:
        messages.info(request, _("A code is shown only once. Make a new one if the slip is lost."))
        return redirect("people:person", pk)
    slip = {
        "name": person.name, "phone": person.masked_phone, "staff_no": person.staff_no or "", "username": person.username,
        "code": rules.shown(kept["code"]), "until": person.code_expires_at,
    }
    return _slips(request, [slip], person=person)


@login_required
@require_http_methods(["GET", "POST"])
def first_codes(request, pk):
    """Ask for codes for everyone of an organisation and those below it who never signed in; the work is a job."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "organisation.invite", organisation)
    form = FirstCodesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        job = start_job(
            kind="people.first_codes", owner=request.user, params={"organisation": organisation.pk, **form.cleaned_data},
            back_url=reverse("people:organisation", args=[organisation.pk]),
        )
        return redirect("jobs:job", job.pk)
    waiting = queries.waiting_for_code(organisation).count()
    return render(request, "people/first_codes.html", {"organisation": organisation, "form": form, "waiting": waiting})


@login_required
@require_GET
def slips(request, pk):
    """The slips that the job made, for whoever asked for them, as long as the job is kept (a day)."""
    job = get_object_or_404(
        Job.objects.visible_to(request.user).filter(kind="people.first_codes", state=JobState.DONE), pk=pk
    )
    if not job.result_file:
        raise Http404("no slips")
    with job.result_file.open("rb") as handle:
        kept = json.load(handle)
    made = [{**slip, "until": parse_datetime(slip["until"])} for slip in kept["slips"]]
    return _slips(request, made, organisation=kept["organisation"], job=job)
