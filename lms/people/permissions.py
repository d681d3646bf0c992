"""Who may do what with organisations, people, grants, imports and the audit trail: ``matrix.toml``, and what its rows name."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people import access, matrix
from lms.people.models import RoleGrant
from lms.people.rules.authority import may_touch
from lms.people.rules.scope import Grant


def _touches(user, person, roles):
    """The user may touch the person's account through one of ``roles``; nobody's own is asked here."""
    if person.pk == user.pk or not user.scope.holds(*roles):
        return False
    posts = list(person.appointments.current().values_list("organisation__path", flat=True))
    held = RoleGrant.objects.active().filter(person=person).values_list("role", "organisation__path")
    return may_touch(user.scope, posts, [Grant(role, path) for role, path in held], roles)


access.register(matrix.table(
    __package__,
    touches=_touches,
    holder_is_touched=lambda user, post: access.POLICY["person.edit"](user, post.person),
    # A demo account is shared by everyone who tries the product out: it stays, with its password.
    no_demo_account=lambda user, person: not person.is_demo,
    may_sign_in=lambda user, person: not person.is_demo and person.erased_at is None,
    not_erased=lambda user, person: person.erased_at is None,
))

navigation.register(
    navigation.NavItem(20, _("Rosters"), "people:imports", "file-up", "roster.import"),
    navigation.NavItem(30, _("Organisations"), "people:organisations", "network", "organisation.browse", also=("/desk/slips/",)),
    navigation.NavItem(31, _("People"), "people:people", "users", "person.browse", also=("/desk/posts/",)),
    navigation.NavItem(80, _("Roles"), "people:grants", "key-round", "grant.browse"),
    navigation.NavItem(90, _("Audit trail"), "audit:trail", "scroll-text", "audit.read"),
)
