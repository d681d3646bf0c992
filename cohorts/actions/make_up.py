"""Making up for a missed session: as a guest of another class, or by lessons and a note that the teacher accepts."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.actions.attendance import lock_session
from cohorts.actions.earning import missed, settle
from cohorts.actions.review import review_facts
from cohorts.enums import EnrolmentState, MakeUpState
from cohorts.models import AttendanceMark, Enrolment, MakeUp
from cohorts.queries.make_up import LIVING, lessons_for, sessions_for, unfinished_lessons
from cohorts.queries.policy import policy_of
from cohorts.rules import make_up as rules
from lms.audit.trail import record
from lms.notices.actions import notify

WITH_ENROLMENT = (
    "enrolment__person", "enrolment__cohort__organiser", "enrolment__cohort__class_teacher", "session__cohort__programme",
    "other__cohort",
)


@transaction.atomic
def choose_make_up(*, person, enrolment, session, other=None, lessons=(), now=None):
    """Choose how to make up for ``session``: at the session ``other`` of another class, or by ``lessons`` (ids) and a note.

    Raises ``ValidationError`` when nothing was missed, a way was chosen before, the class is over, or there is no room.
    """
    now = now or timezone.now()
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("person", "cohort").get(pk=enrolment.pk)
    )
    if enrolment.person_id != person.pk or session.cohort_id != enrolment.cohort_id:
        raise PermissionDenied("one chooses for oneself, for a session of one's own class")
    mark = AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()
    problem = rules.problem(
        closed=session.closed_at is not None,
        cohort_over=bool(enrolment.state != EnrolmentState.ENROLLED or enrolment.cohort.closed_at),
        status=mark.status if mark else "", late_minutes=mark.late_minutes if mark else 0, policy=policy_of(session),
    )
    if problem:
        raise ValidationError(_problem(problem), code=problem)
    if MakeUp.objects.filter(enrolment=enrolment, session=session, state__in=LIVING).exists():
        raise ValidationError(_("You have chosen a way already. Look at it under “Make-ups”."), code="twice")
    if other is not None:
        _room(enrolment, session, lock_session(other), now)
    offered = set() if other is not None else {lesson.pk for lesson in lessons_for(enrolment)} & set(lessons)
    if other is None and not offered:
        raise ValidationError(_("Choose at least one lesson."), code="nothing")
    make_up = MakeUp.objects.create(enrolment=enrolment, session=session, other=other, chosen_at=now)
    make_up.lessons.set(offered)
    record(actor=person, verb="make_up.choose", target=make_up, organisation=enrolment.cohort.organiser,
           detail={"session": session.pk, "other": other.pk if other else None, "lessons": sorted(offered)})
    return make_up


def _room(enrolment, session, other, now):
    """Raise ``ValidationError`` unless the locked session ``other`` can be a make-up and has a seat left."""
    offer = next((one for one in sessions_for(enrolment, session, now=now) if one.session.pk == other.pk), None)
    if offer is None or not offer.free:
        raise ValidationError(_("There is no seat left at this session, or it is over. Choose another one."), code="full")


def _problem(code):
    return {
        "over": _("This class is over: nothing can be made up any more."),
        "not_yet": _("This session is not closed yet. It is known then whether you missed it."),
        "not_missed": _("You were at this session: there is nothing to make up."),
    }[code]


@transaction.atomic
def hand_in(*, person, make_up, note, now=None):
    """Hand in the note of a make-up by lessons, once they are finished; the class teacher is told."""
    make_up = _locked(make_up)
    if make_up.enrolment.person_id != person.pk:
        raise PermissionDenied("one hands in for oneself")
    if make_up.other_id or make_up.state not in (MakeUpState.CHOSEN, MakeUpState.HANDED_IN):
        raise ValidationError(_("Nothing can be handed in here any more. Please look at it again."))
    problem = rules.hand_in_problem(note, unfinished_lessons(make_up))
    if problem == "lessons":
        raise ValidationError(_("Finish the lessons first; then hand in your note."), code=problem)
    if problem:
        raise ValidationError(_("Write a few sentences: what you learned, and what you will do with it."), code=problem)
    make_up.note, make_up.state = note.strip(), MakeUpState.HANDED_IN
    make_up.save(update_fields=["note", "state"])
    cohort = make_up.enrolment.cohort
    record(actor=person, verb="make_up.hand_in", target=make_up, organisation=cohort.organiser,
           detail={"session": make_up.session_id})
    if cohort.class_teacher is not None and cohort.class_teacher_id != person.pk:
        notify(
            person=cohort.class_teacher, kind="make_up.handed_in", source=f"make_up:{make_up.pk}:handed_in",
            params={"name": person.name, "session": make_up.session.title},
            url=reverse("cohorts:make-up", args=[make_up.pk]),
        )
    return make_up


@transaction.atomic
def cancel_make_up(*, person, make_up):
    """Take back one's own choice while nothing is decided: another way can be chosen then."""
    make_up = _locked(make_up)
    if make_up.enrolment.person_id != person.pk:
        raise PermissionDenied("one takes back one's own choice")
    if make_up.state not in (MakeUpState.CHOSEN, MakeUpState.HANDED_IN):
        raise ValidationError(_("This is decided already. Please look at it again."))
    make_up.state = MakeUpState.CANCELLED
    make_up.save(update_fields=["state"])
    record(actor=person, verb="make_up.cancel", target=make_up, organisation=make_up.enrolment.cohort.organiser,
           detail={"session": make_up.session_id})
    return make_up


@transaction.atomic
def accept_make_up(*, actor, make_up, answer="", now=None):
    """Accept what was handed in: the missed session counts as attended and its minutes as made up."""
    now, make_up = now or timezone.now(), _decidable(actor, make_up, MakeUpState.HANDED_IN)
    if not missed(make_up):
        raise ValidationError(_("The mark was corrected in the meantime: there is nothing to make up any more."))
    return _decide(actor, make_up, MakeUpState.DONE, answer, now, "make_up.accept", "make_up.done")


@transaction.atomic
def decline_make_up(*, actor, make_up, answer, now=None):
    """Decline what was handed in, with words for the person, who can choose again."""
    if not answer.strip():
        raise ValidationError(_("Please say why, so that the person understands."))
    make_up = _decidable(actor, make_up, MakeUpState.HANDED_IN)
    return _decide(actor, make_up, MakeUpState.DECLINED, answer, now or timezone.now(), "make_up.decline", "make_up.declined")


@transaction.atomic
def withdraw_make_up(*, actor, make_up, answer, now=None):
    """Take back a make-up that was accepted by mistake: its minutes are reversed, and a certificate is looked at again."""
    if not answer.strip():
        raise ValidationError(_("Please say why, so that the change can be understood later."))
    make_up = _decidable(actor, make_up, MakeUpState.DONE)
    return _decide(actor, make_up, MakeUpState.DECLINED, answer, now or timezone.now(), "make_up.withdraw", "make_up.declined")


def _decidable(actor, make_up, state):
    make_up = _locked(make_up)
    if make_up.enrolment.person_id == actor.pk:
        raise PermissionDenied("nobody decides their own make-up")
    if make_up.state != state:
        raise ValidationError(_("This was decided or taken back in the meantime. Please look at it again."))
    return make_up


def _decide(actor, make_up, state, answer, now, verb, kind):
    make_up.answer = answer.strip()[:200]
    settle(actor=actor, make_ups=[make_up], state=state, on_date=timezone.localdate(now), now=now)
    enrolment, session = make_up.enrolment, make_up.session
    record(actor=actor, verb=verb, target=make_up, organisation=enrolment.cohort.organiser, detail={"session": session.pk})
    review_facts(
        actor=actor, enrolments=[enrolment], now=now,
        why=f"{session.title} {timezone.localdate(session.starts_at)}: {make_up.get_state_display()}",
    )
    notify(
        person=enrolment.person, kind=kind, source=f"make_up:{make_up.pk}:{state}:{now.isoformat()}",
        params={"session": session.title}, url=reverse("cohorts:my-make-ups"),
    )
    return make_up


def _locked(make_up):
    rows = MakeUp.objects.select_for_update(of=("self",), no_key=True).select_related(*WITH_ENROLMENT)
    return rows.get(pk=make_up.pk)
