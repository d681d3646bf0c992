"""Ask what someone may do. Every app's ``permissions.py`` is a table of verbs; all of them are registered here.

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


def holds(*roles):
    """Predicate: the user holds one of ``roles`` somewhere."""
    return lambda user, obj: user.scope.holds(*roles)


def covers(path_of, *roles):
    """Predicate: the user holds one of ``roles`` on the organisation whose path ``path_of(obj)`` returns."""
    return lambda user, obj: user.scope.covers(path_of(obj), *roles)
