"""Tags of films and recordings: the medium of a block, lengths of time, what is still to be watched."""

from django import template

from courses.rules.clock import mm_ss
from courses.watching_words import missing_words, speed

register = template.Library()


@register.simple_tag(takes_context=True)
def medium_here(context, block):
    """Return the ``MediumWatched`` of a block of the lesson that is shown; None in a preview, or before it is published."""
    watched = context.get("watched")
    return watched.by_key().get(str(getattr(block, "id", "") or "")) if watched else None


@register.filter
def clock(seconds):
    """Show seconds as ``3:05``."""
    return mm_ss(seconds)


@register.filter
def clock_ms(milliseconds):
    """Show milliseconds as ``3:05``."""
    return mm_ss(milliseconds / 1000)


@register.filter
def times(percent):
    """Show 150 percent as ``1.5×``."""
    return speed(percent)


@register.filter
def to_watch(watched):
    """Return a sentence for each medium of which too little was watched."""
    return missing_words(watched)


@register.simple_tag
def speeds(policy):
    """Return ``[(factor, text)]`` of the speeds that the policy allows, slowest first."""
    return [(percent / 100, text) for percent, text in policy.SPEEDS if percent <= policy.speed_percent]
