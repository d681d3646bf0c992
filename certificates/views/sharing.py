"""A link to a certificate: its owner gives it away and withdraws it; whoever has it sees what the check shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from certificates import throttle
from certificates.actions import sharing
from certificates.forms import ShareForm
from certificates.models import Certificate
from certificates.queries.public import by_share
from lms.people import access

from .verification import answer, too_many


def _own(request, pk):
    found = get_object_or_404(Certificate.objects.filter(person=request.user), pk=pk)
    access.require(request.user, "certificate.share", found)
    return found


@require_POST
@login_required
def share(request, pk):
    found = _own(request, pk)
    form = ShareForm(request.POST)
    form.full_clean()
    sharing.share(actor=request.user, certificate=found, with_name=form.cleaned_data["with_name"])
    messages.success(request, _("The link is ready. Whoever has it sees this certificate, until you withdraw it."))
    return redirect("certificates:certificate", found.pk)


@require_POST
@login_required
def withdraw(request, pk):
    found = _own(request, pk)
    sharing.withdraw(actor=request.user, certificate=found)
    messages.success(request, _("The link is withdrawn. Whoever opens it finds nothing any more."))
    return redirect("certificates:certificate", found.pk)


@require_GET
def shared(request, token):
    if throttle.too_many(request):
        return too_many(request)
    found = by_share(token)
    return answer(request, found and found.certificate, with_name=bool(found) and found.with_name)
