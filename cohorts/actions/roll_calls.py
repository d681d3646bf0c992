"""A second call in the middle of a session: opened, answered, closed, and what the trainer decides of who is missing."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.attendance import lock_session
from cohorts.actions.check_in import seat_at
from cohorts.actions.corrections import settle_mark
from cohorts.enums import ATTENDED, AttendanceStatus, MarkMethod
from cohorts.models import AttendanceMark, RollCall, RollCallAnswer
from cohorts.queries.attendance import window_of
from cohorts.queries.policy import policy_of
from cohorts.rules import check_in as codes
from cohorts.rules.roll_calls import Answered, judge_answer
from lms.audit import trail


@transaction.atomic
def open_call(*, actor, session, now):
    """Begin a second call and return it; the one that is open already when there is one.

    Raises ``ValidationError`` before the session begins, after it ended, and once it is closed or cancelled.
    """
    session = lock_session(session)
    if window_of(session).at(now) is not codes.Outcome.OK or now < session.starts_at:
        raise ValidationError(_("A second call can be made while the session is going on."))
    call = session.calls.filter(closed_at=None).first()
    if call is None:
        call = RollCall.objects.create(session=session, opened_at=now, opened_by=actor)
        trail.record(actor=actor, verb="call.open", target=call, organisation=session.cohort.organiser,
                     detail={"session": session.pk})
    return call


@transaction.atomic
def close_call(*, actor, call, now):
    """End the call: its codes are worth nothing from now on."""
    if RollCall.objects.filter(pk=call.pk, closed_at=None).update(closed_at=now):
        trail.record(actor=actor, verb="call.close", target=call, organisation=call.session.cohort.organiser,
                     detail={"session": call.session_id, "answers": call.answers.count()})


def answer_call(*, person, call, code, now, method, seen_at=None):
    """Answer ``call`` with its code; return a ``rules.roll_calls.Answered``. Fifty answers at once are one."""
    accept = codes.accepts_spoken if method == MarkMethod.CODE else codes.accepts
    good = seen_at is not None or accept(
        code, secret=call.secret, session_id=call.pk, now=now, step=policy_of(call.session).code_seconds
    )
    enrolment = seat_at(call.session, person)
    answer = judged(call, enrolment, good=good, instant=seen_at or now)
    if answer is not Answered.OK:
        return answer
    try:
        with transaction.atomic():
            RollCallAnswer.objects.create(
                call=call, enrolment=enrolment, method=method, answered_at=seen_at or now, recorded_by=person
            )
            trail.record(actor=person, verb="call.answer", target=call, organisation=call.session.cohort.organiser,
                         detail={"session": call.session_id, "method": str(method)})
    except IntegrityError:  # another answer of this person was faster
        return Answered.ALREADY
    return answer


def judged(call, enrolment, *, good, instant):
    """Return what answering would be told; nothing is written."""
    signed = enrolment is not None and AttendanceMark.objects.current().filter(
        session=call.session_id, enrolment=enrolment, status__in=ATTENDED
    ).exists()
    return judge_answer(
        code_accepted=good, call_open=call.closed_at is None or instant < call.closed_at, enrolled=enrolment is not None,
        signed=signed, answered=enrolment is not None and call.answers.filter(enrolment=enrolment).exists(),
    )


@transaction.atomic
def answer_by_hand(*, actor, call, enrolment_ids, now):
    """Note that the trainer saw these people, once each; return how many are new. Nobody answers for themselves so."""
    session = call.session
    answered = set(call.answers.values_list("enrolment_id", flat=True))
    signed = AttendanceMark.objects.current().filter(
        session=session, enrolment__in=enrolment_ids, status__in=ATTENDED
    ).exclude(enrolment__person=actor).values_list("enrolment_id", flat=True)
    fresh = [pk for pk in signed if pk not in answered]
    RollCallAnswer.objects.bulk_create(
        [RollCallAnswer(call=call, enrolment_id=pk, method=MarkMethod.GRID, answered_at=now, recorded_by=actor) for pk in fresh],
        ignore_conflicts=True,
    )
    if fresh:
        trail.record(actor=actor, verb="call.answer", target=call, organisation=session.cohort.organiser,
                     detail={"session": session.pk, "people": len(fresh), "method": str(MarkMethod.GRID)})
    return len(fresh)


@transaction.atomic
def left_before(*, actor, call, enrolment, now):
    """Correct the mark of someone who signed and did not answer: left early, at the time of the call at the latest.

    Returns the ``Approval`` where the session is closed and a second person has to approve, else None. Raises
    ``ValidationError`` when there is no such mark any more, ``PermissionDenied`` for one's own.
    """
    session = call.session
    mark = AttendanceMark.objects.current().filter(
        session=session, enrolment=enrolment, status__in=ATTENDED
    ).select_related("session__cohort__organiser", "enrolment__person").first()
    if mark is None or call.answers.filter(enrolment=enrolment).exists():
        raise ValidationError(_("This was decided in the meantime. Please look again."))
    left_at = min(call.opened_at, session.ends_at)
    return settle_mark(
        actor=actor, session=mark.session, enrolment=mark.enrolment, mark=mark, status=AttendanceStatus.LEFT_EARLY, now=now,
        late_minutes=mark.late_minutes,
        early_minutes=window_of(session).early_minutes("left_early", left_at),
        reason=_("No answer to the second call at %(time)s")
        % {"time": timezone.localtime(call.opened_at).strftime("%H:%M")},
    )
