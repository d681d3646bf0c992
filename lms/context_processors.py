"""What every page knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms import navigation
from lms.views.entry import text_size_of, theme_of


def house(request):
    return {
        "SITE_TITLE": settings.SITE_TITLE,
        "DEMO_MODE": settings.DEMO_MODE,
        "theme": SimpleLazyObject(lambda: theme_of(request)),
        "text_size": SimpleLazyObject(lambda: text_size_of(request)),
        "desk_nav": SimpleLazyObject(lambda: navigation.items_for(request.user)),
    }
