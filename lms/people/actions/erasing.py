"""Erase a person: name, number and everything personal go; what figures are counted from stays, under a number."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record
from lms.people import access, erasing
from lms.people.actions.people import end_appointment, end_grant
from lms.people.actions.sessions import end_sessions
from lms.people.models import Person, RoleGrant
from lms.people.queries import home_of


class Hindered(Exception):
    """Something still needs the person; ``sentences`` say what."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@transaction.atomic
def erase_person(*, actor, person, reason):
    """Take everything personal of ``person`` out of the system and return the row that is left.

    The act itself, once whoever has to agree has agreed: it asks for the right (``person.erase``) and, without an actor (the
    command of the operator), for nothing. Posts end with today, so that today's figures stay what they are. Raises
    :class:`Hindered`; erased again, the row is returned as it is.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        return person
    if actor is not None and (actor.pk == person.pk or not access.allowed(actor, "person.erase", person)):
        raise PermissionDenied("person.erase")
    if found := erasing.hindrances(person):
        raise Hindered(found)
    home = home_of(person)
    for grant in RoleGrant.objects.active().filter(person=person):
        end_grant(actor=actor, grant=grant)
    for post in person.appointments.current().select_related("organisation"):
        end_appointment(actor=actor, appointment=post, ends_on=timezone.localdate() + timedelta(days=1))
    end_sessions(person=person)
    done = erasing.carry_out(person)
    erasing.take_out(person)
    from lms.people.pinyin import name_fields  # noqa: PLC0415 -- slow: the dictionary loads once, when it is needed

    for column, value in name_fields(person.name).items():
        setattr(person, column, value)
    person.erased_at = timezone.now()
    person.save()
    person.groups.clear()
    record(actor=actor, verb="person.erase", target=person, organisation=home, detail={"reason": reason, **done})
    return person
