import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.api.rules.tokens import Term, standing
from lms.people.enums import Role
from lms.people.models import Organisation


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that read of the subtrees that the user administers for the district or audits."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class ApiToken(models.Model):
    """What another system reads with: the subtree of ``organisation``, of ``resources`` (keys of ``lms.api.registry``).

    The secret itself is nowhere: ``digest`` is its keyed hash, ``hint`` its beginning, to tell tokens apart.
    ``form_key`` is of the form that made it, so that sending it twice makes one token. ``last_used_on`` is exact to the day.
    """

    name = models.CharField(_("other system"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation and all below it"), on_delete=models.PROTECT, related_name="+"
    )
    resources = models.JSONField(_("what it may read"), default=list)
    telephones = models.BooleanField(_("with telephone numbers"), default=False)
    telephones_reason = models.CharField(_("why it needs telephone numbers"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="token_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(telephones=False) | ~Q(telephones_reason=""), name="token_telephones_with_reason"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def standing(self):
        """What it is worth today: a :class:`~lms.api.rules.tokens.Standing`."""
        term = Term(self.starts_on, self.ends_on, revoked=self.revoked_at is not None)
        return standing(term, today=timezone.localdate())


class ApiUseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(token__in=ApiToken.objects.visible_to(user).values("pk"))


class ApiUse(models.Model):
    """How often a token read a resource on a day, and how many rows it was told. Written by ``lms.api.actions`` only."""

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="uses")
    resource = models.CharField(_("what"), max_length=30)
    day = models.DateField(_("day"))
    requests = models.PositiveIntegerField(_("requests"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)

    objects = ApiUseQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "resource"]
        verbose_name = _("use of an API token")
        verbose_name_plural = _("uses of API tokens")
        constraints = [models.UniqueConstraint(fields=["token", "resource", "day"], name="use_once_a_day")]

    def __str__(self):
        return f"{self.token_id} {self.resource} {self.day}"
