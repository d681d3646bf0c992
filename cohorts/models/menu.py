from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Lecturer
from lms.people.models import Organisation, Person

from .survey import SurveyTemplate

ANSWER_DAYS = 5  # unless the school says otherwise


class MenuItemQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """The menu is for all who may order or answer orders: any member of staff."""
        return self.active() if user.is_authenticated and user.scope.grants else self.none()

    def offered_in(self, month):
        """Items offered in a month (1 to 12)."""
        return self.filter(Q(months="") | Q(months__contains=f"{month:02}"))

    def reaching(self, areas):
        """Items that are brought to one of the sub-districts with the ids ``areas``."""
        return self.filter(Q(areas=None) | Q(areas__in=areas)).distinct()


class MenuItem(models.Model):
    """A lesson that a school offers to bring to a branch's door.

    ``topic`` is the subject by which trainers are matched. Who teaches is the ``lecturer`` of that card, the ``trainer`` of that
    name, or any trainer of the subject where neither is given. ``months`` are two digits each, separated by commas; empty is
    the whole year. ``areas`` are the sub-districts it is brought to; none is everywhere. ``travel_minutes`` is kept free
    before and after.
    """

    school = models.ForeignKey(Organisation, verbose_name=_("school of"), on_delete=models.PROTECT, related_name="menu")
    title = models.CharField(_("title"), max_length=200)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    lecturer = models.ForeignKey(
        Lecturer, verbose_name=_("lecturer"), null=True, blank=True, on_delete=models.PROTECT, related_name="menu"
    )
    trainer = models.ForeignKey(
        Person, verbose_name=_("trainer"), null=True, blank=True, on_delete=models.PROTECT, related_name="menu"
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    size_min = models.PositiveIntegerField(_("people at least"), default=1)
    size_max = models.PositiveIntegerField(_("people at most"), default=100)
    months = models.CharField(_("months offered"), max_length=40, blank=True)
    areas = models.ManyToManyField(Organisation, verbose_name=_("brought to"), blank=True, related_name="+")
    travel_minutes = models.PositiveSmallIntegerField(_("minutes on the way"), default=30)
    travel_note = models.CharField(_("how far it comes"), max_length=120, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        constraints = [
            models.CheckConstraint(condition=Q(size_min__gte=1, size_max__gte=F("size_min")), name="menu_item_sizes"),
            models.CheckConstraint(condition=Q(lecturer=None) | Q(trainer=None), name="menu_item_one_teacher"),
        ]

    def __str__(self):
        return self.title

    @property
    def month_numbers(self):
        return [int(month) for month in self.months.split(",") if month]


class OrderPolicyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What schools promise of orders is known to all staff, as their menus are."""
        return self.all() if user.is_authenticated and user.scope.grants else self.none()

    def for_school(self, school):
        """Return what holds for a school: what it set itself, or the unsaved default."""
        return self.filter(school=school).first() or OrderPolicy(school=school)


class OrderPolicy(models.Model):
    """What a school promises of orders: an answer within ``answer_days`` days, and how a lesson that was brought is rated."""

    school = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="order_policy")
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer within"), default=ANSWER_DAYS, validators=[MinValueValidator(1)]
    )
    survey = models.ForeignKey(
        SurveyTemplate, verbose_name=_("questionnaire"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    survey_days = models.PositiveSmallIntegerField(_("days to answer the questionnaire"), default=7)

    objects = OrderPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of a school's orders")
        verbose_name_plural = _("rules of schools' orders")
        constraints = [
            models.CheckConstraint(condition=Q(answer_days__gte=1, survey_days__gte=1), name="order_policy_days"),
        ]

    def __str__(self):
        return str(self.school_id)
