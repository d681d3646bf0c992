"""Asked to teach: the trainer's answer in two taps from the notice, and someone else in their place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cohorts.actions.substitutes import substitute_trainer
from cohorts.actions.trainers import accept_invitation, decline_invitation
from cohorts.models import ClassSession, TeachingInvitation
from cohorts.trainer_forms import DeclineForm, SubstituteForm
from lms.people import access

# What a trainer says most often, a tap each.
REASONS = (gettext_lazy("I am away then"), gettext_lazy("I teach elsewhere then"), gettext_lazy("This is not my subject"))


@require_http_methods(["GET", "POST"])
@login_required
def invitation(request, pk):
    row = get_object_or_404(
        TeachingInvitation.objects.visible_to(request.user).select_related(
            "session__cohort", "session__venue", "trainer", "instead_of", "asked_by"
        ), pk=pk,
    )
    access.require(request.user, "invitation.answer", row)
    form = DeclineForm()
    if request.method == "POST":
        form = DeclineForm(request.POST)
        if "accept" in request.POST:
            done = _try(request, lambda: accept_invitation(actor=request.user, invitation=row))
            said = _("You teach this session. It stands in your calendar.")
        else:
            done = form.is_valid() and _try(
                request, lambda: decline_invitation(actor=request.user, invitation=row, **form.cleaned_data)
            )
            said = _("The class teacher is told, and finds someone else.")
        if done:
            messages.success(request, said)
            return redirect("cohorts:teaching")
    return render(request, "cohorts/invitation.html", {
        "invitation": row, "session": row.session, "form": form, "reasons": REASONS,
        "open": row.ended_at is None and row.session.cancelled_at is None and row.session.starts_at > timezone.now(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def substitute(request, pk):
    """Choose who teaches a session instead, and say why; everyone who was to teach it stays on the page."""
    session = get_object_or_404(
        ClassSession.objects.visible_to(request.user).select_related("cohort__organiser", "venue", "trainer"), pk=pk
    )
    access.require(request.user, "session.substitute", session)
    form = SubstituteForm(request.POST or None, user=request.user, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            substitute_trainer(actor=request.user, session=session, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("The new trainer is asked."))
            return redirect("cohorts:session", session.pk)
    return render(request, "cohorts/substitute.html", {
        "session": session, "form": form,
        "history": TeachingInvitation.objects.filter(session=session).select_related("trainer", "instead_of"),
    })


def _try(request, act):
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True
