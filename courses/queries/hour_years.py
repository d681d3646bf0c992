"""Years of hours, for one person or for a whole district: the ledger's lines folded by the rules of each place."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from courses.enums import HourKind
from courses.models import HourEntry
from courses.rules.hour_year import Annual, Line, annual, carried_into
from courses.rules.hours import ZERO

from .hour_rules import Posts, Requirements, RuleBook

LINE = ("person_id", "pk", "on_date", "kind", "minutes", "subject")


class Years:
    """Annual sums of ``people`` (ids, or a queryset of ids) as of ``day``: what is dated until then.

    With ``recorded`` only what had been written by the end of that day counts. The rules of a year are those in force on its
    last day, or on ``day``; so is what it asks. Four queries, however many the people; the lines are read as a stream.
    """

    def __init__(self, people, day, *, recorded=False, book=None):
        self.people, self.day, self.recorded = people, day, recorded
        self.book, self.posts, self.requirements = book or RuleBook(), Posts(people), Requirements()

    def end_of(self, year):
        return min(self.day, date(year, 12, 31))

    def held(self, person_id, year):
        return self.posts.on(person_id, self.end_of(year))

    def requirement(self, person_id, year):
        return self.requirements.of(self.held(person_id, year), year)

    def version(self, person_id, year):
        place = self.posts.place(person_id, self.end_of(year))
        return self.book.version(place.path, self.end_of(year)) if place else None

    def rules(self, person_id, year):
        place = self.posts.place(person_id, self.end_of(year))
        return self.book.rules(place.path if place else "", self.end_of(year))

    def required(self, person_id, year):
        asked = self.requirement(person_id, year)
        return Decimal(asked.minutes) if asked else ZERO

    def of(self, year):
        """Yield ``(person id, rules.hour_year.Annual)`` of ``year`` for everyone who has lines, in one streaming query.

        Earlier years are read only where some rules carry hours over.
        """
        lines = HourEntry.objects.filter(person__in=self.people).standing_on(self.end_of(year), recorded=self.recorded)
        if not self.book.carries:
            lines = lines.filter(on_date__gte=date(year, 1, 1))
        rows = lines.order_by("person_id", "on_date", "pk").values_list(*LINE).iterator(5000)
        current, found = None, []
        for person_id, *line in rows:
            if person_id != current:
                if found:
                    yield current, self.fold(current, year, found)
                current, found = person_id, []
            found.append(Line(*line))
        if found:
            yield current, self.fold(current, year, found)

    def fold(self, person_id, year, lines) -> Annual:
        """Add up ``lines`` of one person, of ``year`` and of the years before that may carry something over."""
        brought = ZERO
        if lines and lines[0].day.year < year:
            brought = carried_into(
                year, lines, lambda one: self.rules(person_id, one), lambda one: self.required(person_id, one)
            )
            lines = [line for line in lines if line.day.year == year]
        return annual(lines, self.rules(person_id, year), required=self.required(person_id, year), brought=brought)


def recognised_classes(people, day, *, recorded=False):
    """Map people to the days of the concentrated trainings they were recognised for. One query."""
    lines = HourEntry.objects.filter(person__in=people, kind=HourKind.RECOGNISED, concentrated=True)
    found = defaultdict(dict)
    for person_id, root, on_date in lines.standing_on(day, recorded=recorded).order_by("on_date").values_list(
        "person_id", "source_root", "on_date"
    ):
        # One training over the turn of a year is two lines of one source.
        found[person_id][root.partition("/")[0]] = on_date
    return {pk: sorted(days.values()) for pk, days in found.items()}
