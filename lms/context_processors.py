"""What every page knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms import navigation
from lms.views.entry import THEME_COOKIE, THEMES


def house(request):
    return {
        "SITE_TITLE": settings.SITE_TITLE,
        "DEMO_MODE": settings.DEMO_MODE,
        "theme": request.COOKIES.get(THEME_COOKIE, "") if request.COOKIES.get(THEME_COOKIE) in THEMES else "",
        "desk_nav": SimpleLazyObject(lambda: navigation.items_for(request.user)),
    }
