"""Whoever signed in with a first code sets a password before anything else."""

from django.shortcuts import redirect
from django.urls import reverse


class PasswordFirstMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.must_set_password:
            allowed = (reverse("account:first-password"), reverse("logout"), reverse("set_language"))
            if not request.path.startswith(("/static/", *allowed)):
                return redirect("account:first-password")
        return self.get_response(request)
