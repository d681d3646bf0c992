"""Which rules count for whom: the place of a person on a day, the version in force there, what is asked of a post."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from courses.models import HourRequirement, HourRuleVersion
from courses.rules.hour_data import parse
from courses.rules.hours import PLAIN
from courses.rules.requirements import Post, Requirement, requirement_of
from lms.people.enums import Position
from lms.people.models import Appointment

RANK = {position: at for at, position in enumerate(Position.values)}


class RuleBook:
    """All versions in force, by organisation. One query, when first asked."""

    @cached_property
    def _versions(self):
        found = defaultdict(list)
        for version in HourRuleVersion.objects.in_force().order_by("valid_from", "number"):
            version.parsed = parse(version.rules)
            found[version.organisation_id].append(version)
        return found

    @cached_property
    def _days(self):
        return {pk: [version.valid_from for version in versions] for pk, versions in self._versions.items()}

    def version(self, path, day):
        """Return the version that counts on ``day`` at the organisation with ``path``; None where there are no rules.

        It is that of the nearest organisation at or above it, of which one has begun.
        """
        if not self._versions:
            return None
        for part in reversed((path or "").split("/")):
            versions = self._versions.get(int(part)) if part else None
            if versions and (at := bisect_right(self._days[int(part)], day)):
                return versions[at - 1]
        return None

    @cached_property
    def carries(self):
        """Whether any rules carry hours over the turn of a year."""
        return any(version.parsed.carry is not None for versions in self._versions.values() for version in versions)

    def rules(self, path, day):
        version = self.version(path, day)
        return version.parsed if version else PLAIN

    def with_draft(self, draft):
        """Return a book in which ``draft`` is in force."""
        book = RuleBook()
        book._versions = {pk: list(versions) for pk, versions in self._versions.items()}
        draft.parsed = parse(draft.rules)
        own = [version for version in book._versions.get(draft.organisation_id, []) if version.pk != draft.pk]
        book._versions[draft.organisation_id] = sorted([*own, draft], key=lambda one: (one.valid_from, one.number))
        return book


@dataclass(frozen=True, slots=True)
class Held:
    """A post someone held from ``since`` until the day before ``until`` (None: open)."""

    organisation_id: int
    path: str
    position: str
    category: str
    since: object = None
    until: object = None

    def on(self, day):
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


class Posts:
    """The posts of people (ids, or a queryset of ids). One query, however many people."""

    def __init__(self, people):
        rows = Appointment.objects.filter(person__in=people).values_list(
            "person_id", "organisation_id", "organisation__path", "position", "organisation__category__code", "starts_on",
            "ends_on", "pk",
        )
        ranked = defaultdict(list)
        for person_id, organisation_id, path, position, category, since, until, pk in rows.order_by().iterator(5000):
            ranked[person_id].append((
                RANK.get(position, 9), pk, Held(organisation_id, path or "", position, category or "", since, until)
            ))
        self._held = {pk: [held for _, _, held in sorted(posts, key=lambda one: one[:2])] for pk, posts in ranked.items()}

    def on(self, person_id, day):
        """The posts held on ``day``, the weightiest first."""
        return [held for held in self._held.get(person_id, ()) if held.on(day)]

    def place(self, person_id, day):
        """The post whose organisation's rules count: the weightiest of the day, else the latest known; None without any."""
        held = self._held.get(person_id, ())
        return next((one for one in held if one.on(day)), None) or next(
            (one for one in reversed(held) if one.until is None), held[-1] if held else None
        )


class Requirements:
    """What a year asks of posts, remembered by post. One query."""

    def __init__(self):
        rows = HourRequirement.objects.values_list(
            "from_year", "position", "minutes", "concentrated_classes", "category__code", "organisation__path", "new_within"
        )
        self._all = [
            Requirement(year, position, minutes, classes, category or "", path or "", within)
            for year, position, minutes, classes, category, path, within in rows.order_by("pk")
        ]
        self._known = {}

    def of(self, held, year):
        """Return the requirement of ``year`` that asks most of whoever holds the posts ``held``, or None."""
        key = (year, *((one.position, one.category, one.path) for one in held))
        if key not in self._known:
            self._known[key] = requirement_of([Post(one.position, one.category, one.path) for one in held], year, self._all)
        return self._known[key]
