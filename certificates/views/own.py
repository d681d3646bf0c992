"""A trainee's certificates, and their download."""

import base64

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from certificates.actions import issuing
from certificates.forms import ShareForm
from certificates.models import Certificate
from certificates.pdf import CannotPrint
from certificates.pdf.render import verification_url
from certificates.rules import wording
from certificates.signing import badges
from lms.people import access
from lms.printing import qr_png


@require_GET
@login_required
def mine(request):
    rows = Certificate.objects.filter(person=request.user).select_related("superseded_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "certificates/mine.html", {"page": page})


@require_GET
@login_required
def certificate(request, pk):
    """One of one's own certificates, with its code large enough to be scanned from the screen."""
    rows = Certificate.objects.filter(person=request.user).select_related("superseded_by")
    found = get_object_or_404(rows, pk=pk)
    address = verification_url(found.code)
    link = found.shares.active().first()
    picture = base64.b64encode(qr_png(address, scale=10)).decode()
    return render(request, "certificates/certificate.html", {
        "certificate": found, "picture": f"data:image/png;base64,{picture}", "address": address,
        "hours": wording.hours(found.facts.get("minutes") or 0), "share": link, "share_form": ShareForm(),
        "share_url": settings.SITE_URL + reverse("certificates:shared", args=[link.token]) if link else "",
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
        except CannotPrint as error:
            messages.error(request, str(error))
            return redirect("certificates:mine" if found.person_id == request.user.pk else "landing")
    return FileResponse(found.pdf.open("rb"), as_attachment=True, filename=f"{found.number}.pdf",
                        content_type="application/pdf")


@require_GET
@login_required
def download_badge(request, pk):
    """The certificate as an Open Badge: a signed credential that wallets take in."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "certificate.download", found)
    response = HttpResponse(badges.signed(found), content_type="application/vc+jwt")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{found.number}.jwt")
    return response
