"""Whoever signed in with a first code sets a password before anything else."""

from django.shortcuts import redirect
from django.urls import reverse


class PasswordFirstMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_set_password:
            own = ("people:first-password", "logout", "set_language", "set_theme", "set_text_size")
            allowed = tuple(reverse(name) for name in own)
            if not request.path.startswith(("/static/", *allowed)):
                return redirect("people:first-password")
        return self.get_response(request)
