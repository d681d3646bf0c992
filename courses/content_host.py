"""Where uploaded packages are played: under a host name that is not the site's, so that nothing of the site is in reach.

A package is somebody else's program. It runs in a frame of another origin, which has no cookies of the site, answers
nothing but the package's own files (``ContentHostMiddleware``) and is reached by addresses that are signed and soon end.
"""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "courses.content"
LASTS = 6 * 3600  # seconds: a long sitting, and no longer
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
URLCONF = "courses.content_urls"
# What a package may do in its frame. Not: leave the frame, open windows, ask for camera or place.
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals"


def is_content_host(host):
    """Tell whether ``host`` (of a request, maybe with its port) is one that packages are played under."""
    name, own = _name(host), _name(settings.SCORM_HOST)
    return name.endswith(own[1:]) if own.startswith("*.") else name == own


def origin_for(request, key):
    """Return the origin under which the package of ``key`` is played for this visitor; None where there is none.

    Names below ``localhost`` are found on the visitor's own machine only.
    """
    own = settings.SCORM_HOST
    if _name(own).endswith("localhost") and _name(request.get_host()) not in LOOPBACK:
        return None
    host = own.replace("*", key.hex, 1)
    port = urlsplit(f"//{request.get_host()}").port
    if port and urlsplit(f"//{host}").port is None:
        host = f"{host}:{port}"
    return f"{request.scheme}://{host}"


def token_for(request, key):
    """Return what opens the files of the package of ``key`` in a frame of the site at hand, for some hours."""
    return signing.dumps({"package": key.hex, "site": f"{request.scheme}://{request.get_host()}"}, salt=SALT)


def read_token(token):
    """Return ``(hex of the package's key, origin of the site)``; raises ``signing.BadSignature`` when it is not ours or ended."""
    said = signing.loads(token, salt=SALT, max_age=LASTS)
    return said["package"], said["site"]


def frame_url(request, package, number):
    """Return ``(origin, address)`` of the frame that plays part ``number`` (from 1); ``(None, "")`` where none can."""
    origin = origin_for(request, package.key)
    if origin is None:
        return None, ""
    return origin, origin + reverse("frame", urlconf=URLCONF, args=[token_for(request, package.key), number])


def file_path(token, name):
    """Return the path of a package's file below its host."""
    return reverse("file", urlconf=URLCONF, args=[token, "x"])[:-1] + quote(name)


def _name(host):
    return host.rpartition(":")[0].lower() if host.rpartition(":")[2].isdigit() else host.lower()
