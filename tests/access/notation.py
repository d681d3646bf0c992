"""The notation of the matrix, read and written."""

from .rows import ROLES


def expected(text):
    """Read the notation of the matrix into ``{role: status}``."""
    rest, named = None, {"anonymous": "login"}
    for part in text.split(";"):
        status, *roles = part.split()
        value = status if status == "login" else int(status)
        if not roles:
            rest = value
        for role in ROLES if roles == ["all"] else roles:
            assert role in ROLES, f"{role} is no role"
            named[role] = value
    return {role: named.get(role, rest) for role in ROLES}


def notation(seen):
    """Write ``{role: status}`` in the notation of the matrix, for whoever adds an address."""
    if len(set(seen.values())) == 1:
        return f"{seen['anonymous']} all"
    signed_in = {role: status for role, status in seen.items() if role != "anonymous" or status != "login"}
    rest = max(sorted(set(signed_in.values()), key=str), key=list(signed_in.values()).count)
    parts = [
        f"{status} {' '.join(role for role in signed_in if signed_in[role] == status)}"
        for status in sorted(set(signed_in.values()) - {rest}, key=str)
    ]
    return "; ".join([*parts, str(rest)])
