from .clocks import watch_clock
from .operators import make_operator
from .pulses import beat_lease, end_lease, mark

__all__ = ["beat_lease", "end_lease", "make_operator", "mark", "watch_clock"]
