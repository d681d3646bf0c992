"""Venues, trainers and orders of lessons."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import OrderState
from cohorts.models import LessonOrder, Venue
from cohorts.order_words import service_sentence
from cohorts.queries.orders import dressed, listed
from cohorts.queries.trainers import load_of, trainers_seen_by
from lms.lists.registry import Known, ListKind, among, register
from lms.lists.resources import DAY, MOMENT, Shown, label, list_resource
from lms.people.models import Person

# Venues ---------------------------------------------------------------------------------------------------------------


def _venues(user, asked):
    text = asked.get("q", "")
    ahead = Q(sessions__cancelled_at=None, sessions__starts_at__gte=timezone.now())
    found = Venue.objects.visible_to(user).select_related("organisation").annotate(
        planned=Count("sessions", filter=ahead)
    ).order_by("name", "pk")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(address__icontains=text) | Q(organisation__name__icontains=text))
    return found


VENUES = register(ListKind(
    key="cohorts.venues", label=_("Venues"), verb="venue.browse", page="cohorts:venues", rows=_venues,
    known={"q": Known(_("Name, address or organisation"))},
    resource=list_resource(
        Venue, name=Shown(_("Venue"), "name", 30), kind=Shown(_("Kind"), label("kind"), 14),
        capacity=Shown(_("Holds"), "capacity", 8, "0"), organisation=Shown(_("Of"), "organisation.name", 30),
        address=Shown(_("Address"), "address", 36), planned=Shown(_("Planned sessions"), "planned", 10, "0"),
        closed_on=Shown(_("Closed from"), "closed_on", 12, DAY),
    ),
))


# Trainers -------------------------------------------------------------------------------------------------------------


def loaded(user, rows, asked=None):
    """Give each trainer ``weeks``, their sessions of this week and the following. One query."""
    rows = list(rows)
    load = load_of(rows, timezone.localdate())
    for person in rows:
        person.weeks = load[person.pk]
    return rows


def _week(number):
    return lambda person: person.weeks[number].sessions


TRAINERS = register(ListKind(
    key="cohorts.trainers", label=_("Trainers"), verb="trainer.browse", page="cohorts:trainers", dress=loaded,
    rows=lambda user, asked: trainers_seen_by(user, text=asked.get("q", "")), known={"q": Known(_("Name or subject"))},
    resource=list_resource(
        Person, name=Shown(_("Name"), "name", 14), subjects=Shown(_("Subjects"), "trainer_profile.subjects", 40),
        week_0=Shown(_("Sessions this week"), _week(0), 12, "0"), week_1=Shown(_("Sessions next week"), _week(1), 12, "0"),
        week_2=Shown(_("Sessions in two weeks"), _week(2), 12, "0"),
        week_3=Shown(_("Sessions in three weeks"), _week(3), 12, "0"),
    ),
))


# Orders ---------------------------------------------------------------------------------------------------------------


def _orders(user, asked):
    """All orders that one sees, the newest first; those that wait for the school, the oldest first."""
    state, found = asked.get("state", ""), listed(user)
    if state in OrderState.values:
        found = found.filter(state=state)
    return found.order_by("waiting_since", "pk") if state == OrderState.PLACED else found


ORDERS = register(ListKind(
    key="cohorts.orders", label=_("Orders"), verb="order.browse", page="cohorts:orders", rows=_orders,
    dress=lambda user, rows, asked: dressed(rows, timezone.localdate()),
    known={"state": Known(_("State"), among(OrderState.choices))},
    resource=list_resource(
        LessonOrder, title=Shown(_("Lesson ordered"), "item.title", 36),
        organisation=Shown(_("Ordered by"), "organisation.name", 34),
        superior=Shown(_("Superior"), "organisation.parent.name", 28),
        wanted_at=Shown(_("First choice"), "wanted_at", 12, DAY), session=Shown(_("Session"), "session.starts_at", 18, MOMENT),
        size=Shown(_("People"), "size", 8, "0"),
        school=Shown(_("School"), "item.school.name", 30), placed_at=Shown(_("Placed"), "placed_at", 18, MOMENT),
        state=Shown(_("State"), label("state"), 12),
        service=Shown(_("Answer due"), lambda row: str(service_sentence(row.service)) if row.service else None, 24),
    ),
))
