"""Trainers: the list, one of them with load and times away, what they are asked, and what they taught in a year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.trainers import add_absence, remove_absence, save_profile
from cohorts.lists.places import TRAINERS, loaded
from cohorts.models import TrainerAbsence, TrainerProfile
from cohorts.queries.trainers import (
    absences_of,
    load_of,
    sessions_while_away,
    teaching_hours,
    teaching_years,
    trainers_seen_by,
    upcoming_of,
)
from cohorts.trainer_forms import AbsenceForm, ProfileForm
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 30


@require_GET
@login_required
def trainers(request):
    access.require(request.user, "trainer.browse")
    asked = TRAINERS.asked(request.GET)
    page = Paginator(TRAINERS.rows(request.user, asked), PAGE).get_page(request.GET.get("page"))
    page.object_list = loaded(request.user, page.object_list)
    return render(request, "cohorts/trainers.html", {"page": page, "text": asked.get("q", "")})


@require_GET
@login_required
def trainer(request, pk):
    person = _trainer(request, pk)
    access.require(request.user, "trainer.browse")
    return _page(request, person)


@require_GET
@login_required
def teaching(request):
    """One's own page as a trainer: what one is asked, what one teaches, when one is away."""
    access.require(request.user, "teaching.own")
    return _page(request, trainers_seen_by(request.user).get(pk=request.user.pk))


@require_http_methods(["GET", "POST"])
@login_required
def trainer_edit(request, pk):
    person = _trainer(request, pk)
    access.require(request.user, "trainer.edit", person)
    profile = TrainerProfile.objects.visible_to(request.user).filter(person=person).first()
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        save_profile(actor=request.user, person=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_home(request, person))
    return render(request, "cohorts/trainer_form.html", {"form": form, "trainer": person, "back": _home(request, person)})


@require_http_methods(["GET", "POST"])
@login_required
def absence_new(request, pk):
    """A time away, kept by the trainer or by whoever plans with them."""
    person = _trainer(request, pk)
    access.require(request.user, "trainer.edit", person)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            absence = add_absence(actor=request.user, person=person, **form.values())
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("The time away is kept."))
            if planned := sessions_while_away(absence).count():
                messages.warning(request, ngettext(
                    "%(count)s session is planned then. It stays until someone else takes it over.",
                    "%(count)s sessions are planned then. They stay until someone else takes them over.", planned,
                ) % {"count": planned})
            return redirect(_home(request, person))
    return render(request, "cohorts/absence_form.html", {"form": form, "trainer": person, "back": _home(request, person)})


@require_POST
@login_required
def absence_remove(request, pk):
    absence = get_object_or_404(TrainerAbsence.objects.visible_to(request.user).select_related("person"), pk=pk)
    access.require(request.user, "trainer.edit", absence.person)
    person = absence.person
    remove_absence(actor=request.user, absence=absence)
    messages.success(request, _("The time away is taken back."))
    return redirect(_home(request, person))


@require_GET
@login_required
def hours(request):
    """What every trainer taught in a year: sessions that were held and closed."""
    access.require(request.user, "teaching.hours")
    year, years = _year(request.GET, request.user)
    lines = teaching_hours(request.user, year)
    return render(request, "cohorts/teaching_hours.html", {
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")), "year": year, "years": years,
        "sessions": sum(line["sessions"] for line in lines), "minutes": sum(line["total"] for line in lines),
    })


@require_POST
@login_required
def hours_export(request):
    access.require(request.user, "teaching.export")
    year, _years = _year(request.POST, request.user)
    job = start_job(kind="cohorts.export_teaching", owner=request.user, params={"year": year},
                    back_url=f"{reverse('cohorts:teaching-hours')}?year={year}")
    return redirect("jobs:job", job.pk)


def _year(asked, user):
    years = teaching_years(user, timezone.localdate())
    year = asked.get("year", "")
    return (int(year) if year.isascii() and year.isdecimal() and len(year) < 18 and int(year) in years else years[0]), years


def _trainer(request, pk):
    return get_object_or_404(trainers_seen_by(request.user), pk=pk)


def _home(request, person):
    return reverse("cohorts:teaching") if person.pk == request.user.pk else reverse("cohorts:trainer", args=[person.pk])


def _page(request, person):
    now = timezone.now()
    return render(request, "cohorts/trainer.html", {
        "trainer": person, "own": person.pk == request.user.pk, "profile": getattr(person, "trainer_profile", None),
        "weeks": load_of([person], timezone.localdate(now))[person.pk], "sessions": upcoming_of(person, now),
        "absences": absences_of(person, now), "now": now,
        "may_edit": access.allowed(request.user, "trainer.edit", person),
    })
