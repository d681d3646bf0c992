"""One meeting for the people of one organisation: what an accepted order of a lesson, or a booking of a site, becomes."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.enums import Position
from lms.people.models import Appointment

from .cohorts import open_cohort
from .enrolment import enrol
from .publishing import publish_timetable
from .timetable import schedule_session

# The post under which someone with several is put on the list.
RANK = {position: number for number, position in enumerate(Position.values)}


@transaction.atomic
def hold_one(*, actor, organiser, organisation, title, size, starts_at, ends_at, fits=None, others=(), **meeting):
    """Open a cohort of the organisation's people, and of ``others``, with one published meeting, and return that.

    Everyone with a current post or membership in the organisation has a place, under their highest post. Where they are
    more than ``fits``, nobody is put on the list beforehand: who comes is known on the day. ``meeting`` are further
    arguments of ``schedule_session``, which raises ``ScheduleClash`` when something is in the way.
    """
    people = people_of(organisation, *others)
    cohort = open_cohort(
        actor=actor, programme=None, organiser=organiser, title=title_of(title, organisation, others),
        starts_on=timezone.localdate(starts_at), ends_on=timezone.localdate(ends_at), quota=max(size, len(people), 1),
    )
    if fits is None or len(people) <= fits:
        enrol(actor=actor, cohort=cohort, appointments=people)
    session = schedule_session(
        actor=actor, cohort=cohort, title=title, starts_at=starts_at, ends_at=ends_at, **meeting
    )
    publish_timetable(actor=actor, cohort=cohort)
    return session


def title_of(title, organisation, others=()):
    """Return what the cohort of a meeting is called, by who comes."""
    who = organisation.name if not others else _("%(first)s and %(count)s more") % {
        "first": organisation.name, "count": len(others),
    }
    return f"{title}（{who}）"[:200]


def people_of(*organisations, **only):
    """Return one current appointment for each active person of the organisations and what is below them.

    ``only`` narrows the appointments further, to those of one ``person``.
    """
    inside = Q()
    for organisation in organisations:
        inside |= Q(organisation__path__startswith=organisation.path)
    found = Appointment.objects.current().filter(inside, person__is_active=True, **only).order_by("pk")
    return list({row.person_id: row for row in sorted(found, key=lambda row: -RANK[row.position])}.values())
