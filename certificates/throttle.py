"""A limit on how often one place may check certificates, kept in the cache."""

import ipaddress
import time

from lms.views.counters import count

A_MINUTE = 20


def client_prefix(address):
    """Return the network of an address, as whoever asks in bulk changes addresses within it: /24, or /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))


def too_many(request, *, name="verify", limit=A_MINUTE):
    """Count this request; tell whether its network asked more than ``limit`` times in this minute.

    While Redis is away it is counted in the database, as wrong digits at check-in are (``lms.steady_cache``).
    """
    window = int(time.time() // 60)
    return count(f"{name}:{client_prefix(request.META.get('REMOTE_ADDR', ''))}:{window}", 120) > limit
