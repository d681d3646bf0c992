"""What a second person approves here: the role of an administrator or auditor, and erasing a person."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.approvals.actions import settle
from lms.approvals.registry import Kind, register
from lms.people import access, actions, erasing
from lms.people.enums import Role
from lms.people.models import Organisation, Person
from lms.people.queries import home_of

GRANT, ERASE = "grant.administrator", "person.erase"
# Roles that a second person approves: they decide about others, or read everything.
ADMINISTRATORS = (Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


def give_role(*, actor, person, role, organisation, starts_on, ends_on, reason=""):
    """Give the role and return None; or, for an administrator's role, ask a second person, and return the ``Approval``."""
    if role not in ADMINISTRATORS:
        actions.grant_role(
            actor=actor, person=person, role=role, organisation=organisation, starts_on=starts_on, ends_on=ends_on
        )
        return None
    return settle(
        actor=actor, kind=GRANT, organisation=organisation, person=person, subject=str(Role(role).label), reason=reason,
        about=f"people.person:{person.pk}:{role}:{organisation.pk}", params={
            "person": person.pk, "role": str(role), "organisation": organisation.pk, "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat() if ends_on else None,
        },
    )


def _give(*, actor, person, role, organisation, starts_on, ends_on):
    holder = Person.objects.active().filter(pk=person).first()
    if holder is None:
        raise ValidationError(_("This account is not active any more."))
    actions.grant_role(
        actor=actor, person=holder, role=role, organisation=Organisation.objects.get(pk=organisation),
        starts_on=date.fromisoformat(starts_on), ends_on=date.fromisoformat(ends_on) if ends_on else None,
    )


def _may_give(user, params):
    """The right to give roles, on the very organisation."""
    person = Person.objects.get(pk=params["person"])
    organisation = Organisation.objects.get(pk=params["organisation"])
    return access.allowed(user, "grant.give", person) and user.scope.covers(organisation.path, Role.DISTRICT)


def _facts(approval):
    params = approval.params
    return [
        (_("Role"), Role(params["role"]).label), (_("On"), approval.organisation.name),
        (_("From"), params["starts_on"]), (_("To"), params["ends_on"] or "—"),
        (_("Roles held now"), "、".join(
            f"{grant.get_role_display()}（{grant.organisation.name}）"
            for grant in approval.person.grants.active().select_related("organisation")
        ) or "—"),
    ]


register(Kind(
    key=GRANT, label=gettext_lazy("Give an administrator's role"), icon="key-round", run=_give, decide="grant.decide",
    may_ask=_may_give, facts=_facts,
))


def erase(*, actor, person, reason):
    """Erase the person and return None; or ask a second person, and return the ``Approval``.

    Raises ``ValidationError`` with what still needs the person, at either moment.
    """
    if found := erasing.hindrances(person):
        raise ValidationError(found)
    top = Organisation.objects.get(path=actor.scope.paths(Role.DISTRICT)[0])
    return settle(
        actor=actor, kind=ERASE, organisation=home_of(person) or top, person=person, about=f"people.person:{person.pk}",
        subject="", reason=reason, params={"person": person.pk, "reason": reason},
    )


def _erase(*, actor, person, reason):
    try:
        actions.erase_person(actor=actor, person=Person.objects.get(pk=person), reason=reason)
    except actions.Hindered as hindered:
        raise ValidationError(hindered.sentences) from hindered


def _may_erase(user, params):
    person = Person.objects.visible_to(user).filter(pk=params["person"]).first()
    return person is not None and access.allowed(user, "person.erase", person)


def _facts_of_erasing(approval):
    person = approval.person
    return [
        (_("Person"), person.name),
        (_("Posts today"), "、".join(
            post.organisation.name for post in person.appointments.current().select_related("organisation")
        ) or "—"),
        (_("What still needs the person"), " ".join(erasing.hindrances(person)) or "—"),
    ]


register(Kind(
    key=ERASE, label=gettext_lazy("Erase a person"), icon="user-x", run=_erase, decide="person.decide_erase",
    may_ask=_may_erase, facts=_facts_of_erasing,
))
