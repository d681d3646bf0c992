"""A limit on how often one place may check certificates, kept in the cache."""

import time

from django.core.cache import cache

from lms.networks import network_of

A_MINUTE = 20


def too_many(request, *, name="verify", limit=A_MINUTE):
    """Count this request; tell whether its network asked more than ``limit`` times in this minute."""
    window = int(time.time() // 60)
    key = f"throttle:{name}:{network_of(request.META.get('REMOTE_ADDR', ''))}:{window}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > limit
    except ValueError:  # the cache was emptied in between
        return False
