"""Trainers: what they teach and when they are away, and asking them to teach a session."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import InvitationState
from cohorts.models import TeachingInvitation, TrainerAbsence, TrainerProfile
from cohorts.plan_words import span
from lms.audit.trail import record
from lms.notices.actions import notify_all


@transaction.atomic
def save_profile(*, actor, person, subjects, sessions_a_week):
    """Keep what a trainer teaches and how many sessions a week at most (0: no limit); return the profile."""
    profile, _made = TrainerProfile.objects.update_or_create(
        person=person, defaults={"subjects": subjects, "sessions_a_week": sessions_a_week}
    )
    record(actor=actor, verb="trainer.update", target=profile)
    return profile


@transaction.atomic
def add_absence(*, actor, person, starts_at, ends_at, reason=""):
    """Keep a time in which the trainer cannot teach; return it. Sessions planned in it stay: someone has to decide."""
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The end lies before the beginning. Choose a later end.")})
    absence = TrainerAbsence.objects.create(person=person, starts_at=starts_at, ends_at=ends_at, reason=reason)
    record(actor=actor, verb="trainer.away", target=absence)
    return absence


@transaction.atomic
def remove_absence(*, actor, absence):
    """The trainer can teach then after all."""
    record(actor=actor, verb="trainer.back", target=absence)
    absence.delete()


@transaction.atomic
def ask_trainer(*, actor, session, moved=False):
    """Ask whoever is to teach ``session``; return the invitation that stands now, or None.

    Whoever was asked before and does not teach it any more is asked no longer; ``moved`` asks again for another time.
    Nobody is asked about what is over, and whoever plans a session for themselves has accepted it.
    """
    standing = _standing(session)
    same = standing is not None and standing.trainer_id == session.trainer_id
    if same and not moved:
        return standing
    now = timezone.now()
    if standing is not None:
        standing.ended_at = now
        standing.save(update_fields=["ended_at"])
    if session.trainer_id is None or session.ends_at <= now:
        return None
    own = actor is not None and actor.pk == session.trainer_id
    invitation = TeachingInvitation.objects.create(
        session=session, trainer_id=session.trainer_id, asked_by=actor, asked_at=now,
        state=InvitationState.ACCEPTED if own else InvitationState.ASKED, answered_at=now if own else None,
        instead_of=standing.trainer if standing is not None and not same else None,
    )
    if not own:
        _tell(invitation, session.trainer_id, "teaching.asked", session)
    return invitation


@transaction.atomic
def ask_for_new(*, actor, sessions):
    """Ask whoever is to teach the ``sessions``, for which nobody was asked yet: as :func:`ask_trainer`, in two queries."""
    now = timezone.now()
    invitations = TeachingInvitation.objects.bulk_create([
        TeachingInvitation(
            session=session, trainer_id=session.trainer_id, asked_by=actor, asked_at=now,
            state=InvitationState.ACCEPTED if own else InvitationState.ASKED, answered_at=now if own else None,
        )
        for session in sessions if session.trainer_id is not None and session.ends_at > now
        for own in [actor is not None and actor.pk == session.trainer_id]
    ])
    notify_all(
        _notice(invitation, invitation.trainer_id, "teaching.asked", invitation.session)
        for invitation in invitations if invitation.state == InvitationState.ASKED
    )


@transaction.atomic
def accept_invitation(*, actor, invitation):
    """The trainer will teach the session; return the invitation. Saying so again changes nothing."""
    return _answer(actor, invitation, InvitationState.ACCEPTED)


@transaction.atomic
def decline_invitation(*, actor, invitation, reason):
    """The trainer cannot: the class teacher and whoever asked are told why, and find someone else; return the invitation.

    One who had accepted may still decline before the session begins.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why, so that the class teacher can plan on.")})
    invitation = _answer(actor, invitation, InvitationState.DECLINED, reason=reason.strip())
    session = invitation.session
    for person_id in {session.cohort.class_teacher_id, invitation.asked_by_id} - {None, invitation.trainer_id}:
        _tell(invitation, person_id, "teaching.declined", session, trainer=invitation.trainer.name)
    return invitation


def _answer(actor, invitation, state, reason=""):
    invitation = TeachingInvitation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "trainer", "session__cohort__organiser"
    ).get(pk=invitation.pk)
    session = invitation.session
    if invitation.trainer_id != actor.pk:
        raise PermissionDenied("only whoever was asked answers")
    if invitation.ended_at is not None:
        raise ValidationError(
            _("You are not asked for this session any more: its time or its trainer has changed."), code="ended"
        )
    if session.cancelled_at is not None:
        raise ValidationError(_("This session was cancelled. Nothing has to be answered."), code="cancelled")
    if session.closed_at is not None or session.starts_at <= timezone.now():
        raise ValidationError(
            _("This session has begun. Please talk to the class teacher about what should change."), code="begun"
        )
    if invitation.state == state:
        return invitation
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.reason = "；".join(filter(None, (invitation.reason, reason)))[:200]
    invitation.save(update_fields=["state", "answered_at", "reason"])
    record(actor=actor, verb=f"invitation.{'accept' if state == InvitationState.ACCEPTED else 'decline'}", target=invitation,
           organisation=session.cohort.organiser, detail={"session": session.pk})
    return invitation


def _standing(session):
    return TeachingInvitation.objects.standing().filter(session=session).select_related("trainer").first()


def _tell(invitation, person_id, kind, session, **values):
    notify_all([_notice(invitation, person_id, kind, session, **values)])


def _notice(invitation, person_id, kind, session, **values):
    if kind == "teaching.asked":
        url = reverse("cohorts:invitation", args=[invitation.pk])
    else:
        url = reverse("cohorts:substitute", args=[session.pk])
    moment = int((invitation.answered_at or invitation.asked_at).timestamp())
    return {
        "person_id": person_id, "kind": kind, "source": f"{kind}:{invitation.pk}:{person_id}:{moment}", "url": url,
        "params": {"session": session.title, "when": span(session.starts_at, session.ends_at), **values},
    }
