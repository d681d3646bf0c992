"""Roles on a subtree: who holds which, giving one, ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.approvals.wording import ASKED
from lms.people import access, actions, approvals, matrix_words, queries
from lms.people.enums import GRANTABLE_ROLES
from lms.people.forms import GrantFilter, GrantForm
from lms.people.lists import GRANTS
from lms.people.models import Organisation, Person, RoleGrant

PAGE = 50


@login_required
@require_GET
def grants(request):
    """Roles that hold now or will hold later."""
    access.require(request.user, "grant.browse")
    form = GrantFilter(request.GET)
    page = Paginator(GRANTS.rows(request.user, GRANTS.asked(request.GET)), PAGE).get_page(request.GET.get("page"))
    named = [grant.person_id for grant in page]
    return render(request, "people/grants.html", {
        "page": page, "form": form, "query": request.GET.urlencode(), "today": timezone.localdate(),
        "open_cards": set(Person.objects.visible_to(request.user).filter(pk__in=named).values_list("pk", flat=True)),
    })


@login_required
@require_GET
def who_may(request):
    """What each role may do: one role in words, or all of them by the letters of the matrix."""
    access.require(request.user, "matrix.browse")
    tabs = [(str(column), matrix_words.column_label(column)) for column in matrix_words.COLUMNS]
    own = next((role.value for role in reversed(GRANTABLE_ROLES) if request.user.scope.holds(role)), "district")
    shown = request.GET.get("role", own)
    shown = shown if shown in dict(tabs) or shown == "all" else own
    return render(request, "people/who_may.html", {
        "tabs": [*tabs, ("all", _("All roles"))], "shown": shown, "label": dict(tabs).get(shown),
        "rights": [] if shown == "all" else matrix_words.rights_of(shown), "all": matrix_words.table_of_all() if shown == "all"
        else None, "scopes": matrix_words.SCOPES.items(), "conditions": matrix_words.CONDITIONS.items(),
    })


@login_required
@require_GET
def grant_choose(request):
    """Find the person who is to have a role."""
    access.require(request.user, "grant.choose")
    text = request.GET.get("q", "").strip()[:60]
    people = Person.objects.visible_to(request.user).active().exclude(pk=request.user.pk)
    found = queries.search_people(people, text) if text else people.none()
    page = Paginator(queries.with_posts(found.order_by("name_key", "pk")), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/grant_choose.html", {"page": page, "q": text, "query": request.GET.urlencode()})


@login_required
@require_http_methods(["GET", "POST"])
def grant_new(request, pk):
    """Give the person a role; nobody gives one to themselves."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "grant.give", person)
    organisations = Organisation.objects.under(*request.user.scope.paths("district")).active().order_by("path")
    form = GrantForm(request.POST or None, organisations=organisations, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("role", "organisation", "starts_on", "ends_on")}
        try:
            asked = approvals.give_role(actor=request.user, person=person, reason=form.cleaned_data["reason"], **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                messages.info(request, ASKED)
                return redirect("approvals:approval", asked.pk)
            messages.success(request, _("The role is given and holds from its first day."))
            return redirect("people:person", pk=pk)
    return render(request, "people/grant_new.html", {"person": person, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def grant_end(request, pk):
    held = RoleGrant.objects.visible_to(request.user).not_ended().select_related("person", "organisation")
    grant = get_object_or_404(held, pk=pk)
    access.require(request.user, "grant.end", grant)
    if request.method == "POST":
        actions.end_grant(actor=request.user, grant=grant)
        messages.success(request, _("The role is ended. It can be given again at any time."))
        return redirect("people:grants")
    return render(request, "people/grant_end.html", {"grant": grant})
