from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import OrderState
from lms.people.enums import Role
from lms.people.models import Organisation

from .session import ClassSession


class MenuItemQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """The menu is for all who may order or answer orders: any member of staff."""
        return self.active() if user.is_authenticated and user.scope.grants else self.none()


class MenuItem(models.Model):
    """A lesson that a school offers to bring to a branch's door."""

    school = models.ForeignKey(Organisation, verbose_name=_("school of"), on_delete=models.PROTECT, related_name="menu")
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")

    def __str__(self):
        return self.title


class LessonOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Orders of one's organisations, and orders to the schools one runs."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT):
            inside |= Q(item__school__path__startswith=path)
        return self.filter(inside)


class LessonOrder(models.Model):
    """An organisation orders a lesson from the menu; accepted, it is a session at their door."""

    item = models.ForeignKey(MenuItem, verbose_name=_("lesson"), on_delete=models.PROTECT, related_name="orders")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("ordered by"), on_delete=models.PROTECT, related_name="orders"
    )
    wanted_at = models.DateTimeField(_("wanted at"))
    place = models.CharField(_("place"), max_length=200)
    size = models.PositiveIntegerField(_("people"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.PLACED)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    session = models.OneToOneField(ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="order")

    objects = LessonOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("lesson order")
        verbose_name_plural = _("lesson orders")

    def __str__(self):
        return f"{self.item_id} → {self.organisation_id}"
