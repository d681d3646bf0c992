"""Roles on a subtree: who holds which, giving one, ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.people import access, actions
from lms.people.forms import GrantForm
from lms.people.models import Organisation, Person, RoleGrant

PAGE = 50


@login_required
@require_GET
def grants(request):
    access.require(request.user, "grant.browse")
    held = RoleGrant.objects.visible_to(request.user).active().select_related("person", "organisation")
    page = Paginator(held.order_by("role", "organisation__path", "person__name_key"), PAGE)
    return render(request, "people/grants.html", {"page": page.get_page(request.GET.get("page"))})


@login_required
@require_http_methods(["GET", "POST"])
def grant_new(request, pk):
    """Give the person a role; nobody gives one to themselves."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "grant.give", person)
    organisations = Organisation.objects.visible_to(request.user).active().order_by("path")
    form = GrantForm(request.POST or None, organisations=organisations, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.grant_role(actor=request.user, person=person, **form.cleaned_data)
        messages.success(request, _("The role is given and holds from its first day."))
        return redirect("people:person", pk=pk)
    return render(request, "people/grant_new.html", {"person": person, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def grant_end(request, pk):
    held = RoleGrant.objects.visible_to(request.user).active().select_related("person", "organisation")
    grant = get_object_or_404(held, pk=pk)
    access.require(request.user, "grant.end", grant)
    if request.method == "POST":
        actions.end_grant(actor=request.user, grant=grant)
        messages.success(request, _("The role is ended. It can be given again at any time."))
        return redirect("people:grants")
    return render(request, "people/grant_end.html", {"grant": grant})
