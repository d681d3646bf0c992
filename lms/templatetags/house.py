"""Template tags that every template may use without loading."""

from django import template

from lms.people import access

register = template.Library()


@register.simple_tag(takes_context=True)
def allowed(context, verb, obj=None):
    """Tell whether the visitor may do ``verb`` to ``obj``: ``{% allowed "cohort.edit" cohort as can_edit %}``."""
    return access.allowed(context["request"].user, verb, obj)


@register.filter
def hours(minutes):
    """Show minutes as learning hours of 45 minutes, one decimal (DESIGN: the ledger counts minutes)."""
    return f"{(minutes or 0) / 45:.1f}"
