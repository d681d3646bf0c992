"""Who asks: a token in the Authorization header, and nothing else. Cookies are never looked at."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext
from ninja.security import HttpBearer

from lms.api.digests import PREFIX, digest_of
from lms.api.models import ApiToken
from lms.api.problems import Refused, no_valid_token
from lms.api.reader import reader_of
from lms.api.rules.tokens import Standing
from lms.api.throttle import seconds_to_wait
from lms.people.models import Person

LONGEST = 100  # letters of a secret: longer ones are not even hashed


@dataclass(frozen=True)
class Asking:
    """``reader`` is for ``visible_to``; ``resource`` is what is read, "" for the token itself."""

    token: ApiToken
    reader: Person
    resource: str
    day: object


class TokenAuth(HttpBearer):
    """Lets a valid token in that was granted ``resource``; ``""`` asks for no grant."""

    openapi_description = "Authorization: Bearer rt_…"

    def __init__(self, resource):
        super().__init__()
        self.resource = resource

    def __call__(self, request):
        asking = super().__call__(request)
        if asking is None:
            raise no_valid_token()
        return asking

    def authenticate(self, request, token):
        if not token.startswith(PREFIX) or len(token) > LONGEST:
            return None
        found = ApiToken.objects.select_related("organisation").filter(digest=digest_of(token)).first()
        if found is None or found.standing != Standing.VALID:
            return None
        wait = seconds_to_wait(found)
        if wait:
            raise Refused(429, gettext("This token asked too often in this minute. Ask again after the seconds in Retry-After."),
                          headers={"Retry-After": str(wait)})
        if self.resource and self.resource not in found.resources:
            raise Refused(403, gettext("This token was not granted this. Ask the district if your system needs it."))
        return Asking(found, reader_of(found), self.resource, timezone.localdate())
