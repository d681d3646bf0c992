"""Tokens of other systems, and the rows that they read."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from lms.api.actions import create_token

from .base import pk_of


class ApiRows:
    @cached_property
    def api_token(self):
        today = timezone.localdate()
        return create_token(
            actor=self.world.p_district, name="区人事系统", purpose="核对书记任职", organisation=self.east, resources=["people"],
            starts_on=today, ends_on=today + timedelta(days=30),
        )[0]


def _some_row(house):
    """Without a token it is never looked for."""
    return {"pk": 1}


OBJECTS = {
    "api:token": pk_of("api_token"),
    "api:token-revoke": pk_of("api_token"),
    "api:unknown": lambda house: {"rest": "v1/nothing"},
    **dict.fromkeys([f"api:api-v1:{name}" for name in (
        "organisation", "person", "cohort", "session", "attendance-mark", "hour", "certificate",
    )], _some_row),
}
