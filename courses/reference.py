"""Rows that every installation starts with. An administrator may edit them: what is there is left as it is."""

from lms.people.enums import Position

HOUR = 45  # minutes of a learning hour
FROM_YEAR = 2014

# The national plan of 2014-2018 for the training of members: 32 hours a year, and 56 and at least one concentrated
# training for secretaries and committee members. Reserves are asked what members are asked. The regulation of 2019 kept the
# figures, and asks that whoever is newly appointed secretary is trained within half a year.
REQUIREMENTS = [
    (Position.SECRETARY, 56, 1, 6),
    (Position.DEPUTY, 56, 1, 0),
    (Position.COMMITTEE, 56, 1, 0),
    (Position.RESERVE, 32, 0, 0),
    (Position.MEMBER, 32, 0, 0),
]
NEWLY_FROM = 2019
# The plan of 2009-2013 asked by category: members of residential areas and "two new" organisations 16 hours, of public bodies
# and enterprises 24; leaders of the former 24 ("two new"), of the latter 40. Of leaders of residential areas it is not known.
EARLIER_FROM = 2009
MEMBERS = (Position.RESERVE, Position.MEMBER)
LEADERS = (Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)
EARLIER = {
    "residential": ((MEMBERS, 16),), "two_new": ((MEMBERS, 16), (LEADERS, 24)), "government": ((MEMBERS, 24), (LEADERS, 40)),
    "soe": ((MEMBERS, 24), (LEADERS, 40)),
}


def ensure_reference_rows(sender, **kwargs):
    """Create what a year asks of each position, unless an administrator has set anything for it; and the rules of watching."""
    from courses.models import HourRequirement, WatchingPolicy  # noqa: PLC0415 -- registry: loaded when the apps are ready
    from lms.people.models import Category  # noqa: PLC0415 -- registry: loaded when the apps are ready

    _ask(HourRequirement, Category)
    if not WatchingPolicy.objects.exists():
        WatchingPolicy.objects.create()


def _ask(model, category):
    known = set(model.objects.values_list("from_year", "position", "category__code", "organisation"))
    categories = {row.code: row for row in category.objects.filter(code__in=EARLIER)}
    rows = [
        model(from_year=year, position=position.value, minutes=hours * HOUR, concentrated_classes=classes,
              new_within=within if year >= NEWLY_FROM else 0)
        for year in (FROM_YEAR, NEWLY_FROM) for position, hours, classes, within in REQUIREMENTS
        if year == FROM_YEAR or within
    ]
    rows += [
        model(from_year=EARLIER_FROM, category=categories[code], position=position.value, minutes=hours * HOUR)
        for code, asked in EARLIER.items() if code in categories for positions, hours in asked for position in positions
    ]
    positions = {(position, code) for year, position, code, place in known if place is None}
    model.objects.bulk_create([
        row for row in rows if (row.position, row.category and row.category.code) not in positions
    ])
