"""Lengths of time as people read them."""


def mm_ss(seconds):
    """Return ``3:05``, or ``1:02:05`` from an hour on."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
