"""Who has done what the year asks, by organisation, as of any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cohorts.rules.compliance import Tally, band_of
from courses.rules.requirements import Standing
from lms.people.enums import Position
from lms.people.models import Appointment, Organisation, Person
from lms.people.models.person import PEOPLE_ROLES

from .hours import Sums

RANK = {position: at for at, position in enumerate(Position.values)}


@dataclass(frozen=True)
class Asked:
    """What a page of compliance asks: as of ``day``, counted as ``recorded`` by then or not, whose posts."""

    day: date
    recorded: bool = False
    organisation: Organisation | None = None
    position: str = ""
    category: str = ""

    @property
    def year(self):
        return self.day.year


@dataclass(frozen=True)
class Group:
    organisation: Organisation
    tally: Tally


@dataclass(frozen=True)
class Compliance:
    """``groups`` are the organisations one level below the one asked for. People of two groups count in each, once in
    ``total``; ``standings`` and ``posts`` (the weightiest as ``(organisation id, position)``) are by person."""

    total: Tally
    groups: list
    standings: dict
    posts: dict


def posts_asked(user, asked):
    """The posts held on the day in the subtrees where ``user`` sees people, narrowed as asked (a queryset)."""
    inside = Q(pk__in=[])
    for path in user.scope.paths(*PEOPLE_ROLES):
        inside |= Q(organisation__path__startswith=path)
    posts = Appointment.objects.on(asked.day).filter(inside)
    if asked.organisation:
        posts = posts.filter(organisation__path__startswith=asked.organisation.path)
    if asked.position:
        posts = posts.filter(position=asked.position)
    if asked.category:
        posts = posts.filter(organisation__category__code=asked.category)
    return posts.order_by()


def compliance(user, asked):
    """Return the :class:`Compliance`. Eight queries, however many the people and organisations."""
    posts = posts_asked(user, asked)
    sums = Sums(posts.values("person_id"), asked.year, asked.day, recorded=asked.recorded)
    depth = len(_parts(asked.organisation.path)) if asked.organisation else 1
    standings: dict[int, Standing] = {}
    total, groups, seen, held = Tally(), {}, set(), {}
    rows = sorted(
        posts.values_list("person_id", "organisation__path", "position", "organisation_id", "pk").iterator(5000),
        key=lambda row: (RANK.get(row[2], 9), row[4]),
    )
    for person_id, path, position, organisation_id, _pk in rows:
        if person_id not in standings:
            standings[person_id] = sums.standing(person_id)
            total.add(standings[person_id])
            held[person_id] = (organisation_id, position)
        parts = _parts(path)
        group = parts[min(depth, len(parts) - 1)]
        if (group, person_id) not in seen:
            seen.add((group, person_id))
            groups.setdefault(group, Tally()).add(standings[person_id])
    organisations = Organisation.objects.filter(pk__in=groups).order_by("path") if groups else []
    return Compliance(total, [Group(row, groups[row.pk]) for row in organisations], standings, held)


def _parts(path):
    return [int(part) for part in (path or "").split("/") if part]


@dataclass(frozen=True)
class PersonStanding:
    person: Person
    organisation: Organisation
    position: str
    standing: Standing

    @property
    def position_label(self):
        return Position(self.position).label


def people_in(found, *, only=""):
    """Return the ids of the people of a :class:`Compliance`, furthest behind first; ``only`` is ``open``, ``met``, ``class``,
    ``late`` or a band."""
    chosen = [
        (standing.share, person_id) for person_id, standing in found.standings.items()
        if standing.requirement is not None and (not only or _fits(standing, only))
    ]
    return [person_id for _, person_id in sorted(chosen)]


def _fits(standing, only):
    return {
        "open": not standing.met, "met": standing.met, "class": bool(standing.missing_classes), "late": bool(standing.late),
    }.get(only, band_of(standing) == only)


def dressed(found, person_ids):
    """Return :class:`PersonStanding` of ``person_ids``, in their order. Two queries."""
    people = Person.objects.in_bulk(person_ids)
    places = Organisation.objects.in_bulk({found.posts[pk][0] for pk in person_ids})
    return [
        PersonStanding(people[pk], places[found.posts[pk][0]], found.posts[pk][1], found.standings[pk]) for pk in person_ids
    ]
