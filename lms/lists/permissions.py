"""Who has reports made at their time. Which lists one may take out is asked list by list (``lms.lists.registry``)."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people import access, matrix

access.register(matrix.table(__package__))

navigation.register(
    navigation.NavItem(43, _("Scheduled reports"), "lists:schedules", "calendar-clock", "list.schedule", also=("/desk/lists/",)),
)
