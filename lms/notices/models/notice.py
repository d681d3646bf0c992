from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.notices.kinds import KINDS


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice belongs to whom it was sent, and to no one else."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """A line for one person about something that happened, with the page it leads to. Written by ``lms.notices.actions``.

    ``source`` names what it is about and is unique, so that nothing is told twice.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=1600, blank=True)
    source = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self):
        return self.source

    @property
    def text(self):
        """The sentence in the language of the moment."""
        return str(KINDS[self.kind].text) % self.params

    @property
    def icon(self):
        return KINDS[self.kind].icon
