"""Leaves: who is away from a session, what waits for whom, who decides."""

from django.db.models import Q
from django.utils import timezone

from cohorts.enums import LeaveLevel, LeaveState
from cohorts.models import Leave
from cohorts.queries.published import published_in
from cohorts.rules.leave import Meeting
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant

GRANTED = (LeaveState.APPROVED, LeaveState.RETURNED)
ASKED = (LeaveState.APPLIED, *GRANTED)
NAMES = ("enrolment__person", "enrolment__organisation", "enrolment__cohort__organiser", "enrolment__cohort__class_teacher",
         "decided_by")
# Who decides at a level: roles on the organiser or above it, the class teacher of the cohort beside them.
ROLES = {
    LeaveLevel.CLASS_TEACHER: (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT),
    LeaveLevel.SCHOOL: (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT),
    LeaveLevel.DEPARTMENT: (Role.DISTRICT,),
}


def on_leave(session):
    """Return ``{enrolment id: leave}`` of those whose approved leave covers ``session``. One query.

    Whoever reported back is expected again at what begins afterwards.
    """
    rows = Leave.objects.filter(
        _over(session), Q(returned_at=None) | Q(returned_at__gt=session.starts_at), state__in=GRANTED,
        enrolment__cohort=session.cohort_id,
    )
    return {row.enrolment_id: row for row in rows}


def leave_over(session, enrolment):
    """Return the last leave of a person that touches ``session``, in whatever state; None without any."""
    return Leave.objects.filter(_over(session), enrolment=enrolment).select_related("decided_by").order_by("-pk").first()


def _over(session):
    return Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)


def told_meetings(enrolment):
    """Return the sessions the person was told of, as ``rules.leave.Meeting`` in order of time. One query."""
    return [
        Meeting(one.pk, timezone.localtime(one.starts_at), timezone.localtime(one.ends_at), one.title)
        for one in published_in(enrolment.cohort) or ()
        if not one.cancelled and one.group in (None, enrolment.group_id)
    ]


def own_leaves(person):
    return Leave.objects.filter(enrolment__person=person).select_related("enrolment__cohort", "decided_by")


def leaves_for(user):
    """Leaves that ``user`` sees, with what their pages name."""
    return Leave.objects.visible_to(user).select_related(*NAMES)


def waiting_for(user):
    """The leaves that wait and that ``user`` decides, those that begin first on top; never one's own."""
    mine = Q(pk__in=[])
    if user.scope.holds(Role.TRAINER):
        mine |= Q(level=LeaveLevel.CLASS_TEACHER, enrolment__cohort__class_teacher=user)
    for level, roles in ROLES.items():
        for path in user.scope.paths(*roles):
            mine |= Q(level=level, enrolment__cohort__organiser__path__startswith=path)
    return (
        leaves_for(user).filter(mine, state=LeaveState.APPLIED, enrolment__cohort__closed_at=None,
                                enrolment__cohort__cancelled_at=None)
        .exclude(enrolment__person=user).order_by("starts_at", "pk")
    )


def deciders_of(leave):
    """Return who is told that ``leave`` waits: the class teacher, or whom it concerns first at the nearest organisation.

    Never the applicant. Two queries at most.
    """
    cohort, applicant = leave.enrolment.cohort, leave.enrolment.person_id
    if leave.level == LeaveLevel.CLASS_TEACHER and cohort.class_teacher_id not in (None, applicant):
        return [cohort.class_teacher]
    roles = ROLES[leave.level]
    above = [int(part) for part in cohort.organiser.path.split("/") if part]
    grants = list(
        RoleGrant.objects.active().filter(role__in=roles, organisation__in=above, person__is_active=True)
        .exclude(person=applicant).order_by("-organisation__depth", "pk")
        .values_list("person_id", "organisation_id", "role")
    )
    first = next((role for role in roles if any(grant[1:] == (grants[0][1], role) for grant in grants)), None)
    nearest = [person for person, organisation, role in grants if (organisation, role) == (grants[0][1], first)]
    return list(Person.objects.filter(pk__in=nearest).order_by("pk"))


def sessions_under(leave):
    """The sessions that a leave covers, the earliest first."""
    return leave.enrolment.cohort.sessions.filter(
        Q(group=None) | Q(group=leave.enrolment.group_id), starts_at__lt=leave.ends_at, ends_at__gt=leave.starts_at,
        cancelled_at=None,
    ).order_by("starts_at", "pk")
