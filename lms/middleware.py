"""Middleware of the platform: language, who is asking, and what a shared computer may keep."""

from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.shortcuts import render
from django.utils import translation

from lms.audit.context import request_context
from lms.gate import TURNED_AWAY
from lms.readers import reader_of
from lms.views.troubles import crowded

CMS_PREFIX = "/cms/"


class VisitorAddressMiddleware:
    """Put the visitor's own address where everything looks for it, when our own proxies stand between.

    Each proxy adds the address it was asked from at the right of ``X-Forwarded-For``: with ``TRUSTED_PROXIES`` of ours, the
    visitor is the entry of that place from the right. What stands further left was written by whoever asked, and is not believed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        entries = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
        proxies = settings.TRUSTED_PROXIES
        if proxies and len(entries) >= proxies:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(entries[-proxies]))
        return self.get_response(request)


class TurnedAwayMiddleware:
    """Whoever the gate turned away reads so at once; nothing is asked of the database for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return crowded(request) if request.META.get(TURNED_AWAY) else self.get_response(request)


class LanguageMiddleware:
    """Chinese unless the visitor chose English; a browser's own language settings are not asked.

    Office computers and phones often come with English settings although their owners read Chinese.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RequestContextMiddleware:
    """Remember the visitor and their address for the audit trail while the request lasts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with request_context(address=request.META.get("REMOTE_ADDR", ""), person=request.user):
            return self.get_response(request)


class WordsForMethodsMiddleware:
    """Whoever opens the address of a button, after signing in again or from the history, reads a page and not nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content or not request.accepts("text/html"):
            return response
        page = render(request, "405.html", status=405)
        for name in ("Allow", "X-Frame-Options"):  # what the middleware below this one wrote
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page


class PrivatePagesMiddleware:
    """Pages of a signed-in person are not kept by shared computers; Wagtail's editor gets the policy it needs.

    Every page says in ``X-Reader`` for whom it was made, and in ``X-Offline`` whether the service worker may keep a copy to
    read without a network (a view asks for it by ``request.keeps_offline``): see ``docs/architecture.md``.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["X-Reader"] = reader_of(request.user)
            if response.status_code == 200 and getattr(request, "keeps_offline", False):
                response.headers["X-Offline"] = "yes"
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
        if request.path.startswith(CMS_PREFIX):
            # Some of the editor's own screens carry inline scripts and styles, and previews are framed by it. A page that is
            # previewed was served by the whole site inside this request, and brought the readers' policy along.
            response.headers.pop("Content-Security-Policy", None)
            response._csp_update = {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
            }
            response._csp_replace = {"frame-ancestors": ["'self'"]}
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
