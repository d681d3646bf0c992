from django.db import models
from django.utils import timezone

from lms.people.own import OwnQuerySet

from .person import Person


class PastPassword(models.Model):
    """The hash of a password that somebody had before; kept only where ``PASSWORD_HISTORY`` asks for it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.person_id} {self.replaced_at:%Y-%m-%d}"
