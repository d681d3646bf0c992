"""Who reads, as a service worker may know it: a mark for each account that says nothing about its owner."""

from django.utils.crypto import salted_hmac

VISITOR = "visitor"


def reader_of(user):
    """Return the same short mark for the same account always, and ``visitor`` for whoever is not signed in."""
    return salted_hmac("lms.readers", str(user.pk)).hexdigest()[:20] if user.is_authenticated else VISITOR
