"""Who may do what with organisations, people, grants, imports and the audit trail."""

from lms.people.access import covers, holds, register
from lms.people.enums import Role


def _org_path(organisation):
    return organisation.path


def _administers(user, person):
    """The person holds an appointment in a subtree that the user administers, and is someone else."""
    if person.pk == user.pk:
        return False
    paths = user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT)
    held = person.appointments.current().values_list("organisation__path", flat=True)
    return any(path.startswith(top) for path in held for top in paths)


register({
    "organisation.browse": holds(Role.LIAISON, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "organisation.edit": covers(_org_path, Role.DISTRICT),
    "person.browse": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "person.invite": lambda user, person: _administers(user, person),
    "person.reveal": lambda user, person: person.pk == user.pk or _administers(user, person),
    "grant.browse": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "grant.give": lambda user, person: user.scope.holds(Role.DISTRICT) and person.pk != user.pk,
    "grant.end": lambda user, grant: user.scope.covers(grant.organisation.path, Role.DISTRICT)
    and grant.person_id != user.pk,
    "roster.import": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "audit.read": holds(Role.AUDITOR, Role.DISTRICT, Role.SUBDISTRICT),
})
