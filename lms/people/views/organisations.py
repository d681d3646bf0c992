"""The tree of organisations: browsed level by level, searched in Chinese, pinyin or initials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.people import access, actions, queries
from lms.people.forms import OrganisationForm
from lms.people.lists import ORGANISATIONS, organisations_of
from lms.people.models import Appointment, Organisation, Person

PAGE = 50


def _page(request, found):
    """Return the page of ``found`` with counts; how many hold posts is for those who see people."""
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.counted(list(page.object_list), people=access.allowed(request.user, "person.browse"))
    return page


@login_required
@require_GET
def organisations(request):
    access.require(request.user, "organisation.browse")
    asked = ORGANISATIONS.asked(request.GET)
    top, found = organisations_of(request.user, asked)
    return render(request, "people/organisations.html", {
        "page": _page(request, found), "q": asked.get("q", ""), "all": asked.get("all", ""), "top": top,
        "query": request.GET.urlencode(),
    })


def _fetch(request, pk):
    visible = Organisation.objects.visible_to(request.user)
    shown = get_object_or_404(visible.select_related("category", "parent"), pk=pk)
    access.require(request.user, "organisation.browse", shown)
    return visible, shown


@login_required
@require_GET
def organisation(request, pk):
    """Facts, who is in post, what lies below, who was in post before."""
    visible, shown = _fetch(request, pk)
    sees_people = access.allowed(request.user, "person.browse")
    with_reserves = access.allowed(request.user, "organisation.reserves", shown)
    posts = queries.post_holders(shown, with_reserves=with_reserves)
    past = queries.post_holders(shown, with_reserves=with_reserves, ended=True) if sees_people else []
    named = {post.person_id for post in [*posts, *past]}
    members = Appointment.objects.current().filter(organisation=shown, position="member")
    return render(request, "people/organisation.html", {
        "organisation": shown,
        "line": visible.filter(pk__in=shown.ancestor_ids[:-1]).order_by("path"),
        "page": _page(request, queries.children_of(visible.active(), shown)),
        "posts": posts,
        "past": past,
        "members": members.count() if sees_people else None,
        "sees_people": sees_people,
        # Whose card may be opened: someone's past post does not make them visible for ever.
        "open_cards": set(Person.objects.visible_to(request.user).filter(pk__in=named).values_list("pk", flat=True)),
    })


@login_required
@require_GET
def below(request, pk):
    """The level below, to be opened inside the list; as a page of its own where scripts are off."""
    visible, shown = _fetch(request, pk)
    page = _page(request, queries.children_of(visible.active(), shown))
    name = "people/_organisation_list.html" if request.htmx else "people/organisation_below.html"
    return render(request, name, {"page": page, "organisation": shown, "inside": bool(request.htmx)})


@login_required
@require_http_methods(["GET", "POST"])
def organisation_edit(request, pk):
    """Change an organisation's facts; its place in the tree stays."""
    shown = _fetch(request, pk)[1]
    access.require(request.user, "organisation.edit", shown)
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=pk), parent=shown.parent)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(actor=request.user, organisation=shown, changes=form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return redirect("people:organisation", pk)
    return render(request, "people/organisation_form.html", {"organisation": shown, "form": form, "changing": True})


@login_required
@require_http_methods(["GET", "POST"])
def organisation_new(request, pk):
    """Enter an organisation below this one."""
    shown = _fetch(request, pk)[1]
    access.require(request.user, "organisation.edit", shown)
    form = OrganisationForm(request.POST or None, parent=shown)
    if request.method == "POST" and form.is_valid():
        made = actions.create_organisation(actor=request.user, parent=shown, **form.cleaned_data)
        messages.success(request, _("%(name)s is entered.") % {"name": made.name})
        return redirect("people:organisation", made.pk)
    return render(request, "people/organisation_form.html", {"organisation": shown, "form": form, "changing": False})
