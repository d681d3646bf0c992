"""The network that an address belongs to, as whoever asks in bulk changes addresses within it."""

from ipaddress import ip_address, ip_network


def network_of(address):
    """Return the /24 of an address, or the /64 of one of IPv6, or None if it is none, or this machine's own."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.is_loopback:
        return None
    return ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False)
