from django.db import models

from lms.people.own import OwnQuerySet

from .person import Person


class SecondFactor(models.Model):
    """What somebody's authenticator app shares with us. It counts from ``confirmed_at`` on.

    ``secret`` is encrypted (``lms.people.one_time``). ``last_step`` is the time step of the code used last: none before it
    or equal to it counts again. ``failures`` are wrong codes since the last right one; after some, codes wait until
    ``paused_until``. ``trust`` is part of what a remembered device holds: a new one forgets all devices.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=300)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    trust = models.CharField(max_length=32)

    objects = OwnQuerySet.as_manager()

    def __str__(self):
        return f"{self.person_id}"


class RecoveryCode(models.Model):
    """One of the codes that stand in for the app, kept as a keyed hash and good once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")]

    def __str__(self):
        return f"{self.person_id}"
