from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.people.enums import CategoryCode, Role
from lms.people.models import Organisation


class ElectionRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A round is read by whoever answers for a part of its organisations."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class ElectionRound(models.Model):
    """An election of residential organisations, and what it asks of whoever is to stand prepared.

    Trainings from ``since`` to the day looked at count; ``minutes`` and ``certificate`` are asked for only where set.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    category_code = models.SlugField(_("category"), default=CategoryCode.RESIDENTIAL)
    since = models.DateField(_("trainings count from"))
    cut_off = models.DateField(_("cut-off date"))
    classes = models.PositiveSmallIntegerField(_("concentrated trainings asked for"), default=1)
    minutes = models.PositiveIntegerField(_("minutes asked for"), default=0)
    certificate = models.BooleanField(_("a certificate is asked for"), default=False)

    objects = ElectionRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-cut_off", "pk"]
        verbose_name = _("election round")
        verbose_name_plural = _("election rounds")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="round_title_once"),
            models.CheckConstraint(condition=Q(cut_off__gte=F("since")), name="round_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.title
