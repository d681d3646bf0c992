"""Checking a certificate, open to everyone: masked name, programme, dates, hours, what it is worth, and nothing more.

Whatever does not lead to a certificate gets one and the same answer: an unknown number, a wrong name, a made-up code.
"""

import hmac

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates import throttle
from certificates.forms import FileForm, VerifyForm
from certificates.models import Certificate
from certificates.queries.public import by_code, certificate_of_file
from certificates.rules import wording
from certificates.rules.names import mask_name, normalise_name
from certificates.rules.numbers import normalise_number
from certificates.signing import documents, keys

ERASED = "＊＊＊"


@require_http_methods(["GET", "POST"])
def verify(request):
    """Ask for number and name; sent by POST, so that a name stands in no address."""
    form = VerifyForm(request.POST or None)
    if request.method == "GET":
        return _page(request, {"form": form})
    if throttle.too_many(request):
        return too_many(request)
    return answer(request, _named(form) if form.is_valid() else None, form=form)


def _named(form):
    """Return the certificate of number and name. An unknown number takes the same steps as a wrong name."""
    number = normalise_number(form.cleaned_data["number"])
    found = Certificate.objects.select_related("superseded_by", "person").filter(number=number).first()
    given = normalise_name(form.cleaned_data["name"]).encode()
    true = normalise_name(found.facts["name"] if found else "").encode()
    return found if hmac.compare_digest(given, true) and found else None


@require_GET
def verify_code(request, code):
    """The address in a certificate's QR code."""
    if throttle.too_many(request):
        return too_many(request)
    return answer(request, by_code(code))


@require_POST
def verify_file(request):
    """Tell of a file whether it is ours and unchanged; it is read, never parsed, and not kept."""
    if throttle.too_many(request):
        return too_many(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"form": VerifyForm(), "file_form": form}, status=400)
    checked = documents.check(form.cleaned_data["file"].read(documents.LARGEST))
    certificate = certificate_of_file(checked)
    return _page(request, {"form": VerifyForm(), "checked": checked.condition, **(_shown(certificate) if certificate else {})})


@require_GET
def root(request):
    """The certificate that PDF readers are told to trust, so that they show our signatures as known."""
    response = HttpResponse(keys.root_certificate(), content_type="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="root.crt"'
    return response


def answer(request, certificate, *, form=None, with_name=False):
    """Show what ``certificate`` is worth; one and the same page, a 404, when there is none."""
    if certificate is None:
        return _page(request, {"form": form or VerifyForm(), "unknown": True}, status=404)
    return _page(request, _shown(certificate, with_name=with_name))


def _shown(certificate, *, with_name=False):
    facts = certificate.facts
    return {"checked_at": timezone.now(), "found": {
        "name": facts["name"] if with_name else shown_name(certificate), "masked": not with_name,
        "number": certificate.number, "kind": certificate.get_kind_display(), "programme": facts["programme"],
        "starts_on": facts["starts_on"], "ends_on": facts["ends_on"],
        "hours": wording.hours(facts.get("minutes") or 0), "issuer": facts["issuer"], "issued_on": facts["issued_on"],
        "state": certificate.state, "revoked_at": certificate.revoked_at, "next": certificate.superseded_by,
    }}


def shown_name(certificate):
    """Return the name as everyone may see it: masked, and of somebody who was erased nothing at all."""
    return ERASED if certificate.person.erased_at else mask_name(certificate.facts["name"])


def _page(request, context, status=200):
    page = {"file_form": FileForm(), **context}
    response = render(request, "certificates/verify.html", page, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    # Not "no-referrer": a browser would then send the form without an origin, and it would be refused as forged.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def too_many(request):
    response = HttpResponse(render_to_string("certificates/too_many.html", request=request), status=429)
    response.headers["Retry-After"] = "60"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
