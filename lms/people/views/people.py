"""People: the list, a person's card, and what may be done to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.people import access, actions, second_step
from lms.people.forms import AppointmentForm, EndAppointmentForm, PersonForm
from lms.people.lists import PEOPLE, chosen_people, people_form
from lms.people.models import Appointment, Organisation, Person, RoleGrant
from lms.people.rules.appointments import newly_appointed

PAGE = 50


@login_required
@require_GET
def people(request):
    access.require(request.user, "person.browse")
    asked = PEOPLE.asked(request.GET)
    form = people_form(request.user, request.GET)
    page = Paginator(PEOPLE.rows(request.user, asked), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    for person in page:
        person.is_new = any(newly_appointed(post.starts_on, today) for post in person.posts)
    return render(request, "people/people.html", {
        "form": form, "page": page, "query": request.GET.urlencode(), "filtered": any(chosen_people(form).values()),
    })


def _fetch(request, pk):
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def person(request, pk):
    return _card(request, _fetch(request, pk))


def _card(request, shown, status=200, **more):
    access.require(request.user, "person.browse", shown)
    today = timezone.localdate()
    posts = list(shown.appointments.select_related("organisation", "organisation__parent"))
    posts.sort(key=lambda post: (post.ends_on is not None, -(post.starts_on.toordinal() if post.starts_on else 0)))
    may_edit = access.allowed(request.user, "person.edit", shown)
    for post in posts:
        post.is_new = post.ends_on is None and newly_appointed(post.starts_on, today)
        post.may_end = may_edit and post.ends_on is None and request.user.scope.covers(
            post.organisation.path, "subdistrict", "district"
        )
    grants = RoleGrant.objects.visible_to(request.user).filter(person=shown).select_related("organisation")
    return render(request, "people/person.html", {
        "person": shown, "posts": posts, "grants": grants, "today": today,
        "may_edit": may_edit,
        "may_erase": _may_erase(request.user, shown),
        "may_invite": access.allowed(request.user, "person.invite", shown),
        "may_reset_factor": bool(grants) and access.allowed(request.user, "person.reset_factor", shown)
        and second_step.factor_of(shown) is not None,
        "form": AppointmentForm(organisations=_organisations(request)), **more,
    }, status=status)


def _may_erase(user, shown):
    return shown.erased_at is None and access.allowed(user, "person.erase", shown)


def _organisations(request):
    """Where the user may enter posts."""
    return Organisation.objects.under(*request.user.scope.paths("subdistrict", "district")).active().order_by("path")


@login_required
@require_http_methods(["GET", "POST"])
def person_new(request):
    """Enter one person with their post."""
    access.require(request.user, "person.create")
    form = PersonForm(request.POST or None)
    post_form = AppointmentForm(request.POST or None, organisations=_organisations(request))
    if request.method == "POST" and all([form.is_valid(), post_form.is_valid()]):
        given = {name: post_form.cleaned_data[name] for name in ("organisation", "position", "starts_on")}
        made = actions.create_person(actor=request.user, **form.cleaned_data, post=given)
        messages.success(request, _("%(name)s is entered. A first sign-in code lets them in.") % {"name": made.name})
        return redirect("people:person", made.pk)
    return render(request, "people/person_new.html", {"form": form, "post_form": post_form})


@login_required
@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    shown = _fetch(request, pk)
    access.require(request.user, "person.edit", shown)
    name = shown.name
    form = PersonForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        actions.correct_person(actor=request.user, person=shown, changes=form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return redirect("people:person", pk=pk)
    return render(request, "people/person_edit.html", {"person": shown, "name": name, "form": form})


@login_required
@require_POST
def person_appoint(request, pk):
    shown = _fetch(request, pk)
    access.require(request.user, "person.appoint", shown)
    form = AppointmentForm(request.POST, organisations=_organisations(request))
    if not form.is_valid():
        return _card(request, shown, form=form)
    given = {name: form.cleaned_data[name] for name in ("organisation", "position", "starts_on")}
    actions.appoint(actor=request.user, person=shown, **given)
    messages.success(request, _("The post is entered."))
    return redirect("people:person", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def appointment_end(request, pk):
    """Ask from when the post is no longer held, then end it."""
    post = get_object_or_404(
        Appointment.objects.current().visible_to(request.user).select_related("person", "organisation"), pk=pk
    )
    access.require(request.user, "appointment.end", post)
    form = EndAppointmentForm(request.POST or None, starts_on=post.starts_on, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.end_appointment(actor=request.user, appointment=post, ends_on=form.cleaned_data["ends_on"])
        messages.success(request, _("The post is ended. To take that back, enter the post again with its first day."))
        if Person.objects.visible_to(request.user).filter(pk=post.person_id).exists():
            return redirect("people:person", pk=post.person_id)
        return redirect("people:organisation", pk=post.organisation_id)
    return render(request, "people/appointment_end.html", {"post": post, "form": form})
