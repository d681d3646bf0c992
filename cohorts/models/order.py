from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import DayPart, OrderMoment, OrderState
from lms.people.enums import Role
from lms.people.models import Organisation, Person

from .menu import MenuItem
from .session import ClassSession

# Who sees the orders of the organisations in their subtree, and who those to the schools in it.
ORDERING = (Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)
ANSWERING = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


class LessonOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Orders of one's organisations, and orders to the schools one runs."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*ORDERING):
            inside |= Q(organisation__path__startswith=path)
        for path in user.scope.paths(*ANSWERING):
            inside |= Q(item__school__path__startswith=path)
        return self.filter(inside)

    def waiting(self):
        return self.filter(state=OrderState.PLACED)


class LessonOrder(models.Model):
    """An organisation orders a lesson from the menu; accepted, it is a session at their door.

    ``wanted_at`` is the first of its slots. ``waiting_since`` is when it last came to wait for the school's answer. Orders with
    the same ``session`` share a joint one. ``proposed_*`` hold while the school's counter-proposal waits for the liaison;
    ``proposed_session`` is the session that it proposes to join.
    """

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
    waiting_since = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    session = models.ForeignKey(ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_trainer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_session = models.ForeignKey(ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = LessonOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("lesson order")
        verbose_name_plural = _("lesson orders")
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="order_has_people"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "delivered"]) | Q(session__isnull=False), name="accepted_order_has_session"
            ),
        ]
        indexes = [models.Index(fields=["state", "waiting_since"], name="order_waiting")]

    def __str__(self):
        return f"{self.item_id} → {self.organisation_id}"


class OrderSlot(models.Model):
    """A time that an order would like, the first choice first. With a ``part`` any hour of that part of the day will do, and
    ``starts_at`` is its usual one."""

    order = models.ForeignKey(LessonOrder, on_delete=models.CASCADE, related_name="slots")
    rank = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    part = models.CharField(max_length=10, choices=DayPart, blank=True)

    class Meta:
        ordering = ["order", "rank"]
        verbose_name = _("wanted time")
        verbose_name_plural = _("wanted times")
        constraints = [
            models.UniqueConstraint(fields=["order", "rank"], name="order_slot_rank_once"),
            models.UniqueConstraint(fields=["order", "starts_at"], name="order_slot_time_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="order_has_three_slots"),
        ]

    def __str__(self):
        return f"{self.order_id}/{self.rank}"


class OfOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(order__in=LessonOrder.objects.visible_to(user).values("pk"))


class OrderEvent(models.Model):
    """A line of an order's timeline: what happened, when, by whom (None: the system). ``detail`` are values of its sentence."""

    order = models.ForeignKey(LessonOrder, on_delete=models.CASCADE, related_name="events")
    moment = models.CharField(max_length=12, choices=OrderMoment)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict, blank=True)

    objects = OfOrderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "at", "pk"]
        verbose_name = _("line of an order's timeline")
        verbose_name_plural = _("lines of an order's timeline")

    def __str__(self):
        return f"{self.order_id} {self.moment}"


class LessonWishQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations in one's subtrees."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*ORDERING, *ANSWERING):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class LessonWish(models.Model):
    """A topic that an organisation asks for and the menu lacks; ``item`` is what was put on the menu for it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="wishes"
    )
    topic = models.CharField(_("topic"), max_length=60)
    size = models.PositiveIntegerField(_("people"))
    month = models.DateField(_("month"))  # its first day
    note = models.CharField(_("note"), max_length=300, blank=True)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(MenuItem, null=True, blank=True, on_delete=models.PROTECT, related_name="wishes")

    objects = LessonWishQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("wish for a lesson")
        verbose_name_plural = _("wishes for lessons")
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="wish_has_people"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(item=None), name="wish_ends_once"),
            models.UniqueConstraint(
                fields=["organisation", "topic", "month"], condition=Q(withdrawn_at=None), name="wish_once_a_month"
            ),
        ]

    def __str__(self):
        return self.topic
