"""The desk ends a certificate: revokes it, declares its number void, or sets it right by another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates import approvals
from certificates.actions import replacing
from certificates.forms import CorrectForm, ReasonForm, RevokeForm
from certificates.models import Certificate, NumberPattern
from certificates.pdf import CannotPrint
from lms.approvals.registry import is_asked
from lms.approvals.wording import ASKED
from lms.people import access


def _certificate(request, pk, verb):
    seen = Certificate.objects.visible_to(request.user).select_related("sequence", "superseded_by")
    found = get_object_or_404(seen, pk=pk)
    access.require(request.user, verb, found)
    return found, _back(request)


@require_http_methods(["GET", "POST"])
@login_required
def revoke(request, pk):
    found, back = _certificate(request, pk, "certificate.revoke")
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = approvals.end(actor=request.user, certificate=found, act="revoke", reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                return _asked(request, asked)
            messages.success(request, _("The certificate was revoked. Whoever checks it sees that at once."))
            return redirect(back or "landing")
    return render(request, "certificates/revoke.html", {
        "form": form, "certificate": found, "back": back, "asks": is_asked(approvals.END)})


@require_http_methods(["GET", "POST"])
@login_required
def void(request, pk):
    found, back = _certificate(request, pk, "certificate.void")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = approvals.end(actor=request.user, certificate=found, act="void", reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                return _asked(request, asked)
            messages.success(request, _("The number is void. It stays in the register with your reason."))
            return redirect(back or "certificates:register")
    return render(request, "certificates/void.html", {
        "form": form, "certificate": found, "back": back, "asks": is_asked(approvals.END)})


@require_http_methods(["GET", "POST"])
@login_required
def correct(request, pk):
    """Set a misspelt word right: a new document with its own number, to which the old one points."""
    found, back = _certificate(request, pk, "certificate.supersede")
    patterns = NumberPattern.objects.visible_to(request.user).active()
    form = CorrectForm(request.POST or None, certificate=found, patterns=patterns)
    if request.method == "POST" and form.is_valid():
        try:
            new = replacing.supersede(
                actor=request.user, certificate=found, changes=form.changes, reason=form.cleaned_data["reason"],
                pattern=form.cleaned_data["number_pattern"].text,
            )
        except (ValidationError, CannotPrint) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("Certificate %(new)s takes the place of %(old)s.") % {
                "new": new.number, "old": found.number})
            return redirect(back or "certificates:register")
    return render(request, "certificates/correct.html", {"form": form, "certificate": found, "back": back, "patterns": patterns})


def _asked(request, approval):
    messages.info(request, ASKED)
    return redirect("approvals:approval", approval.pk)


def _back(request):
    """Return the desk page of this site that the visitor came from, or nothing."""
    path = request.POST.get("back", request.GET.get("back", ""))
    return path if path.startswith("/desk/") and "\\" not in path else ""
