"""Limits on guessing, counted in the cache for some seconds."""

from django.core.cache import cache


def count(name, seconds):
    """Count one more under ``name``; the count begins anew ``seconds`` after its first."""
    key = f"check-in:{name}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it has just run out
        cache.set(key, 1, seconds)
        return 1


def counted(name):
    return cache.get(f"check-in:{name}", 0)
