"""Second factors: set up, proved at each sign-in, replaced by recovery codes, taken off."""

import secrets

from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.people import one_time
from lms.people.actions.sessions import end_sessions
from lms.people.models import RecoveryCode, SecondFactor
from lms.people.queries import home_of
from lms.people.rules import second_factor as rules


def _record(actor, verb, person=None, **detail):
    person = person or actor
    record(actor=actor, verb=verb, target=person, organisation=home_of(person), detail=detail)


@transaction.atomic
def begin_second_factor(*, actor):
    """Make a secret for the actor's app. It counts for nothing until a code confirms it; one that counts stays."""
    factor, made = SecondFactor.objects.select_for_update().get_or_create(
        person=actor, defaults={"secret": one_time.new_secret(), "trust": secrets.token_hex(16)}
    )
    if not made and factor.confirmed_at is None:
        factor.secret, factor.last_step = one_time.new_secret(), 0
        factor.save(update_fields=["secret", "last_step"])
    if factor.confirmed_at is None:
        _record(actor, "second_factor.begin")
    return factor


def _judge(factor, code, now):
    """Return the answer to ``code`` and write what follows from it; the row is locked by the caller."""
    if factor.paused_until and now < factor.paused_until:
        return rules.Answer("paused", factor.paused_until)
    code = rules.typed(code)
    step = rules.matching_step(code, now=now, last=factor.last_step, generate=lambda at: one_time.code_at(factor.secret, at))
    kind = "app" if step is not None else "wrong"
    if step is None and factor.confirmed_at and len(code) == rules.RECOVERY_LENGTH:
        unused = RecoveryCode.objects.filter(person_id=factor.person_id, digest=one_time.digest(code), used_at=None)
        kind = "recovery" if unused.update(used_at=now) else "wrong"
    if kind == "wrong":
        factor.failures, factor.paused_until = rules.after_failure(factor.failures, now)
    else:
        factor.last_step, factor.failures, factor.paused_until = step or factor.last_step, 0, None
    factor.save(update_fields=["last_step", "failures", "paused_until"])
    return rules.Answer("paused", factor.paused_until) if factor.paused_until else rules.Answer(kind)


@transaction.atomic
def check_code(*, actor, code, now=None):
    """Return the ``rules.second_factor.Answer`` to a code of ``actor``; each code counts once, and a few wrong ones pause.

    A wrong code is a line in the trail, and so is one of the recovery codes.
    """
    factor = SecondFactor.objects.select_for_update().filter(person=actor).first()
    if factor is None:
        return rules.Answer("wrong")
    answer = _judge(factor, code, now or timezone.now())
    if answer.kind != "app":
        verb = {"wrong": "second_factor.refused", "paused": "second_factor.paused", "recovery": "second_factor.recovery"}
        _record(actor if answer.right else None, verb[answer.kind], actor)
    return answer


@transaction.atomic
def confirm_second_factor(*, actor, code, now=None):
    """Let the actor's app count from now on, if it shows the right code; return ``(answer, recovery codes)``."""
    answer = check_code(actor=actor, code=code, now=now)
    if not answer.right:
        return answer, []
    SecondFactor.objects.filter(person=actor, confirmed_at=None).update(confirmed_at=now or timezone.now())
    _record(actor, "second_factor.on")
    return answer, _new_codes(actor)


@transaction.atomic
def renew_recovery_codes(*, actor, code, now=None):
    """Replace the actor's recovery codes after a right code; return ``(answer, recovery codes)``."""
    answer = check_code(actor=actor, code=code, now=now)
    if not answer.right:
        return answer, []
    _record(actor, "second_factor.new_codes")
    return answer, _new_codes(actor)


def _new_codes(person):
    codes = [rules.make_recovery_code(secrets.choice) for _number in range(rules.RECOVERY_CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=one_time.digest(code)) for code in codes)
    return codes


@transaction.atomic
def drop_second_factor(*, actor, code, now=None):
    """Take the actor's second factor off after a right code; return the answer."""
    answer = check_code(actor=actor, code=code, now=now)
    if answer.right:
        _remove(actor)
        _record(actor, "second_factor.off")
    return answer


@transaction.atomic
def reset_second_factor(*, actor, person, reason):
    """Take the second factor of somebody who lost it off; they are signed out everywhere and set up another one."""
    _remove(person)
    end_sessions(person=person)
    _record(actor, "second_factor.reset", person, reason=reason)


def _remove(person):
    SecondFactor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
