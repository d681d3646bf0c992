"""What verifiers of badges fetch: the issuer, its keys, what was revoked. Public, and nothing personal in it."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET

from certificates.rules.badge import CONTEXT
from certificates.signing import badges


@require_GET
def issuer(request):
    return _open({"@context": CONTEXT, **badges.profile()})


@require_GET
def keys(request):
    """The keys as a JSON Web Key Set."""
    return _open({"keys": [badges.public_key()]})


@require_GET
def key(request, thumbprint):
    """The key that a badge names, as a JSON Web Key."""
    found = badges.public_key()
    if found["kid"] != thumbprint:
        raise Http404
    return _open(found)


@require_GET
def revocations(request):
    return _open(badges.revocations(), keep=0)


def _open(content, keep=3600):
    """Answer with JSON that pages of other sites may read, too."""
    response = JsonResponse(content)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={keep}" if keep else "no-cache"
    return response
