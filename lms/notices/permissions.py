"""Who may look after messages that did not go out."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import holds, register
from lms.people.enums import Role

register({
    "delivery.browse": holds(Role.DISTRICT),
    "delivery.again": holds(Role.DISTRICT),
})

navigation.register(navigation.NavItem(85, _("Messages"), "notices:deliveries", "mail-warning", "delivery.browse"))
