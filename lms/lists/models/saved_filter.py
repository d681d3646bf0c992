from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.sealing.fields import SealedTextField

MOST_FILTERS = 20  # of one person for one list


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and nobody else's."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class SavedFilter(models.Model):
    """A filter of a list that a person keeps under a name; of a list of a row (a roster) it serves every such row.

    ``query`` holds what the list knows, cleaned; it lies encrypted, since it may say whom somebody looked for. ``place`` counts
    from 1 and is unique: no two that are saved at once make one too many. Written by ``lms.lists.actions``.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=40)
    query = SealedTextField(blank=True)
    place = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=["person", "list_key", "place"], name="saved_filter_place"),
            models.UniqueConstraint(fields=["person", "list_key", "name"], name="saved_filter_name"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_FILTERS), name="saved_filter_limit"),
        ]

    def __str__(self):
        return f"{self.list_key} {self.pk}"
