"""A saved filter and a scheduled report of the administrator of the east."""

from functools import cached_property

from django.utils import timezone

from lms.lists.models import SavedFilter, ScheduledReport

from .base import pk_of


class ListRows:
    @cached_property
    def saved_filter(self):
        return SavedFilter.objects.create(
            person=self.world.p_subdistrict, list_key="people.people", name="书记", query="position=secretary", place=1,
        )

    @cached_property
    def schedule(self):
        return ScheduledReport.objects.create(
            person=self.world.p_subdistrict, list_key="people.people", every="week", weekday=0, since=timezone.now(),
        )


def _people(house):
    return {"key": "people.people"}


OBJECTS = {
    "lists:export": _people,
    "lists:filter-save": _people,
    "lists:schedule-new": _people,
    "lists:filter-remove": pk_of("saved_filter"),
    "lists:schedule-pause": pk_of("schedule"),
    "lists:schedule-resume": pk_of("schedule"),
    "lists:schedule-end": pk_of("schedule"),
}
