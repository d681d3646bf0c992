from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lms.people import access
from lms.people.actions import set_text_size as keep_text_size
from lms.people.actions import set_theme as keep_theme
from lms.people.enums import TextSize, Theme

THEME_COOKIE = "theme"
TEXT_SIZE_COOKIE = "text_size"
YEAR = 365 * 24 * 3600


def healthz(request):
    """Answer whether the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_required
def landing(request):
    """Send the visitor to the page made for them: the desk for whoever holds a role, the machine for its operator."""
    names = ["cohorts:desk", "cohorts:my"] if request.user.scope.grants else ["cohorts:my"]
    if access.allowed(request.user, "system.status") and not request.user.scope.grants:
        names = ["operations:status"]
    for name in names:
        try:
            return redirect(reverse(name))
        except NoReverseMatch:
            continue
    return redirect("/")


def _back(request):
    """Go where the visitor was, if that is a page of this site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)  # ``redirect`` would look for a view of that name


def _keep(response, request, name, value):
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())


@require_POST
def set_theme(request):
    """Remember in which colours one reads: in the account of whoever is signed in, in a cookie of anyone else."""
    response = _back(request)
    chosen = request.POST.get("theme")
    if chosen not in Theme.values:
        return response
    if request.user.is_authenticated:
        keep_theme(person=request.user, theme=chosen)
    else:
        _keep(response, request, THEME_COOKIE, chosen)
    return response


@require_POST
def set_text_size(request):
    """Remember how large one reads: in the account of whoever is signed in, in a cookie of anyone else."""
    response = _back(request)
    chosen = request.POST.get("size")
    if chosen not in ("usual", *TextSize.values):
        return response
    if request.user.is_authenticated:
        keep_text_size(person=request.user, size="" if chosen == "usual" else chosen)
    else:
        _keep(response, request, TEXT_SIZE_COOKIE, chosen)
    return response


def theme_of(request):
    """Return the ``Theme`` of whoever asks, or nothing; who never chose one while signed in keeps that of the device."""
    user = getattr(request, "user", None)
    kept = user.theme if user is not None and user.is_authenticated else ""
    kept = kept or request.COOKIES.get(THEME_COOKIE)
    return kept if kept in Theme.values else ""


def text_size_of(request):
    """Return the ``TextSize`` of whoever asks, or nothing for the usual size."""
    user = getattr(request, "user", None)
    kept = user.text_size if user is not None and user.is_authenticated else request.COOKIES.get(TEXT_SIZE_COOKIE)
    return kept if kept in TextSize.values else ""
