from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    XLSX = "xlsx", _("Workbook (Excel, WPS)")
    CSV = "csv", _("Comma-separated values")


class Every(TextChoices):
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")


class Weekday(IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class EndedBy(TextChoices):
    """Why a schedule runs no more."""

    PERSON = "person", _("Ended by you")
    TIME = "time", _("Its last day is over")
    RIGHT = "right", _("You no longer have the right to this list")
