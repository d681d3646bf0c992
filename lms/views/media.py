"""Uploaded files that pages show. A player asks for parts of a film, so that parts are answered (RFC 9110, section 14)."""

import mimetypes
import re
from pathlib import Path

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

# Pictures in the sizes that pages ask for, film, sound and captions. Originals and documents are not among them: documents
# go through Wagtail's own view, which knows whose they are.
PUBLIC_FOLDERS = ("images", "media", "media_captions", "media_thumbnails")
MONTH = 30 * 24 * 3600
# By folder, ``guard(request, path)``: whether the file is for ``EVERYBODY``, for this visitor (``YES``), or not (``NO``).
GUARDS = {}
EVERYBODY, YES, NO = "everybody", "yes", "no"
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII | re.IGNORECASE)
TYPES = {".vtt": "text/vtt; charset=utf-8", ".m4a": "audio/mp4", ".m4v": "video/mp4", ".oga": "audio/ogg", ".webp": "image/webp",
         ".weba": "audio/webm"}


@require_safe
def media(request, path):
    """Serve an uploaded file that a page shows, cut off from the site: it may run nothing and load nothing."""
    folder = path.split("/", 1)[0]
    if folder not in PUBLIC_FOLDERS or ".." in path or "\0" in path:
        raise Http404("not a file that pages show")
    readers = GUARDS[folder](request, path) if folder in GUARDS else EVERYBODY
    if readers == NO:
        raise Http404("not a file that pages show to this visitor")
    response = answer(request, default_storage, path)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = f"public, max-age={MONTH}" if readers == EVERYBODY else "private, no-store"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response


def answer(request, storage, name):
    """Answer with a file of the storage, or the part of it that is asked for; callers add who may keep it.

    Raises ``Http404`` when there is no such file.
    """
    try:
        facts = storage.facts(name)
    except FileNotFoundError as error:
        raise Http404("no such file") from error
    size, changed = facts.size, int(facts.changed.timestamp())
    marks = {"ETag": f'"{int(facts.changed.timestamp() * 1_000_000):x}-{size:x}"', "Last-Modified": http_date(changed)}
    if _unchanged(request, marks, changed):
        return HttpResponseNotModified(headers=marks)
    span = _span(request, size, marks)
    if span == "outside":
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type="text/plain")
    kind = TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    first, last = span or (0, size - 1)
    response = FileResponse(storage.part(name, first, last - first + 1), status=206 if span else 200, content_type=kind,
                            headers=marks)
    if span:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = last - first + 1
    return response


def _unchanged(request, marks, changed):
    known = request.headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or marks["ETag"] in [mark.strip().removeprefix("W/") for mark in known.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed <= since


def _span(request, size, marks):
    """Return the first and last byte asked for, None for the whole file, or ``"outside"`` when no such bytes exist.

    What is asked for wrongly, or in several parts, is answered with the whole file, as the standard allows.
    """
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.method != "GET" or not _same(request.headers.get("If-Range"), marks):
        return None
    begin, end, tail = asked.groups()
    if tail is not None:
        first, last = max(0, size - int(tail)), size - 1
    else:
        first, last = int(begin), min(int(end), size - 1) if end else size - 1
        if end and int(end) < int(begin):
            return None
    return (first, last) if first <= last else "outside"


def _same(condition, marks):
    """Tell whether ``If-Range`` speaks of the file as it is now; a date counts only when it is exactly the file's."""
    if condition is None or condition.strip() == marks["ETag"]:
        return True
    return parse_http_date_safe(condition) == parse_http_date_safe(marks["Last-Modified"])

