"""First sign-in codes, and corrections of a person's data."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.people.actions.sessions import end_sessions
from lms.people.guessing import forget_failures
from lms.people.models import Person
from lms.people.queries import home_of
from lms.people.rules import first_codes


@transaction.atomic
def issue_first_code(*, actor, person):
    """Replace the person's password by a first code, and return the code: it is shown once and kept only as a hash."""
    code = first_codes.make_code(secrets.choice)
    person.set_password(code)
    person.must_set_password = True
    person.code_expires_at = timezone.now() + timedelta(days=first_codes.VALID_DAYS)
    person.save(update_fields=["password", "must_set_password", "code_expires_at"])
    end_sessions(person=person)
    forget_failures(person.username)  # the code is for whoever does not get in
    record(actor=actor, verb="person.first_code", target=person, organisation=home_of(person))
    return code


def issue_first_codes(*, actor, organisation, people, progress=lambda done, total: None):
    """Issue a code for each of ``people`` in a transaction of its own; return ``[(person, code)]`` for the slips.

    Hashing takes a good part of a second a person, so nothing is locked meanwhile. Stopped half-way and begun again, it
    issues new codes for whoever has not signed in yet: slips that were never printed are worth nothing.
    """
    slips = []
    for done, person in enumerate(people):
        progress(done, len(people))
        slips.append((person, issue_first_code(actor=actor, person=person)))
    record(actor=actor, verb="person.first_codes", target=organisation, organisation=organisation,
           detail={"people": len(slips)})
    progress(len(people), len(people))
    return slips


def set_text_size(*, person, size):
    """Keep how large the person reads (a ``TextSize``, or empty for the usual size). A taste: no line in the trail."""
    Person.objects.filter(pk=person.pk).update(text_size=size)


def set_theme(*, person, theme):
    """Keep in which colours the person reads (a ``Theme``). A taste: no line in the trail."""
    Person.objects.filter(pk=person.pk).update(theme=theme)


@transaction.atomic
def reveal_phone(*, actor, person, reason):
    """Return the telephone number in clear, and leave a line that says who looked and why (of oneself nobody asks)."""
    record(actor=actor, verb="person.reveal", target=person, organisation=home_of(person),
           detail={"reason": reason} if reason else {})
    return person.phone


@transaction.atomic
def correct_person(*, actor, person, changes):
    """Write ``changes`` (columns of ``Person``) and record which columns they were."""
    from lms.people.pinyin import name_fields  # noqa: PLC0415 -- slow: the dictionary loads once, when it is needed

    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = [column for column, value in changes.items() if getattr(person, column) != value]
    if not changed:
        return person
    for column in changed:
        setattr(person, column, changes[column])
    for column, value in name_fields(person.name).items():
        setattr(person, column, value)
    person.save(update_fields=[*changed, "name_key", "initials"])
    record(actor=actor, verb="person.edit", target=person, organisation=home_of(person), detail={"fields": sorted(changed)})
    return person
