"""Checking a certificate, open to everyone: masked name, programme, dates, hours, valid or revoked, and nothing more.

Whatever does not lead to a certificate gets one and the same answer: an unknown number, a wrong name, a made-up code.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certificates import throttle
from certificates.forms import VerifyForm
from certificates.models import Certificate
from certificates.rules import wording
from certificates.rules.names import mask_name, normalise_name
from certificates.rules.numbers import normalise_number


@require_http_methods(["GET", "POST"])
def verify(request):
    """Ask for number and name; sent by POST, so that a name stands in no address."""
    form = VerifyForm(request.POST or None)
    if request.method == "GET":
        return _page(request, {"form": form})
    if throttle.too_many(request):
        return _too_many(request)
    found = None
    if form.is_valid():
        found = Certificate.objects.filter(number=normalise_number(form.cleaned_data["number"])).first()
        if found and normalise_name(found.facts["name"]) != normalise_name(form.cleaned_data["name"]):
            found = None
    return _answer(request, found, form)


@require_GET
def verify_code(request, code):
    """The address in a certificate's QR code."""
    if throttle.too_many(request):
        return _too_many(request)
    return _answer(request, Certificate.objects.filter(code=code).first(), VerifyForm())


def _answer(request, certificate, form):
    if certificate is None:
        return _page(request, {"form": form, "unknown": True}, status=404)
    facts = certificate.facts
    return _page(request, {"checked_at": timezone.now(), "found": {
        "name": mask_name(facts["name"]), "number": certificate.number, "programme": facts["programme"],
        "starts_on": facts["starts_on"], "ends_on": facts["ends_on"],
        "hours": wording.hours(facts.get("minutes") or 0), "issuer": facts["issuer"], "issued_on": facts["issued_on"],
        "revoked_at": certificate.revoked_at,
    }})


def _page(request, context, status=200):
    response = render(request, "certificates/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _too_many(request):
    response = HttpResponse(render_to_string("certificates/too_many.html", request=request), status=429)
    response.headers["Retry-After"] = "60"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
