"""A limit on how often one place may check certificates, kept in the cache."""

import time

from lms.networks import network_of
from lms.views.counters import count

A_MINUTE = 20


def too_many(request, *, name="verify", limit=A_MINUTE):
    """Count this request; tell whether its network asked more than ``limit`` times in this minute.

    While Redis is away it is counted in the database, as wrong digits at check-in are (``lms.steady_cache``).
    """
    window = int(time.time() // 60)
    return count(f"{name}:{network_of(request.META.get('REMOTE_ADDR', ''))}:{window}", 120) > limit
