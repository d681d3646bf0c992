from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("standard", "contrast")
THEME_COOKIE = "theme"
YEAR = 365 * 24 * 3600


def healthz(request):
    """Answer whether the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_required
def landing(request):
    """Send the visitor to the page made for them: the desk for whoever holds a role, else their own learning."""
    names = ["cohorts:desk", "cohorts:my"] if request.user.scope.grants else ["cohorts:my"]
    for name in names:
        try:
            return redirect(reverse(name))
        except NoReverseMatch:
            continue
    return redirect("/")


@require_POST
def set_theme(request):
    """Remember the visitor's colours in a cookie, and go back to where they were."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
