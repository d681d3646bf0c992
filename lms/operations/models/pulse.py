from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PulseQuerySet(models.QuerySet):
    def named(self, name):
        """Return the row ``name``, or None where it never happened."""
        return self.filter(pk=name).first()


class Pulse(models.Model):
    """When something that must go on in the background happened last, one row a name. Written by ``lms.operations.actions``.

    ``beat`` is the clock's lease (``holder`` is the process that ticks now), ``worker`` the last minute that came through
    clock, broker and worker, ``backup`` the last backup, ``clock`` the latest time seen, ``turned_away`` when
    a request was turned away because too many waited. ``detail`` holds counts
    and versions, never personal data.
    """

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    holder = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self):
        return self.name
