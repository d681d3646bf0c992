"""Rows that every installation starts with. An administrator may edit them: what is there is left as it is."""

from lms.people.enums import Position

HOUR = 45  # minutes of a learning hour
FROM_YEAR = 2014

# The national plan of 2014-2018 for the training of members: 32 hours a year, and 56 and at least one concentrated
# training for secretaries and committee members. Reserves are asked what members are asked.
REQUIREMENTS = [
    (Position.SECRETARY, 56, 1),
    (Position.DEPUTY, 56, 1),
    (Position.COMMITTEE, 56, 1),
    (Position.RESERVE, 32, 0),
    (Position.MEMBER, 32, 0),
]


def ensure_reference_rows(sender, **kwargs):
    """Create what a year asks of each position, unless an administrator has set anything for it; and the rules of watching."""
    from courses.models import HourRequirement, WatchingPolicy  # noqa: PLC0415 -- registry: loaded when the apps are ready

    known = set(HourRequirement.objects.values_list("position", flat=True))
    HourRequirement.objects.bulk_create([
        HourRequirement(from_year=FROM_YEAR, position=position.value, minutes=hours * HOUR, concentrated_classes=classes)
        for position, hours, classes in REQUIREMENTS if position.value not in known
    ])
    if not WatchingPolicy.objects.exists():
        WatchingPolicy.objects.create()
