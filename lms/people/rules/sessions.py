"""How long a sign-in lasts, and how it is shown to its owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network


@dataclass(frozen=True)
class Limits:
    """``idle``: without any request; ``longest``: from the sign-in on, whatever happens."""

    idle: timedelta
    longest: timedelta


def over(*, began: datetime, seen: datetime, now: datetime, limits: Limits):
    """Return why the sign-in is over (``"idle"`` or ``"longest"``), or an empty text while it lasts.

    A clock that was set back ends nothing.
    """
    if now - seen > limits.idle:
        return "idle"
    return "longest" if now - began > limits.longest else ""


def shortened(address):
    """Return enough of an address to know one's own: ``203.0.113.*``, ``2001:db8:1:*``; empty for none."""
    if not address:
        return ""
    parsed = ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped or parsed.version == 4:  # noqa: PLR2004
        return f"{str(mapped or parsed).rpartition('.')[0]}.*"
    return f"{str(ip_network((parsed, 48), strict=False).network_address).rstrip(':')}:*"
