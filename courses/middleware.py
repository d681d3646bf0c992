from django.http import HttpResponseNotFound
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from courses.content_host import URLCONF, is_content_host


class ContentHostMiddleware:
    """Answer the host of packages here: its requests reach no session, no sign-in and no page of the site.

    Stands before the session. Elsewhere the addresses of packages do not exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_content_host(request.get_host()):
            return self.get_response(request)
        try:
            match = resolve(request.path_info, URLCONF)
        except Resolver404:
            return HttpResponseNotFound("not found", content_type="text/plain")
        response = match.func(request, *match.args, **match.kwargs)
        patch_vary_headers(response, ["Host"])
        return response
