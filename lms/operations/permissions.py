"""The system operator is a technical account outside the roles (``manage.py make_operator``): it sees the machine, and nobody."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people import access, matrix

access.register(matrix.table(__package__))

navigation.register(navigation.NavItem(95, _("Operation"), "operations:status", "activity", "system.status"))
