"""The site as an application on a phone: its manifest, its service worker, the page for when there is no network."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SCRIPTS = Path(__file__).resolve().parent.parent / "static_src" / "js"
WORKER = ("marks_queue.js", "worker.js")
DAY = 24 * 3600
ICONS = [("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any"),
         ("img/icon-maskable-512.png", "512x512", "maskable")]
# What the page for no network is made of.
SHELL = ("css/house.css", "js/offline.js", "js/site.js", "img/mark.svg")


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request):
    """Name, icons and colours for the home screen; always Chinese, like the names of other applications there."""
    return JsonResponse({
        "id": "/",
        "name": "轮训在线",
        "short_name": "轮训在线",
        "description": "基层党组织轮训：课程、班级、学时、证书",
        "lang": "zh-Hans",
        "dir": "ltr",
        "start_url": reverse("landing"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose} for name, sizes, purpose in ICONS
        ],
    }, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The worker with the addresses it needs. It stands at the root because a worker rules what lies below it."""
    addresses = {
        "offline": reverse("offline"),
        "acts": reverse("courses:acts"),
        "signOut": reverse("logout"),
        "looks": [reverse(name) for name in ("set_language", "set_theme", "set_text_size")],
        "static": f"/{settings.STATIC_URL.strip('/')}/",
        "pictures": f"/{settings.MEDIA_URL.strip('/')}/images/",
        "shell": [static(name) for name in SHELL],
    }
    parts = [(SCRIPTS / name).read_text() for name in WORKER]
    script = "\n".join([f"const ADDRESSES = {json.dumps(addresses)};", *parts])
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_cache=True)
def offline(request):
    """What the phone shows without a network: it holds nothing personal, and lists what this phone keeps by script."""
    return render(request, "offline.html")


@require_safe
@cache_control(public=True, max_age=DAY)
def apple_icon(request):
    """The icon under the name by which iPhones look for it."""
    return redirect(static("img/icon-180.png"))
