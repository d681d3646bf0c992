"""What the host of packages serves: the frame with the run-time, and the files of one package beside it."""

import mimetypes

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.content_host import SANDBOX, file_path, read_token
from courses.models import ScormPackage
from courses.rules.scorm_manifest import V12
from lms.storage import private_storage
from lms.views.media import answer

HOUR = 3600
# Old packages write their scripts into their pages; nothing outside the package can be loaded or written to.
OF_FILES = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'self'; base-uri 'self'; form-action 'self'; "
    f"frame-ancestors 'self' {{site}}; sandbox {SANDBOX}"
)
OF_FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors {{site}}; sandbox {SANDBOX}"
)

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/vtt", ".vtt")


def _opened(token):
    """Return the package's key and the site that the frame stands in; None when the address has ended."""
    try:
        return read_token(token)
    except signing.BadSignature:
        return None


def _ended():
    said = _("This address has ended. Open the lesson once more.")
    return HttpResponseForbidden(said, content_type="text/plain; charset=utf-8")


@require_safe
def frame(request, token, number):
    """The run-time of SCORM, and within it the part of the package; talks to the lesson's page only."""
    opened = _opened(token)
    if opened is None:
        return _ended()
    key, site = opened
    package = ScormPackage.objects.filter(key=key).first()
    if package is None or not 0 < number <= len(package.parts):
        raise Http404("no such part")
    part = package.parts[number - 1]
    # Without the request: no visitor of the site is known here, and nothing of the site is shown.
    page = render_to_string("courses/scorm_frame.html", {
        "part": part, "runtime": f"vendor/scorm-again/{'scorm12' if package.version == V12 else 'scorm2004'}.min.js",
        "wanted": {
            "version": package.version, "site": site, "reports": part["reports"], "mastery": part["mastery"],
            "data": part["data"], "launch": file_path(token, part["href"]) + part["query"],
        },
    })
    return _guarded(HttpResponse(page), OF_FRAME, site, "no-store")


@require_safe
def file(request, token, name):
    """One file of the package, or a part of it."""
    opened = _opened(token)
    if opened is None or "Service-Worker" in request.headers:
        return _ended()
    key, site = opened
    path = safe_join(f"/scorm/{key}", name).removeprefix("/")
    return _guarded(answer(request, private_storage(), path), OF_FILES, site, f"private, max-age={HOUR}")


def _guarded(response, policy, site, keep):
    response.headers["Content-Security-Policy"] = policy.format(site=site)
    response.headers["Cache-Control"] = keep
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
