"""What every page knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from lms import navigation


def house(request):
    return {
        "SITE_TITLE": settings.SITE_TITLE,
        "DEMO_MODE": settings.DEMO_MODE,
        "desk_nav": SimpleLazyObject(lambda: navigation.items_for(request.user)),
    }
