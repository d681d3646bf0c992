"""Whoever signed in with a first code sets a password before anything else."""

from django.shortcuts import redirect
from django.urls import reverse


class PasswordFirstMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_set_password:
            allowed = (reverse("people:first-password"), reverse("logout"), reverse("set_language"), reverse("set_theme"))
            if not request.path.startswith(("/static/", *allowed)):
                return redirect("people:first-password")
        return self.get_response(request)
