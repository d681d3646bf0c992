"""Leave: asked for before it begins, decided by whom its length concerns, ended by reporting back (销假)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.attendance import lock_session
from cohorts.actions.earning import follow
from cohorts.enums import AttendanceStatus, EnrolmentState, LeaveState, MarkMethod
from cohorts.models import AttendanceMark, Enrolment, Leave
from cohorts.queries.leave import ASKED, deciders_of, sessions_under, told_meetings
from cohorts.queries.policy import policy_on
from cohorts.rules import leave as rules
from lms.audit.trail import record
from lms.notices.actions import notify

WITH_ENROLMENT = "enrolment__person", "enrolment__cohort__organiser", "enrolment__cohort__class_teacher"


@transaction.atomic
def apply_for_leave(*, person, enrolment, sessions, kind, text, proof=None, now=None):
    """Ask for leave from ``sessions`` (ids) of one's class; return the leaves, one for each run of sessions.

    Who decides follows from the length of all of them together. Raises ``ValidationError`` when a session has begun, when
    leave was asked for already, and when the class is over.
    """
    now = now or timezone.now()
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "cohort__organiser", "cohort__class_teacher").get(pk=enrolment.pk)
    )
    if enrolment.person_id != person.pk:
        raise PermissionDenied("leave is asked for by oneself")
    if enrolment.state != EnrolmentState.ENROLLED or enrolment.cohort.closed_at or enrolment.cohort.cancelled_at:
        raise ValidationError(_("This class is over for you: there is no leave to ask for."))
    meetings = told_meetings(enrolment)
    wanted = [meeting for meeting in meetings if meeting.pk in sessions]
    standing = [
        (start, rules.until(end, returned))
        for start, end, returned in Leave.objects.filter(enrolment=enrolment, state__in=ASKED)
        .values_list("starts_at", "ends_at", "returned_at")
    ]
    policy = policy_on((wanted[0].starts_at if wanted else timezone.localtime(now)).date())
    plan = rules.plan(sessions, meetings, standing=standing, policy=policy, now=now)
    if plan.problem:
        raise ValidationError(_problem(plan.problem), code=plan.problem)
    leaves = []
    for starts_at, ends_at in plan.spans:
        leave = Leave(
            enrolment=enrolment, kind=kind, starts_at=starts_at, ends_at=ends_at, text=text, level=plan.level,
            applied_at=now, applied_by=person,
        )
        if proof is not None:
            proof.seek(0)
            leave.proof.save(proof.name, proof, save=False)
        leave.save()
        leaves.append(leave)
    for leave in leaves:
        record(actor=person, verb="leave.apply", target=leave, organisation=enrolment.cohort.organiser,
               detail={"cohort": enrolment.cohort_id, "level": plan.level})
        _tell_deciders(leave)
    return leaves


def _problem(code):
    return {
        "nothing": _("There is no session in that time. Choose the sessions that you cannot attend."),
        "begun": _("The first of these sessions has begun. Leave is asked for before; please speak to your class teacher."),
        "twice": _("You have asked for leave from one of these sessions already. Look at it under “My leave”."),
    }[code]


def _tell_deciders(leave):
    for decider in deciders_of(leave):
        notify(
            person=decider, kind="leave.waiting", source=f"leave:{leave.pk}:waiting:{decider.pk}",
            params={"name": leave.enrolment.person.name, "cohort": leave.enrolment.cohort.title},
            url=reverse("cohorts:leave", args=[leave.pk]),
        )


@transaction.atomic
def approve_leave(*, actor, leave, answer="", now=None):
    """Approve a leave; whoever was recorded absent under it at a closed session is excused by another mark."""
    now = now or timezone.now()
    leave = _decided(actor, leave, LeaveState.APPROVED, answer, now)
    cohort = leave.enrolment.cohort
    if cohort.closed_at:
        raise ValidationError(_("This class is closed. Correct the marks one by one, with the reason."))
    record(actor=actor, verb="leave.approve", target=leave, organisation=cohort.organiser, detail={"cohort": cohort.pk})
    for session in sessions_under(leave).exclude(closed_at=None):
        _excuse(actor, session, leave, now)
    _tell_applicant(leave, "leave.approved")
    return leave


def _excuse(actor, session, leave, now):
    session = lock_session(session)
    old = AttendanceMark.objects.current().filter(
        session=session, enrolment=leave.enrolment, status=AttendanceStatus.ABSENT, method=MarkMethod.CLOSING
    ).first()
    if old is None:
        return
    mark = AttendanceMark.objects.create(
        session=session, enrolment=leave.enrolment, status=AttendanceStatus.EXCUSED, method=MarkMethod.LEAVE,
        observed_at=now, recorded_at=now, recorded_by=actor, corrects=old, reason=_("Leave was approved afterwards"),
    )
    follow(actor=actor, session=session, marks=[mark], now=now)


@transaction.atomic
def decline_leave(*, actor, leave, answer, now=None):
    """Decline a leave, with the reason that the applicant is told."""
    if not answer.strip():
        raise ValidationError(_("Please say why, so that the person understands."))
    leave = _decided(actor, leave, LeaveState.DECLINED, answer, now or timezone.now())
    record(actor=actor, verb="leave.decline", target=leave, organisation=leave.enrolment.cohort.organiser,
           detail={"cohort": leave.enrolment.cohort_id})
    _tell_applicant(leave, "leave.declined")
    return leave


def _decided(actor, leave, state, answer, now):
    leave = _locked(leave)
    if leave.enrolment.person_id == actor.pk:
        raise PermissionDenied("nobody decides their own leave")
    if leave.state != LeaveState.APPLIED:
        raise ValidationError(_("This leave was decided or taken back in the meantime. Please look at it again."))
    leave.state, leave.answer, leave.decided_at, leave.decided_by = state, answer.strip()[:200], now, actor
    leave.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return leave


@transaction.atomic
def cancel_leave(*, actor, leave, now=None):
    """Take one's own leave back before it begins."""
    now, leave = now or timezone.now(), _locked(leave)
    if leave.enrolment.person_id != actor.pk:
        raise PermissionDenied("leave is taken back by whoever asked for it")
    if not rules.may_cancel(leave.state, leave.starts_at, now):
        raise ValidationError(_("This leave has begun or is decided. Whoever is back reports back instead."))
    leave.state = LeaveState.CANCELLED
    leave.save(update_fields=["state"])
    record(actor=actor, verb="leave.cancel", target=leave, organisation=leave.enrolment.cohort.organiser,
           detail={"cohort": leave.enrolment.cohort_id})
    return leave


@transaction.atomic
def report_back(*, actor, leave, now=None):
    """End a leave that has begun: from now on the person is expected again."""
    now, leave = now or timezone.now(), _locked(leave)
    if not rules.may_report_back(leave.state, leave.starts_at, now):
        raise ValidationError(_("Only from an approved leave that has begun does one report back."))
    leave.state, leave.returned_at = LeaveState.RETURNED, now
    leave.save(update_fields=["state", "returned_at"])
    record(actor=actor, verb="leave.report_back", target=leave, organisation=leave.enrolment.cohort.organiser,
           detail={"cohort": leave.enrolment.cohort_id})
    if actor.pk != leave.enrolment.person_id:
        _tell_applicant(leave, "leave.returned")
    return leave


def _locked(leave):
    rows = Leave.objects.select_for_update(of=("self",), no_key=True).select_related(*WITH_ENROLMENT)
    return rows.get(pk=leave.pk)


def _tell_applicant(leave, kind):
    notify(
        person=leave.enrolment.person, kind=kind, source=f"{kind}:{leave.pk}",
        params={"cohort": leave.enrolment.cohort.title, "day": str(timezone.localdate(leave.starts_at))},
        url=reverse("cohorts:my-leaves"),
    )
