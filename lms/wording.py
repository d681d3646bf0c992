"""Sentences of the framework's forms that this house says in its own words, so that an error tells what to do next.

Nothing reads this list but ``makemessages``: what stands here is translated in our catalogue, which goes before the framework's.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("This field is required."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
)
