"""Ask what someone may do. Every app's verbs are registered here, made of its ``matrix.toml`` (``lms.people.matrix``).

A view fetches through ``visible_to`` first (else 404), then calls :func:`require` (else 403).
"""

from django.core.exceptions import PermissionDenied

POLICY = {}


def register(table):
    """Add an app's table ``{verb: predicate(user, obj)}``; a verb stands in one table only."""
    twice = POLICY.keys() & table.keys()
    if twice:
        raise ValueError(f"verbs stand in two tables: {sorted(twice)}")
    POLICY.update(table)


def allowed(user, verb, obj=None):
    """Tell whether ``user`` may do ``verb`` to ``obj``; nobody who is not signed in or active may do anything."""
    return bool(user.is_authenticated and user.is_active and POLICY[verb](user, obj))


def require(user, verb, obj=None):
    if not allowed(user, verb, obj):
        raise PermissionDenied(verb)

