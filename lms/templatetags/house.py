"""Template tags that every template may use without loading."""

from decimal import Decimal
from urllib.parse import quote

from django import template
from django.conf import settings
from django.templatetags.static import static

from lms.people import access

register = template.Library()


@register.simple_tag(takes_context=True)
def allowed(context, verb, obj=None):
    """Tell whether the visitor may do ``verb`` to ``obj``: ``{% allowed "cohort.edit" cohort as can_edit %}``."""
    return access.allowed(context["request"].user, verb, obj)


@register.filter
def hours(minutes):
    """Show minutes as learning hours of 45 minutes: one decimal, two where a quarter or a hundredth is exact."""
    exact = Decimal(minutes or 0) / 45
    hundredths = exact.quantize(Decimal("0.01"))
    return f"{exact:.1f}" if hundredths != exact or hundredths * 10 % 1 == 0 else f"{hundredths}"


@register.simple_tag
def asset(path):
    """Return the address of a static file; where none were collected, the one it would have.

    For the pages that say what went wrong: they must not fail because of that, too.
    """
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.filter
def map_url(place):
    """Return the address of a map that looks ``place`` up (the setting ``MAP_URL``); empty where there is none."""
    return settings.MAP_URL.replace("{address}", quote(str(place).strip())) if settings.MAP_URL and place else ""
