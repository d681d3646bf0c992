"""The groups of a cohort: made, renamed, filled by hand or evenly."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cohorts.actions.groups import assign_groups, change_group, divide_evenly, make_groups, remove_group
from cohorts.enums import SEATED
from cohorts.models import CohortGroup
from cohorts.seat_forms import GroupForm, GroupNamesForm
from lms.people.models import Person

from .cohorts import fetch, over

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def groups(request, pk):
    """Who stands in which group; a POST makes groups, deals everyone into them, or keeps what was chosen by hand."""
    cohort = fetch(request, pk, "cohort.group")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    form = GroupNamesForm(request.POST if "make" in request.POST else None)
    if request.method == "POST":
        try:
            done = _write(request, cohort, form)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            done = True
        if done:
            return redirect(request.get_full_path())
    rows = cohort.groups.select_related("leader").annotate(
        people=Count("enrolments", filter=Q(enrolments__state__in=SEATED))
    )
    people = cohort.enrolments.seated().select_related("person", "organisation__parent").order_by(
        "organisation__path", "person__name_key", "pk"
    )
    return render(request, "cohorts/groups.html", {
        "cohort": cohort, "groups": list(rows), "form": form, "nobody": cohort.enrolments.seated().filter(group=None).count(),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    })


def _write(request, cohort, form):
    """Do what was asked for; return False where the page is to be shown again with what is wrong."""
    if "make" in request.POST:
        if not form.is_valid():
            return False
        make_groups(actor=request.user, cohort=cohort, names=form.cleaned_data["names"])
        messages.success(request, _("The groups are there. Put people into them next."))
    elif "spread" in request.POST or "together" in request.POST:
        count = divide_evenly(actor=request.user, cohort=cohort, together="together" in request.POST)
        messages.success(request, ngettext("%(count)s person was put into a group.", "%(count)s people were put into groups.",
                                           count) % {"count": count})
    else:
        chosen = {
            int(name[6:]): int(value) if value.isdecimal() and len(value) < 18 else None
            for name, value in request.POST.items() if name.startswith("group-") and name[6:].isdecimal() and len(name) < 25
        }
        count = assign_groups(actor=request.user, cohort=cohort, choices=chosen)
        messages.success(request, ngettext("%(count)s person changed groups.", "%(count)s people changed groups.", count)
                         % {"count": count})
    return True


@require_http_methods(["GET", "POST"])
@login_required
def group(request, pk):
    """A group's name and leader; "remove" takes it away."""
    row = get_object_or_404(CohortGroup.objects.visible_to(request.user), pk=pk)
    cohort = fetch(request, row.cohort_id, "cohort.group")
    if over(request, cohort):
        return redirect("cohorts:cohort", cohort.pk)
    people = Person.objects.filter(pk__in=cohort.enrolments.seated().filter(group=row).values("person_id"))
    form = GroupForm(request.POST or None, people=people, initial={"name": row.name, "leader": row.leader_id})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                remove_group(actor=request.user, group=row)
                messages.success(request, _("The group is removed. Its people stand in none now."))
                return redirect("cohorts:groups", cohort.pk)
            if form.is_valid():
                change_group(actor=request.user, group=row, **form.cleaned_data)
                messages.success(request, _("The group is saved."))
                return redirect("cohorts:groups", cohort.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cohorts/group.html", {
        "cohort": cohort, "group": row, "form": form, "people": people.count(),
    })
