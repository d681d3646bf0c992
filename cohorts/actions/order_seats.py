"""What stands behind an accepted order: its session, the people on its list, and the locks on all of them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SEATED, EnrolmentState, OrderState, SessionKind
from cohorts.models import ClassSession, Enrolment, LessonOrder
from cohorts.order_words import refusal_sentence
from cohorts.queries.orders import area_id_of
from cohorts.rules.orders import step
from lms.audit.trail import record

from .cohorts import update_cohort
from .enrolment import enrol
from .locking import lock_cohort
from .publishing import publish_timetable
from .seats import tell
from .single import hold_one, people_of, title_of


def lock_for(order, *, session=None):
    """Return the order as it is now, locked; the cohort and the session with the id ``session``, or its own, before it."""
    return lock_all([order], session=session)[0]


def lock_all(orders, *, session=None):
    """Return the orders as they are now, locked in one order, after the session they share or are to share."""
    ids = sorted({order.pk for order in orders})
    session = session or LessonOrder.objects.filter(pk__in=ids, session__isnull=False).values_list("session", flat=True).first()
    if session:
        lock_session_of(session)
    found = {
        row.pk: row for row in LessonOrder.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).select_related(
            "item__school", "item__lecturer", "item__trainer", "organisation", "session__cohort", "placed_by",
            "proposed_trainer", "proposed_session__cohort",
        ).order_by("pk")
    }
    return [found[order.pk] for order in orders]


def lock_session_of(pk):
    """Lock the cohort of a session and then the session; a cohort that is over is locked by nobody."""
    row = ClassSession.objects.select_related("cohort").get(pk=pk)
    if row.cohort.cancelled_at is None and row.cohort.closed_at is None:
        lock_cohort(row.cohort)
    return ClassSession.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__organiser").get(pk=pk)


def permit(order, act, **facts):
    """Return the state that ``act`` leads to; raise ``ValidationError`` that says why it cannot be done."""
    result = step(order.state, act, **facts)
    if result.state is None:
        raise ValidationError(refusal_sentence(result.refusal, order), code=str(result.refusal))
    return OrderState(result.state)


def bring(actor, orders, *, starts_at, trainer, minutes):
    """Plan one session for the people of the orders, the place being that of the first; return it.

    Everyone with a current post or membership in the organisations is enrolled, under their highest post. Raises
    ``ScheduleClash`` when the trainer is busy then.
    """
    if starts_at <= timezone.now():
        raise ValidationError(_("This time has passed. Propose another one."), code="past")
    first, *others = orders
    return hold_one(
        actor=actor, organiser=first.item.school, organisation=first.organisation,
        others=[order.organisation for order in others], title=first.item.title,
        size=sum(order.size for order in orders), kind=SessionKind.LECTURE, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes), trainer=trainer, minutes=minutes, place=first.place,
    )


def check_together(orders):
    """Refuse to bring these orders together when they are not alike, not near, or too many people."""
    first = orders[0]
    for order in orders[1:]:
        alike = order.item_id == first.item_id or (order.item.topic and order.item.topic == first.item.topic)
        if not alike or order.item.school_id != first.item.school_id:
            raise ValidationError(
                _("“%(lesson)s” of %(organisation)s is about something else. Answer it by itself.") % _words(order)
            )
        if area_id_of(order.organisation) != area_id_of(first.organisation):
            raise ValidationError(_("%(organisation)s lies in another sub-district. Answer its order by itself.") % _words(order))
    people = sum(order.size for order in orders)
    if people > first.item.size_max:
        raise ValidationError(
            _("Together they are %(people)s people, and “%(lesson)s” takes %(most)s at most. Leave some out.")
            % _words(first, people=people, most=first.item.size_max), code="many",
        )


@transaction.atomic
def join(actor, order, session):
    """Put the people of ``order`` on the list of a session that stands for other orders; return the session, locked."""
    session = lock_session_of(session.pk)
    if session.cancelled_at or session.closed_at or session.starts_at <= timezone.now():
        raise ValidationError(_("That session is over, has begun or was cancelled. Answer the order by itself."), code="begun")
    with_it = _orders_of(session, but=order)
    if not with_it:
        raise ValidationError(_("Nobody else has ordered that session any more. Answer the order by itself."), code="alone")
    check_together([*with_it, order])
    _resize(actor, session, [*with_it, order])
    enrol(actor=actor, cohort=session.cohort, appointments=people_of(order.organisation))
    publish_timetable(actor=actor, cohort=session.cohort)
    return session


@transaction.atomic
def leave(actor, order, reason):
    """Take the people of ``order`` off the list of its joint session, but those whom another of its orders brings."""
    session = order.session
    with_it = _orders_of(session, but=order)
    kept = Q(pk__in=[])
    for other in with_it:
        kept |= Q(organisation__path__startswith=other.organisation.path)
    gone = Enrolment.objects.filter(
        cohort=session.cohort_id, state__in=(*SEATED, EnrolmentState.WAITLISTED),
        organisation__path__startswith=order.organisation.path,
    ).exclude(kept)
    people = dict(gone.values_list("pk", "person_id"))
    Enrolment.objects.filter(pk__in=people).update(
        state=EnrolmentState.WITHDRAWN, decided_at=timezone.now(), reason=reason[:200], group=None
    )
    _resize(actor, session, with_it)
    record(actor=actor, verb="cohort.withdraw", target=session.cohort, organisation=order.organisation,
           detail={"cohort": session.cohort_id, "people": sorted(people.values())})
    tell(session.cohort, people, "enrolment.withdrawn", reason=reason)


def _orders_of(session, *, but):
    return list(
        LessonOrder.objects.filter(session=session, state=OrderState.ACCEPTED).exclude(pk=but.pk)
        .select_related("item", "organisation").order_by("pk")
    )


def _resize(actor, session, orders):
    """Let the cohort have as many places as people may come, and be called after who comes."""
    first, *others = orders
    people = people_of(*(order.organisation for order in orders))
    update_cohort(
        actor=actor, cohort=session.cohort, quota=max(sum(order.size for order in orders), len(people), 1),
        title=title_of(session.title, first.organisation, others),
    )


def _words(order, **more):
    return {"lesson": order.item.title, "organisation": order.organisation.name, **more}
