"""Icons of the interface, each drawn once by a process: a desk page shows some thirty of them."""

from functools import lru_cache

from django import template
from lucide.templatetags import lucide as drawn

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1024)
def lucide(name, *, size=24, **attributes):
    """Return the SVG of the icon ``name``, ``size`` pixels high, with the ``attributes`` of its element."""
    return drawn.lucide(name, size=size, **attributes)
