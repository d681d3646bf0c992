"""What every page knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms import navigation
from lms.views.entry import THEME_COOKIE, THEMES, text_size_of


def house(request):
    return {
        "SITE_TITLE": settings.SITE_TITLE,
        "DEMO_MODE": settings.DEMO_MODE,
        "theme": request.COOKIES.get(THEME_COOKIE, "") if request.COOKIES.get(THEME_COOKIE) in THEMES else "",
        "text_size": SimpleLazyObject(lambda: text_size_of(request)),
        "desk_nav": SimpleLazyObject(lambda: navigation.items_for(request.user)),
    }
