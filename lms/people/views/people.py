"""People: the list, a person's card, and what may be done to it."""

import io
import tempfile
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.people import access, actions, queries
from lms.people.exports import export_people
from lms.people.forms import AppointmentForm, PeopleFilter, PersonForm
from lms.people.models import Appointment, Organisation, Person, RoleGrant
from lms.people.rules.appointments import newly_appointed

PAGE = 50


def _listed(request):
    form = PeopleFilter(request.GET)
    people = Person.objects.visible_to(request.user).active()
    if form.is_valid():
        people = queries.search_people(people, form.cleaned_data["q"])
        people = queries.filter_people(
            people, position=form.cleaned_data["position"], category=form.cleaned_data["category"]
        )
    return form, people.order_by("name_key", "pk")


@login_required
@require_GET
def people(request):
    access.require(request.user, "person.browse")
    form, found = _listed(request)
    page = Paginator(queries.with_posts(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"form": form, "page": page, "query": request.GET.urlencode()})


@login_required
@require_GET
def people_export(request):
    """Hand out the list as it is shown, telephone numbers masked."""
    access.require(request.user, "person.browse")
    _form, found = _listed(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        export_people(actor=request.user, people=found, path=path)
        return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename="people.xlsx")


def _fetch(request, pk):
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def person(request, pk):
    return _card(request, _fetch(request, pk))


def _card(request, shown, **more):
    access.require(request.user, "person.browse", shown)
    today = timezone.localdate()
    posts = list(shown.appointments.select_related("organisation", "organisation__parent").order_by("ends_on", "-starts_on"))
    for post in posts:
        post.is_new = post.ends_on is None and newly_appointed(post.starts_on, today)
    grants = RoleGrant.objects.visible_to(request.user).filter(person=shown).select_related("organisation")
    return render(request, "people/person.html", {
        "person": shown, "posts": posts, "grants": grants, "today": today,
        "form": AppointmentForm(organisations=_organisations(request)), **more,
    })


def _organisations(request):
    return Organisation.objects.visible_to(request.user).active().order_by("path")


@login_required
@require_POST
def person_reveal(request, pk):
    shown = _fetch(request, pk)
    access.require(request.user, "person.reveal", shown)
    return _card(request, shown, phone=actions.reveal_phone(actor=request.user, person=shown))


@login_required
@require_POST
def person_code(request, pk):
    """Make a first sign-in code and show the slip that carries it, this once."""
    shown = _fetch(request, pk)
    access.require(request.user, "person.invite", shown)
    code = actions.issue_first_code(actor=request.user, person=shown)
    return render(request, "people/first_code.html", {"person": shown, "code": code})


@login_required
@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    shown = _fetch(request, pk)
    access.require(request.user, "person.edit", shown)
    before = Person.objects.get(pk=shown.pk)
    form = PersonForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        actions.correct_person(actor=request.user, person=before, changes=form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return redirect("people:person", pk=pk)
    return render(request, "people/person_edit.html", {"person": before, "form": form})


@login_required
@require_POST
def person_appoint(request, pk):
    shown = _fetch(request, pk)
    access.require(request.user, "person.appoint", shown)
    form = AppointmentForm(request.POST, organisations=_organisations(request))
    if not form.is_valid():
        return _card(request, shown, form=form)
    actions.appoint(actor=request.user, person=shown, **form.cleaned_data)
    messages.success(request, _("The post is entered."))
    return redirect("people:person", pk=pk)


@login_required
@require_POST
def appointment_end(request, pk):
    post = get_object_or_404(
        Appointment.objects.current().filter(person__in=Person.objects.visible_to(request.user).values("pk"))
        .select_related("person", "organisation"), pk=pk
    )
    access.require(request.user, "person.appoint", post.person)
    actions.end_appointment(actor=request.user, appointment=post, ends_on=timezone.localdate())
    messages.success(request, _("The post is ended as of today. To take it back, enter it again with its first day."))
    return redirect("people:person", pk=post.person_id)
