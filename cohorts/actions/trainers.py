"""Trainers: what they teach and when they are away, and asking them to teach a session."""

from collections import defaultdict

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
def ask_trainers(*, actor, sessions, moved=()):
    """Ask whoever is to teach the ``sessions``, in as many queries for one as for many.

    Whoever was asked before and does not teach one any more is asked no longer; those ``moved`` are asked of again, for
    another time. Nobody is asked about what is over, and whoever plans a session for themselves has accepted it. A trainer
    who is asked for many sessions hears of it once.
    """
    now, moved = timezone.now(), set(moved)
    standing = {
        invitation.session_id: invitation
        for invitation in TeachingInvitation.objects.standing().filter(session__in=sessions).select_related("trainer")
    }
    due = [session for session in sessions if session in moved or not _asked_already(standing.get(session.pk), session)]
    ended = [standing[session.pk].pk for session in due if session.pk in standing]
    TeachingInvitation.objects.filter(pk__in=ended).update(ended_at=now)
    invitations = TeachingInvitation.objects.bulk_create([
        _invitation(actor, session, standing.get(session.pk), now)
        for session in due if session.trainer_id is not None and session.ends_at > now
    ])
    asked = defaultdict(list)
    for invitation in invitations:
        if invitation.state == InvitationState.ASKED:
            asked[invitation.trainer_id].append(invitation)
    notify_all(_question(theirs) for theirs in asked.values())


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
    url = reverse("cohorts:substitute", args=[session.pk])
    notify_all(
        _notice(invitation, person_id, "teaching.declined", url, trainer=invitation.trainer.name)
        for person_id in {session.cohort.class_teacher_id, invitation.asked_by_id} - {None, invitation.trainer_id}
    )
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


def _asked_already(standing, session):
    return standing is not None and standing.trainer_id == session.trainer_id


def _invitation(actor, session, before, now):
    """Return the unsaved invitation to ``session``; ``before`` is the one that stood until now, or None."""
    own = actor is not None and actor.pk == session.trainer_id
    return TeachingInvitation(
        session=session, trainer_id=session.trainer_id, asked_by=actor, asked_at=now,
        state=InvitationState.ACCEPTED if own else InvitationState.ASKED, answered_at=now if own else None,
        instead_of=before.trainer if before is not None and not _asked_already(before, session) else None,
    )


def _question(invitations):
    """Return the notice that asks one trainer: for the session, or for how many there are and which is the first."""
    first = min(invitations, key=lambda invitation: invitation.session.starts_at)
    if len(invitations) == 1:
        return _notice(first, first.trainer_id, "teaching.asked", reverse("cohorts:invitation", args=[first.pk]))
    return _notice(
        first, first.trainer_id, "teaching.asked_many", reverse("cohorts:teaching"), count=len(invitations)
    )


def _notice(invitation, person_id, kind, url, **values):
    moment, session = int((invitation.answered_at or invitation.asked_at).timestamp()), invitation.session
    return {
        "person_id": person_id, "kind": kind, "source": f"{kind}:{invitation.pk}:{person_id}:{moment}", "url": url,
        "params": {"session": session.title, "when": span(session.starts_at, session.ends_at), **values},
    }
