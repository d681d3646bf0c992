"""Whom someone works with beyond the subtrees of their roles: apps that know of it register a query.

A trainer's people are those of the trainer's classes, of which this app knows nothing.
"""

SOURCES = []


def register(source):
    """Add ``source(user)``, a queryset of the ids of people."""
    SOURCES.append(source)


def reached(user):
    """Return the querysets of the ids of the people whom ``user`` works with, each for an ``__in``."""
    return [source(user) for source in SOURCES]


def reaches(user, person_id):
    """Tell whether ``user`` works with the person. One query a source at most."""
    return any(source.filter(person_id=person_id).exists() for source in reached(user))
