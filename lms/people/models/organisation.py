from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.enums import AffiliatedKind, OrganisationKind, Role

# Roles that see every organisation of their subtree.
SUBTREE_ROLES = (Role.LIAISON, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


class Category(models.Model):
    """A category of branches, each with the emphasis that its training asks for (seeded from the 2017 notice)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    emphasis = models.CharField(_("emphasis"), max_length=120, blank=True)
    aliases = models.JSONField(_("other spellings in rosters"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self):
        return self.name


class OrganisationQuerySet(models.QuerySet):
    def under(self, *paths):
        """Organisations in the subtrees at ``paths``, their tops included."""
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def active(self):
        return self.filter(closed_on=None)

    def visible_to(self, user):
        """The subtrees of the user's grants, and the line of organisations above each of the user's own."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=user.own_organisation_ids)
        for path in user.scope.paths(*SUBTREE_ROLES):
            inside |= Q(path__startswith=path)
        return self.filter(inside)


class Organisation(models.Model):
    """A node of the tree: district > directly affiliated > general branch or branch.

    ``path`` is written by ``people.actions.organisations`` and ``people.actions.bulk`` only: the ids from the root down,
    a slash after each, so that a subtree is a prefix (see ``people.rules.scope``).
    """

    parent = models.ForeignKey(
        "self", verbose_name=_("superior"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=120, unique=True, null=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    affiliated_kind = models.CharField(_("sort"), max_length=20, choices=AffiliatedKind, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=300, blank=True, db_index=True, editable=False)
    initials = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="organisation_name_once_under_its_superior"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="district"), name="organisation_one_district"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ancestor_ids(self):
        """Ids from the root down to this organisation itself."""
        return [int(part) for part in (self.path or "").split("/") if part]
