"""What a year asks of a person, and how far they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """``minutes`` and ``concentrated_classes`` that a year asks of whoever holds ``position``, from ``from_year`` on."""

    from_year: int
    position: str
    minutes: int
    concentrated_classes: int = 0


@dataclass(frozen=True)
class Standing:
    """How far a person is in a year; ``requirement`` is None when nothing is asked of their positions."""

    minutes: int
    concentrated_classes: int
    requirement: Requirement | None

    @property
    def missing_minutes(self):
        return max(self.requirement.minutes - self.minutes, 0) if self.requirement else 0

    @property
    def missing_classes(self):
        return max(self.requirement.concentrated_classes - self.concentrated_classes, 0) if self.requirement else 0

    @property
    def met(self):
        return self.requirement is not None and not self.missing_minutes and not self.missing_classes


def requirement_of(positions, year, requirements):
    """Return the requirement of ``year`` that asks most of someone who holds ``positions``, or None.

    Of each position the requirement with the latest ``from_year`` not after ``year`` counts. Somebody who is a secretary
    here and a member there is asked what a secretary is asked.
    """
    valid = {}
    for one in sorted(requirements, key=lambda one: one.from_year):
        if one.from_year <= year and one.position in positions:
            valid[one.position] = one
    return max(valid.values(), key=lambda one: (one.minutes, one.concentrated_classes, one.position), default=None)


def standing(positions, year, requirements, *, minutes, concentrated_classes):
    return Standing(minutes, concentrated_classes, requirement_of(positions, year, requirements))
