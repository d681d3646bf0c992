"""Cohorts that people may apply for, and the applications that wait for an answer."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cohorts.enums import EnrolmentState
from cohorts.models import Cohort, Enrolment
from cohorts.rules.audience import NEW_MONTHS, Audience, Post, Refusal, fitting, refusal
from lms.people.enums import Position
from lms.people.models import Appointment
from lms.people.rules.appointments import add_months

RANK = {position: number for number, position in enumerate(Position.values)}
WAITING = (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)


@dataclass(frozen=True)
class OpenClass:
    """A cohort with the post with which someone may apply (None: they may not), where their own enrolment stands, and
    why they cannot apply."""

    cohort: Cohort
    post: Post | None
    enrolment: Enrolment | None
    refusal: Refusal | None


def posts_of(person):
    """The current posts of a person as the rule wants them, the highest first. One query."""
    rows = Appointment.objects.current().filter(person=person).values_list(
        "pk", "position", "organisation__path", "organisation__category_id", "starts_on"
    )
    return sorted((Post(*row) for row in rows), key=lambda post: (RANK[post.position], post.pk))


def audience_of(programme, *, organiser=None, today):
    """Whom the programme is for; narrowed to the people of ``organiser``, where a cohort of it is meant.

    ``programme.categories`` are read from what was prefetched.
    """
    path = programme.organisation.path
    if organiser is not None and organiser.path.startswith(path):
        path = organiser.path
    return Audience(
        path, frozenset(row.pk for row in programme.categories.all()), frozenset(programme.positions),
        add_months(today, -NEW_MONTHS) if programme.newly_appointed else None,
    )


def application_of(person, cohort):
    """Return the :class:`OpenClass` of one cohort (with its programme and organiser), whether it is open or not."""
    found = Enrolment.objects.filter(person=person, cohort=cohort).first()
    return _judge(cohort, posts_of(person), found, timezone.localdate())


def open_classes(person):
    """The cohorts for which someone may apply now, those where their application or turn waits, and those that declined.

    Four queries.
    """
    today = timezone.localdate()
    own = {row.cohort_id: row for row in Enrolment.objects.filter(person=person)}
    waiting = [pk for pk, row in own.items() if row.state in WAITING]
    cohorts = (
        Cohort.objects.active().filter(Q(apply_until__gte=today, programme__isnull=False) | Q(pk__in=waiting))
        .select_related("programme__organisation", "organiser", "class_teacher", "venue")
        .prefetch_related("programme__categories").order_by("starts_on", "pk")
    )
    posts = posts_of(person)
    judged = [_judge(cohort, posts, own.get(cohort.pk), today) for cohort in cohorts]
    return [
        row for row in judged
        if row.refusal is None or row.refusal == Refusal.DECLINED or (row.enrolment and row.enrolment.state in WAITING)
    ]


def waiting_applications(cohort):
    """Applications without an answer, in order of receipt."""
    return (
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.APPLIED)
        .select_related("person", "organisation__parent").order_by("created_at", "pk")
    )


def _judge(cohort, posts, enrolment, today):
    post = None
    if cohort.programme_id is not None:
        post = fitting(posts, audience_of(cohort.programme, organiser=cohort.organiser, today=today))
    over = cohort.closed_at is not None or cohort.cancelled_at is not None
    why = refusal(
        over=over, apply_until=cohort.apply_until if cohort.programme_id else None, today=today, post=post,
        state=enrolment.state if enrolment else None,
    )
    return OpenClass(cohort, post, enrolment, why)
