"""Filings: who is asked, how each stands, and what of the plans was executed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cohorts.models import ClassSession, Cohort, Filing, FilingCall, FilingExecution, FilingItem
from cohorts.models.filing import READERS
from cohorts.rules.filing import OPEN, Tally, last_day, standing
from lms.people.enums import Role
from lms.people.models import Organisation


def concerned(call):
    """The organisations that ``call`` asks, those that came later among them (a queryset)."""
    return concerned_by(call, [category.pk for category in call.categories.all()])


def concerned_by(call, categories):
    found = Organisation.objects.active().filter(path__startswith=call.organisation.path).exclude(pk=call.organisation_id)
    if call.kinds:
        found = found.filter(kind__in=call.kinds)
    if categories:
        found = found.filter(category__in=categories)
    return found.order_by("path")


@dataclass
class Place:
    """An organisation and how it stands; ``plan`` is (planned, executed, planned for a day that is past)."""

    organisation: Organisation
    filing: Filing | None
    how: str
    plan: tuple = (0, 0, 0)

    @property
    def behind(self):
        return self.plan[2]

    @property
    def open(self):
        """Whether the organisation itself has something to do."""
        return self.how in OPEN


@dataclass(frozen=True)
class Group:
    organisation: Organisation
    tally: Tally


@dataclass(frozen=True)
class Board:
    """``groups`` are one level below the organisation looked at; ``places`` all that are asked there, by path."""

    total: Tally
    groups: list
    places: list


def places_of(call, organisations, today):
    """Return :class:`Place` of the organisations (a list) for ``call``. Two queries, however many."""
    filings = {
        row.organisation_id: row
        for row in Filing.objects.filter(call=call, organisation__in=organisations).select_related("latest", "standing")
    }
    plans = _plans(call, filings.values(), today)
    return [_place(call, one, filings.get(one.pk), plans, today) for one in organisations]


def _place(call, organisation, filing, plans, today):
    how = standing(
        handed_in_on=filing.handed_in_on if filing else None, latest=filing.latest.state if filing and filing.latest else "",
        due_on=call.due_on, today=today,
    )
    return Place(organisation, filing, how, tuple(plans[filing.standing_id]) if filing and filing.standing_id else (0, 0, 0))


def _plans(call, filings, today):
    standing_ids = [row.standing_id for row in filings if row.standing_id]
    plans = defaultdict(lambda: [0, 0, 0])
    if not standing_ids:
        return plans
    done = FilingExecution.objects.filter(filing=OuterRef("version__filing"), key=OuterRef("key"))
    rows = FilingItem.objects.filter(version__in=standing_ids).annotate(done=Exists(done))
    for version_id, month, day, executed in rows.order_by().values_list("version_id", "month", "day", "done"):
        plan = plans[version_id]
        plan[0] += 1
        plan[1] += executed
        plan[2] += not executed and last_day(call.year, month, day) < today
    return plans


def board(user, call, *, within=None, today=None):
    """Return the :class:`Board` of ``call`` as ``user`` sees it, in the subtree of ``within``. Five queries, however many."""
    today = today or timezone.localdate()
    asked = concerned(call).filter(_reads(user)).select_related("parent")
    if within is not None:
        asked = asked.filter(path__startswith=within.path)
    places = places_of(call, list(asked), today)
    depth = len((within or call.organisation).ancestor_ids)
    total, groups = Tally(), {}
    for place in places:
        parts = place.organisation.ancestor_ids
        total.add(place.how, place.plan)
        groups.setdefault(parts[min(depth, len(parts) - 1)], Tally()).add(place.how, place.plan)
    rows = Organisation.objects.filter(pk__in=groups).order_by("path") if groups else []
    return Board(total, [Group(row, groups[row.pk]) for row in rows], places)


def _reads(user):
    inside = Q(pk__in=[])
    for path in user.scope.paths(*READERS):
        inside |= Q(path__startswith=path)
    return inside


def visible_places(user, call):
    """The organisations that ``call`` asks and whose filing ``user`` reads (a queryset)."""
    return concerned(call).filter(_reads(user)).select_related("parent")


def calls_with_counts(user, calls, today=None):
    """Return ``(call, tally)`` of each of ``calls`` (a page of them) as ``user`` sees it; five queries, however many."""
    calls, today = list(calls), today or timezone.localdate()
    return [(call, tally) for call, tally, _ in _overview(user, calls, today)]


def to_do(user, today=None, *, limit=50):
    """Return ``[(call, place)]`` of what the user's own organisations still have to file, the soonest due first."""
    paths = user.scope.paths(Role.LIAISON)
    if not paths:
        return []
    today = today or timezone.localdate()
    calls = list(
        FilingCall.objects.standing().visible_to(user).select_related("organisation").prefetch_related("categories")
        .order_by("due_on", "pk")[:limit]
    )
    found = [
        (call, place) for call, _, places in _overview(user, calls, today) for place in places
        if place.how in OPEN and any(place.organisation.path.startswith(path) for path in paths)
    ]
    return found[:limit]


def _overview(user, calls, today):
    """Yield ``(call, tally, places)``: the organisations and filings of all calls are read once and matched by plain values."""
    organisations = list(Organisation.objects.active().filter(_reads(user)).order_by("path"))
    filings = defaultdict(dict)
    rows = Filing.objects.filter(call__in=calls, organisation__in=[one.pk for one in organisations]).select_related("latest")
    for row in rows:
        filings[row.call_id][row.organisation_id] = row
    for call in calls:
        categories, tally, places = {category.pk for category in call.categories.all()}, Tally(), []
        for one in organisations:
            if not asks(call, one, categories):
                continue
            place = _place(call, one, filings[call.pk].get(one.pk), defaultdict(lambda: (0, 0, 0)), today)
            tally.add(place.how)
            places.append(place)
        yield call, tally, places


def asks(call, organisation, categories):
    """Tell of an organisation at hand what ``concerned`` asks the database."""
    return (
        organisation.path.startswith(call.organisation.path) and organisation.pk != call.organisation_id
        and (not call.kinds or organisation.kind in call.kinds)
        and (not categories or organisation.category_id in categories)
    )


def plan_of(version, today):
    """Return ``[(item, execution or None, behind)]`` of a version, by date. Two queries."""
    done = {
        row.key: row for row in FilingExecution.objects.filter(filing=version.filing_id).select_related("session", "cohort")
    }
    year = version.filing.call.year
    return [
        (item, done.get(item.key), item.key not in done and last_day(year, item.month, item.day) < today)
        for item in version.items.order_by("month", "day", "pk")
    ]


def held_sessions(user, year, today):
    """Sessions of the year that were held, which a planned item can be linked with, the newest first (a queryset)."""
    return ClassSession.objects.visible_to(user).filter(
        cancelled_at=None, starts_at__year=year, starts_at__date__lte=today,
    ).select_related("cohort").order_by("-starts_at", "-pk")


def held_classes(user, year, today):
    """Classes that ran in the year, begun by ``today``, the newest first (a queryset)."""
    return Cohort.objects.visible_to(user).filter(
        cancelled_at=None, starts_on__lte=min(today, date(year, 12, 31)), ends_on__gte=date(year, 1, 1),
    ).order_by("-starts_on", "-pk")
