"""Create people, appoint them, and give or end roles."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.people.models import Appointment, Person, RoleGrant
from lms.people.pinyin import name_fields


@transaction.atomic
def create_person(*, actor, name, post=None, **fields):
    """Create a person who has not signed in yet; ``fields`` are columns of ``Person``, ``post`` the arguments of
    :func:`appoint`."""
    person = Person(name=name, **name_fields(name), **fields)
    person.set_unusable_password()
    person.save()
    record(actor=actor, verb="person.create", target=person, organisation=post["organisation"] if post else None)
    if post:
        appoint(actor=actor, person=person, **post)
    return person


@transaction.atomic
def appoint(*, actor, person, organisation, position, starts_on=None):
    """Give ``person`` the post; one already held is returned as it is."""
    appointment, created = Appointment.objects.get_or_create(
        person=person, organisation=organisation, position=position, ends_on=None, defaults={"starts_on": starts_on}
    )
    if created:
        record(actor=actor, verb="person.appoint", target=appointment, organisation=organisation,
               detail={"person": person.pk, "position": position})
    return appointment


@transaction.atomic
def end_appointment(*, actor, appointment, ends_on):
    """End the post: ``ends_on`` is the first day on which it is no longer held."""
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on"])
    record(actor=actor, verb="person.end_appointment", target=appointment, organisation=appointment.organisation)
    return appointment


@transaction.atomic
def grant_role(*, actor, person, role, organisation, starts_on=None, ends_on=None):
    """Give ``person`` the role on the organisation and all below it."""
    grant, created = RoleGrant.objects.get_or_create(
        person=person, role=role, organisation=organisation, ends_on=ends_on,
        defaults={"starts_on": starts_on or timezone.localdate(), "granted_by": actor},
    )
    if created:
        record(actor=actor, verb="grant.give", target=grant, organisation=organisation,
               detail={"person": person.pk, "role": role})
    return grant


@transaction.atomic
def end_grant(*, actor, grant):
    """End a grant as of today; from the next request on it gives nothing."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if grant.ends_on is not None and grant.ends_on <= yesterday:
        return grant
    grant.ends_on = yesterday
    grant.save(update_fields=["ends_on"])
    record(actor=actor, verb="grant.end", target=grant, organisation=grant.organisation,
           detail={"person": grant.person_id, "role": grant.role})
    return grant
