"""Counts of who has done what a year asks: numerator, denominator, and how far people are in bands."""

from dataclasses import dataclass

NONE, LITTLE, HALF, FULL = "none", "little", "half", "full"
BANDS = (NONE, LITTLE, HALF, FULL)


def band_of(standing):
    """Return how far someone is with the hours asked: nothing, less than half, half or more, all of them."""
    if standing.share >= 100:
        return FULL
    if standing.share >= 50:
        return HALF
    return LITTLE if standing.minutes else NONE


@dataclass
class Tally:
    """``met`` of ``asked`` people have done all that is asked of them; ``free`` are those of whom nothing is asked.

    ``bands`` counts the asked ones by hours. ``classes`` lack a concentrated training, ``late`` are newly appointed and
    were not trained in time.
    """

    met: int = 0
    asked: int = 0
    free: int = 0
    classes: int = 0
    late: int = 0

    def __post_init__(self):
        self.bands = dict.fromkeys(BANDS, 0)

    def add(self, standing):
        if standing.requirement is None:
            self.free += 1
            return
        self.asked += 1
        self.met += standing.met
        self.classes += bool(standing.missing_classes)
        self.late += bool(standing.late)
        self.bands[band_of(standing)] += 1

    @property
    def percent(self):
        """Whole percent, rounded down; None where nothing is asked of anyone."""
        return self.met * 100 // self.asked if self.asked else None
