from django.db import models
from django.utils import timezone

from lms.people.own import OwnQuerySet

from .person import Person


class SessionQuerySet(OwnQuerySet):
    def lasting(self, limits, now=None):
        """Sign-ins that are not over by ``rules.sessions.Limits``."""
        now = now or timezone.now()
        return self.filter(seen_at__gte=now - limits.idle, began_at__gte=now - limits.longest)


class SignInSession(models.Model):
    """One signed-in device of a person. Kept beside Django's session, which holds when it began and was last used.

    ``system`` and ``browser`` are words of ``rules.devices``, not what the browser says of itself in full; ``address`` is
    shown shortened. ``seen_at`` is exact to a minute.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    system = models.CharField(max_length=30, blank=True)
    browser = models.CharField(max_length=30, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self):
        return f"{self.person_id} {self.system} {self.browser}"
