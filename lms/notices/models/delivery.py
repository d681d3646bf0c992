from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.notices.enums import Channel, DeliveryState
from lms.people.models import Person

from .notice import Notice


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those to people whom the user sees; the messages themselves are for whoever looks after them (``permissions``)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(notice__person__in=Person.objects.visible_to(user).values("pk"))


class Delivery(models.Model):
    """A notice on its way to someone by e-mail or text message, once a channel.

    The address is not kept: it is read from the person when it is sent. A row that was claimed (``sending``) is never sent
    again by itself: whether a gateway took it before a crash cannot be known, and twice is worse than a message missed.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("by"), max_length=8, choices=Channel)
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivered_once_a_channel")]
        indexes = [models.Index(fields=["state", "created_at"], name="delivery_waiting")]

    def __str__(self):
        return f"{self.notice_id} {self.channel}"
