from .clocks import watch_clock
from .operators import make_operator
from .pulses import beat_lease, count_turned_away, end_lease, mark

__all__ = ["beat_lease", "count_turned_away", "end_lease", "make_operator", "mark", "watch_clock"]
