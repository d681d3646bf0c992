"""Who has reports made at their time. Which lists one may take out is asked list by list (``lms.lists.registry``)."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import holds, register
from lms.people.enums import Role

register({
    "list.schedule": holds(Role.LIAISON, Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
})

navigation.register(
    navigation.NavItem(43, _("Scheduled reports"), "lists:schedules", "calendar-clock", "list.schedule", also=("/desk/lists/",)),
)
