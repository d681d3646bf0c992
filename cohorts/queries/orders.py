"""Reads of orders: lists, the queue of a school, neighbours that could be brought together, and receipts."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cohorts.enums import ATTENDED, SEATED, OrderState
from cohorts.models import AttendanceMark, Enrolment, LessonOrder, MenuItem, OrderPolicy
from cohorts.models.menu import ANSWER_DAYS
from cohorts.queries.survey_results import cells_of
from cohorts.queries.surveys import asked_about
from cohorts.rules.orders import Offer, Slot, fits, service
from courses.models import HourEntry
from lms.people.models import Organisation

NEAR = timedelta(days=7)  # wanted times as near as this may be one session
MOST = 20


def area_id_of(organisation):
    """Return the id of the sub-district (or commission) that an organisation lies in; of the district itself, its own."""
    line = organisation.ancestor_ids
    return line[1] if len(line) > 1 else line[0]


def area_path_of(organisation):
    """Return the path of that sub-district."""
    return "".join(f"{part}/" for part in organisation.ancestor_ids[:2])


def area_names(organisations):
    """Return ``{area id: name}`` of the sub-districts in which they lie. One query."""
    ids = {area_id_of(organisation) for organisation in organisations}
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def offer_of(item):
    """Return an item of the menu as the rules know it. One query, none when its areas were fetched."""
    return Offer(
        item.size_min, item.size_max, tuple(item.month_numbers), frozenset(area.pk for area in item.areas.all()),
        item.retired_at is not None,
    )


def menu_seen_by(user, *, topic="", month=None, size=None, school=None, text=""):
    """The menu with what its cards name, narrowed to what is asked for."""
    found = MenuItem.objects.visible_to(user).select_related("school", "lecturer", "trainer").prefetch_related("areas")
    if topic:
        found = found.filter(topic=topic)
    if month:
        found = found.offered_in(month)
    if size:
        found = found.filter(size_min__lte=size, size_max__gte=size)
    if school:
        found = found.filter(school=school)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(summary__icontains=text) | Q(topic__icontains=text))
    return found.order_by("topic", "title", "pk")


def topics_of(user):
    """Return the topics of the menu, in order. One query."""
    return list(
        MenuItem.objects.visible_to(user).exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()
    )


def schools_of(user):
    """Return the organisations that offer something on the menu, in order. One query."""
    return Organisation.objects.filter(pk__in=MenuItem.objects.visible_to(user).values("school_id")).order_by("path")


def listed(user):
    """Orders that ``user`` sees, with what their rows name."""
    return LessonOrder.objects.visible_to(user).select_related(
        "item__school__order_policy", "organisation__parent", "session__trainer"
    )


def answer_days_of(order):
    """Return within how many days the school answers; no query for rows of :func:`listed`."""
    policy = getattr(order.item.school, "order_policy", None)
    return policy.answer_days if policy else ANSWER_DAYS


def dressed(orders, today):
    """Give each order that waits its ``service`` (``cohorts.rules.orders.Service``), None to the others; return them."""
    orders = list(orders)
    for order in orders:
        order.service = None
        if order.state == OrderState.PLACED:
            order.service = service(timezone.localtime(order.waiting_since), answer_days_of(order), today)
    return orders


def counts_of(user):
    """Return ``{state: orders}`` of what ``user`` sees. One query."""
    return dict(LessonOrder.objects.visible_to(user).order_by().values_list("state").annotate(Count("pk")))


def slots_of(orders):
    """Return ``{order id: [Slot]}`` in their order. One query."""
    found = {order.pk: [] for order in orders}
    rows = LessonOrder.objects.filter(pk__in=found, slots__isnull=False).order_by("slots__rank")
    for pk, starts_at, part in rows.values_list("pk", "slots__starts_at", "slots__part"):
        found[pk].append(Slot(timezone.localtime(starts_at), part))
    return found


@dataclass(frozen=True)
class Neighbour:
    """An order that could be brought together with another: ``fits`` are the numbers of the other's wanted times that it asks
    for too (from 1). ``session`` is set when it is accepted; then ``fits_session`` says whether its time was asked for."""

    order: LessonOrder
    slots: list
    fits: tuple
    fits_session: bool = False


def neighbours_of(order, slots, now):
    """Return the :class:`Neighbour` list of an order that waits: of the same item or topic, to the same school, from the same
    sub-district, near in time; those accepted only while their session has not begun. Two queries."""
    alike = Q(item=order.item_id)
    if order.item.topic:
        alike |= Q(item__topic=order.item.topic)
    days = [slot.starts_at for slot in slots] or [order.wanted_at]
    near = Q(state=OrderState.PLACED, slots__starts_at__gte=min(days) - NEAR, slots__starts_at__lte=max(days) + NEAR)
    near |= Q(state=OrderState.ACCEPTED, session__starts_at__gt=max(now, min(days) - NEAR),
              session__starts_at__lte=max(days) + NEAR, session__cancelled_at=None)
    found = list(
        LessonOrder.objects.filter(alike, near, item__school=order.item.school_id).exclude(pk=order.pk)
        .filter(organisation__path__startswith=area_path_of(order.organisation))
        .select_related("item", "organisation", "session__trainer").distinct().order_by("waiting_since", "pk")[:MOST]
    )
    wanted = slots_of(found)
    result, seen = [], set()
    for row in found:
        if row.session_id in seen:
            continue
        if row.session_id:
            seen.add(row.session_id)
        # One asks for an hour, the other for a part of the day: the more exact one decides.
        both = tuple(
            number for number, slot in enumerate(slots, start=1)
            if any(fits(slot, other.starts_at) or fits(other, slot.starts_at) for other in wanted[row.pk])
        )
        begins = row.session and timezone.localtime(row.session.starts_at)
        result.append(Neighbour(row, wanted[row.pk], both, bool(begins) and any(fits(slot, begins) for slot in slots)))
    return result


def sharing(order):
    """Return the accepted or delivered orders that share the session of ``order``, itself left out. One query."""
    if not order.session_id:
        return []
    return list(
        LessonOrder.objects.filter(session=order.session_id, state__in=(OrderState.ACCEPTED, OrderState.DELIVERED))
        .exclude(pk=order.pk).select_related("organisation").order_by("organisation__path", "pk")
    )


@dataclass(frozen=True)
class Receipt:
    """What came of an order: of its own people, ``present`` of ``expected`` on the list; ``minutes`` of the lesson, ``hours``
    the minutes posted to their ledgers; ``head_count`` of the whole room. ``cell`` is the rating of the session (all its
    people), None when there is no survey; ``closed`` whether that may be looked at."""

    expected: int
    present: int
    minutes: int
    posted: int
    head_count: int | None
    cell: object = None
    closed: bool = False

    @property
    def average(self):
        return self.cell.total / self.cell.marks if self.cell and self.cell.counts else None


def receipt_of(order):
    """Return the :class:`Receipt` of an order whose session is closed. Five queries."""
    session = order.session
    own = Enrolment.objects.filter(
        cohort=session.cohort_id, state__in=SEATED, organisation__path__startswith=order.organisation.path
    )
    present = AttendanceMark.objects.current().filter(session=session, enrolment__in=own, status__in=ATTENDED).count()
    people = list(own.values_list("person_id", flat=True))
    sources = [f"session:{session.pk}:person:{person}" for person in people]
    posted = HourEntry.objects.filter(source_root__in=sources).aggregate(total=Sum("minutes"))["total"] or 0
    survey = asked_about(session)
    return Receipt(
        expected=len(people), present=present, minutes=session.minutes, posted=posted, head_count=session.head_count,
        cell=cells_of([survey]).get(survey.pk) if survey else None, closed=bool(survey and survey.closed_at),
    )


def policy_for(school):
    return OrderPolicy.objects.for_school(school)
