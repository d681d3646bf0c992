"""Who may do what with the tokens of other systems."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role

register({
    "api.browse": holds(Role.DISTRICT, Role.AUDITOR),
    "api.create_token": holds(Role.DISTRICT),
    "api.revoke_token": covers(lambda token: token.organisation.path, Role.DISTRICT),
})

navigation.register(navigation.NavItem(85, _("Connected systems"), "api:tokens", "plug", "api.browse"))
