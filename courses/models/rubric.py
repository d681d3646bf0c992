from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.rules import rubrics
from lms.people.enums import Role
from lms.people.models import Organisation

SETTERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


class RubricQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the subtrees where the user sets or audits, and those of organisations above: a district's is for all."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*SETTERS, Role.AUDITOR):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class Rubric(models.Model):
    """Criteria by which people mark. ``criteria`` is ``[{"title", "points", "hint"}]`` (``courses.rules.rubrics``).

    A mark keeps the criteria by which it was given; one that was used is not changed any more, but copied.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="rubrics")
    title = models.CharField(_("title"), max_length=120)
    criteria = models.JSONField(_("criteria"), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def __str__(self):
        return self.title

    @property
    def possible(self):
        return rubrics.possible(self.criteria)
