"""Who may do what with the tokens of other systems: ``matrix.toml``."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people import access, matrix

access.register(matrix.table(__package__))

navigation.register(navigation.NavItem(85, _("Connected systems"), "api:tokens", "plug", "api.browse"))
