"""Who may do what with organisations, people, grants, imports and the audit trail."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role
from lms.people.models import RoleGrant
from lms.people.rules.authority import may_touch
from lms.people.rules.scope import Grant


def _org_path(organisation):
    return organisation.path


def _reaches(*roles):
    """Predicate: someone else, whose account the user may touch through one of ``roles``."""

    def predicate(user, person):
        if person.pk == user.pk or not user.scope.holds(*roles):
            return False
        posts = list(person.appointments.current().values_list("organisation__path", flat=True))
        held = RoleGrant.objects.active().filter(person=person).values_list("role", "organisation__path")
        return may_touch(user.scope, posts, [Grant(role, path) for role, path in held], roles)

    return predicate


_administers = _reaches(Role.SUBDISTRICT, Role.DISTRICT)
_erases = _reaches(Role.DISTRICT)
_looks_after = _reaches(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT)

register({
    "organisation.browse": holds(Role.LIAISON, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "organisation.edit": covers(_org_path, Role.DISTRICT),
    "organisation.reserves": covers(_org_path, Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "organisation.invite": covers(_org_path, Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT),
    "person.browse": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "person.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "person.export": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT),
    # A demo account is shared by everyone who tries the product out: its password stays.
    "person.invite": lambda user, person: not person.is_demo and person.erased_at is None and _looks_after(user, person),
    "person.reset_factor": _reaches(Role.DISTRICT),
    "person.erase": lambda user, person: not person.is_demo and _erases(user, person),
    "person.edit": lambda user, person: person.erased_at is None and _administers(user, person),
    "person.appoint": lambda user, person: person.erased_at is None and _administers(user, person),
    "appointment.end": lambda user, post: user.scope.covers(post.organisation.path, Role.SUBDISTRICT, Role.DISTRICT)
    and _administers(user, post.person),
    "person.reveal": lambda user, person: person.pk == user.pk or _administers(user, person),
    "grant.browse": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "grant.choose": holds(Role.DISTRICT),
    "grant.give": lambda user, person: user.scope.holds(Role.DISTRICT) and person.pk != user.pk and person.erased_at is None,
    "grant.end": lambda user, grant: user.scope.covers(grant.organisation.path, Role.DISTRICT)
    and grant.person_id != user.pk,
    "roster.import": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "roster.log": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "audit.export": holds(Role.AUDITOR),
    "audit.read": holds(Role.AUDITOR, Role.DISTRICT, Role.SUBDISTRICT),
})

navigation.register(
    navigation.NavItem(20, _("Rosters"), "people:imports", "file-up", "roster.import"),
    navigation.NavItem(30, _("Organisations"), "people:organisations", "network", "organisation.browse", also=("/desk/slips/",)),
    navigation.NavItem(31, _("People"), "people:people", "users", "person.browse", also=("/desk/posts/",)),
    navigation.NavItem(80, _("Roles"), "people:grants", "key-round", "grant.browse"),
    navigation.NavItem(90, _("Audit trail"), "audit:trail", "scroll-text", "audit.read"),
)
