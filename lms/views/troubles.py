"""What a visitor reads when the machine is in trouble: that nothing is lost, and when to try again. No traceback, ever."""

import shutil
import sys
from functools import cache

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from lms.troubles import Trouble, trouble_of

AGAIN_AFTER = {Trouble.AWAY: 5, Trouble.BUSY: 5, Trouble.FULL: 60}  # seconds
LESS_CROWDED_AFTER = 10  # seconds
ROOM = 1024 * 1024  # bytes: with fewer, what the disk refuses is for want of room


def server_error(request):
    """Answer for an exception: 503 when the database is away or held by others, 507 when the disk is full, 500 otherwise."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return plain_server_error(request)
    if trouble is Trouble.AWAY and _no_room():
        trouble = Trouble.FULL
    status = 507 if trouble is Trouble.FULL else 503
    return _in_words(request, status, f"{status}.html", AGAIN_AFTER[trouble])


def crowded(request):
    """Answer for a request that would have waited too long (``lms.gate``). Nothing is asked for it, and the page is made once."""
    name = "crowded.html" if request.method in ("GET", "HEAD") else "crowded_sent.html"
    response = _in_words(request, 503, name, LESS_CROWDED_AFTER)
    response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
    response._has_been_logged = True  # the gate says how many, which is less to write than a line for each
    return response


def _in_words(request, status, template, again_after):
    """Return the page ``template``, or a problem for who wants none, in the visitor's language."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if request.accepts("text/html") and not request.path.startswith("/api/"):
        response = HttpResponse(_page(template, language), status=status)
    else:
        with translation.override(language):
            title = _("There is no room left to save") if status == 507 else _("One moment, please")
            response = JsonResponse({"type": "about:blank", "title": title, "status": status}, status=status,
                                    content_type="application/problem+json")
    response.headers["Content-Language"] = language
    response.headers["Retry-After"] = str(again_after)
    response.headers["Cache-Control"] = "no-store"
    return response


@cache
def _page(template, language):
    """Draw a page that says the same to everybody, once a process."""
    with translation.override(language):
        return render_to_string(template)


def _no_room():
    try:
        return shutil.disk_usage(settings.DATA_DIR).free < ROOM
    except OSError:
        return False
