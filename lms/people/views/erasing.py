"""Erasing a person: what goes and what stays is shown first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.approvals.wording import ASKED
from lms.people import access, approvals, erasing
from lms.people.forms import ErasePersonForm
from lms.people.models import Person


@login_required
@require_http_methods(["GET", "POST"])
def person_erase(request, pk):
    """Show what would become of everything, and by POST, with a reason, do it; what still needs the person is said instead."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "person.erase", person)
    if person.erased_at:
        return redirect("people:person", pk)
    form = ErasePersonForm(request.POST if request.method == "POST" else None)
    found = erasing.hindrances(person)
    if request.method == "POST" and not found and form.is_valid():
        try:
            asked = approvals.erase(actor=request.user, person=person, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            found = error.messages
        else:
            if asked:
                messages.info(request, ASKED)
                return redirect("approvals:approval", asked.pk)
            messages.success(request, _("The person is erased. The records that stay show a number instead of the name."))
            return redirect("people:person", pk)
    context = {"person": person, "form": form, "hindrances": found, "outlook": erasing.outlook(person)}
    return render(request, "people/person_erase.html", context, status=409 if found and request.method == "POST" else 200)
