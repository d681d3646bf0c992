"""Middleware of the platform: language, who is asking, and what a shared computer may keep."""

from django.conf import settings
from django.utils import translation

from lms.audit.context import request_context

CMS_PREFIX = "/cms/"


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
    """Remember the visitor's address for the audit trail while the request lasts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with request_context(address=request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages of a signed-in person are not kept by shared computers; Wagtail's editor gets the policy it needs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
        if request.path.startswith(CMS_PREFIX):
            # Some of the editor's own screens carry inline scripts and styles, and previews are framed by it.
            response._csp_update = {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "frame-ancestors": ["'self'"],
            }
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
