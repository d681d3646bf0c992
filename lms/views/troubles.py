"""What a visitor reads when the machine is in trouble: that nothing is lost, and when to try again. No traceback, ever."""

import shutil
import sys

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from lms.troubles import Trouble, trouble_of

AGAIN_AFTER = {Trouble.AWAY: 5, Trouble.BUSY: 5, Trouble.FULL: 60}  # seconds
ROOM = 1024 * 1024  # bytes: with fewer, what the disk refuses is for want of room


def server_error(request):
    """Answer for an exception: 503 when the database is away or held by others, 507 when the disk is full, 500 otherwise."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return plain_server_error(request)
    if trouble is Trouble.AWAY and _no_room():
        trouble = Trouble.FULL
    status = 507 if trouble is Trouble.FULL else 503
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        response = _answer(request, status)
        response.headers["Content-Language"] = translation.get_language()
    response.headers["Retry-After"] = str(AGAIN_AFTER[trouble])
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request, status):
    if request.accepts("text/html") and not request.path.startswith("/api/"):
        return render(None, f"{status}.html", status=status)
    title = _("There is no room left to save") if status == 507 else _("One moment, please")
    return JsonResponse({"type": "about:blank", "title": title, "status": status}, status=status,
                        content_type="application/problem+json")


def _no_room():
    try:
        return shutil.disk_usage(settings.DATA_DIR).free < ROOM
    except OSError:
        return False
