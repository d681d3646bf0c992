"""People check in themselves: with the code on the screen, its six digits, or at the tablet by the door."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from cohorts.actions.attendance import lock_session
from cohorts.enums import SEATED, AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark, Enrolment
from cohorts.queries.attendance import window_of
from cohorts.queries.guests import guest_places
from cohorts.queries.policy import policy_of
from cohorts.rules import check_in as rules
from lms.audit import trail


def check_in(*, person, session, code, device, now, method, seen_at=None, policy=None):
    """Check ``person`` in to ``session`` with ``code``; return a ``rules.check_in.Answer``.

    ``seen_at`` is the instant of a scan whose code was accepted then (a claim); without it the code must be good ``now``.
    The instant of the scan decides between present and late. Sending again gives the same answer; of many at once the
    database lets one mark in, and all are told of that one.
    """
    policy = policy or policy_of(session)
    accept = rules.accepts_spoken if method == MarkMethod.CODE else rules.accepts
    good = seen_at is not None or accept(
        code, secret=session.secret, session_id=session.pk, now=now, step=policy.code_seconds
    )
    return arrive(
        session=session, enrolment=seat_at(session, person), operator=person, device=device, method=method, now=now,
        instant=seen_at or now, good=good, policy=policy,
    )


def seat_at(session, person):
    """Return the person's seat in the class of ``session``, or the place under which they come as a guest; or None."""
    own = Q(cohort_id=session.cohort_id, state__in=SEATED)
    return Enrolment.objects.filter(own | Q(pk__in=guest_places(session)), person=person).first()


def arrive(*, session, enrolment, operator, device, method, now, instant, good, policy):
    """Write the first mark of someone who comes to ``session``, if the rules allow it; return the rules' answer.

    ``good``: the person holds what lets them in. ``operator`` answers for the mark: oneself, or who set up the tablet.
    """
    if enrolment is not None and operator.pk == enrolment.person_id and method == MarkMethod.KIOSK:
        return rules.Answer(rules.Outcome.OWN)
    last = last_mark(session, enrolment)
    answer = judged(session, enrolment, last, good=good, instant=instant, policy=policy)
    if not answer.ok:
        return answer
    try:
        with transaction.atomic():
            current = lock_session(session)
            answer = rules.judge(
                window=window_of(current, policy), code_accepted=True, enrolled=True, standing=None, now=instant,
            )
            if not answer.ok:
                return answer
            mark = AttendanceMark.objects.create(
                session=session, enrolment=enrolment, status=answer.status, method=method, observed_at=instant,
                recorded_at=now, recorded_by=operator, device=device, late_minutes=answer.late_minutes,
                corrects=last,  # one that was taken back, or none
            )
            trail.record(
                actor=operator, verb="attendance.check_in", target=mark, organisation=session.cohort.organiser,
                detail={"session": session.pk, "status": mark.status, "method": str(method)},
            )
    except IntegrityError:
        answer = judged(session, enrolment, last_mark(session, enrolment), good=good, instant=instant, policy=policy)
        if answer.ok:  # it was not another scan that stood in the way
            raise
    return answer


def last_mark(session, enrolment):
    """Return the last mark of the person at ``session``, also one that was taken back; None without any."""
    return enrolment and AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()


def judged(session, enrolment, last, *, good, instant, policy):
    """Return what checking in answers while ``last`` is the last mark; nothing is written."""
    standing = None
    if last and last.status != AttendanceStatus.UNDONE:
        standing = rules.Standing(last.status, last.observed_at, last.late_minutes)
    return rules.judge(
        window=window_of(session, policy), code_accepted=good, enrolled=enrolment is not None, standing=standing, now=instant,
        # Guests come from another class, and have no group in this one.
        in_group=enrolment is None or enrolment.cohort_id != session.cohort_id
        or session.group_id in (None, enrolment.group_id),
    )
