"""A trainee's certificates, their download, and the desk's revoking."""

import base64

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions import issuing
from certificates.forms import RevokeForm
from certificates.models import Certificate
from certificates.pdf import CharacterMissing
from certificates.pdf.render import verification_url
from certificates.rules import wording
from lms.people import access
from lms.printing import qr_png


@require_GET
@login_required
def mine(request):
    rows = Certificate.objects.filter(person=request.user)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "certificates/mine.html", {"page": page})


@require_GET
@login_required
def certificate(request, pk):
    """One of one's own certificates, with its code large enough to be scanned from the screen."""
    found = get_object_or_404(Certificate.objects.filter(person=request.user), pk=pk)
    address = verification_url(found.code)
    picture = base64.b64encode(qr_png(address, scale=10)).decode()
    return render(request, "certificates/certificate.html", {
        "certificate": found, "picture": f"data:image/png;base64,{picture}", "address": address,
        "hours": wording.hours(found.facts.get("minutes") or 0),
    })


@require_GET
@login_required
def download(request, pk):
    """The PDF; one that was not drawn yet is drawn now."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "certificate.download", found)
    if not found.pdf or not found.pdf.storage.exists(found.pdf.name):
        found.pdf = ""
        try:
            issuing.redraw(certificate=found)
        except CharacterMissing as error:
            messages.error(request, str(error))
            return redirect("certificates:mine" if found.person_id == request.user.pk else "landing")
    return FileResponse(found.pdf.open("rb"), as_attachment=True, filename=f"{found.number}.pdf",
                        content_type="application/pdf")


@require_http_methods(["GET", "POST"])
@login_required
def revoke(request, pk):
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "certificate.revoke", found)
    form = RevokeForm(request.POST or None)
    back = request.POST.get("back", request.GET.get("back", ""))
    if request.method == "POST" and form.is_valid():
        issuing.revoke(actor=request.user, certificate=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The certificate was revoked. Whoever checks it sees that at once."))
        return redirect(back if _inside(back) else "landing")
    return render(request, "certificates/revoke.html", {
        "form": form, "certificate": found, "back": back if _inside(back) else "",
    })


def _inside(path):
    """Tell whether ``path`` is a desk page of this site."""
    return path.startswith("/desk/") and "\\" not in path
