"""Points (积分) of members: what a rule gives, how caps cut it, when points expire. Apart from hours.

The notice of 2017 (part I, paragraph 2) lets taking part in theme days count in the points of members, for their yearly
assessment; how many for what is left to each place, so that rules are data.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rule:
    """``points`` for each; at most ``cap_month`` in a month and ``cap_year`` in a year (None: no cap). Counts from
    ``valid_from`` to ``valid_until`` (None: open). Points last until the end of the year ``lasts_years`` after theirs."""

    pk: int
    source: str
    organisation_id: int
    points: int
    valid_from: date
    valid_until: date | None = None
    cap_month: int | None = None
    cap_year: int | None = None
    lasts_years: int = 0

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def rule_for(rules, *, source, path, day):
    """Return the rule for ``source`` on ``day`` of the nearest organisation at or above ``path`` that has one, or None.

    Of one organisation's rules the one that began last counts.
    """
    held = [rule for rule in rules if rule.source == source and rule.holds_on(day)]
    for part in reversed([part for part in (path or "").split("/") if part]):
        own = [rule for rule in held if rule.organisation_id == int(part)]
        if own:
            return max(own, key=lambda rule: (rule.valid_from, rule.pk))
    return None


def capped(full, *, month, year, cap_month, cap_year):
    """What of ``full`` points still counts beside those of the same rule's source in that ``month`` and ``year``; never less
    than nothing."""
    left = [full]
    if cap_month is not None:
        left.append(cap_month - month)
    if cap_year is not None:
        left.append(cap_year - year)
    return max(0, min(left))


def expires_on(day, lasts_years):
    """The last day on which points of ``day`` count: the end of a year."""
    return date(day.year + lasts_years, 12, 31)
