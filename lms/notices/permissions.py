"""Who may look after messages that did not go out: ``matrix.toml``."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people import access, matrix

access.register(matrix.table(__package__))

navigation.register(navigation.NavItem(85, _("Messages"), "notices:deliveries", "mail-warning", "delivery.browse"))
