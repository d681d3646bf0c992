"""Public holidays and make-up workdays, from the package ``chinesecalendar``, which knows years up to its last release."""

import chinese_calendar
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts.rules.calendar import Day, DayKind


class Holiday(TextChoices):
    """The names that the package gives."""

    NEW_YEAR = "New Year's Day", _("New Year's Day")
    SPRING_FESTIVAL = "Spring Festival", _("Spring Festival")
    TOMB_SWEEPING = "Tomb-sweeping Day", _("Tomb-sweeping Day")
    LABOUR_DAY = "Labour Day", _("Labour Day")
    DRAGON_BOAT = "Dragon Boat Festival", _("Dragon Boat Festival")
    MID_AUTUMN = "Mid-autumn Festival", _("Mid-autumn Festival")
    NATIONAL_DAY = "National Day", _("National Day")
    VICTORY_DAY = "Anti-Fascist 70th Day", _("Victory Day")


def day_of(date):
    """Return what kind of day (``rules.calendar.Day``) the date is."""
    try:
        free, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        return Day(date, DayKind.UNKNOWN)
    weekend = date.weekday() >= 5
    if free and name:
        return Day(date, DayKind.HOLIDAY, name)
    if free:
        return Day(date, DayKind.WEEKEND)
    return Day(date, DayKind.MAKE_UP, name or "") if weekend else Day(date, DayKind.WORKDAY)


def days_of(dates):
    """Return ``{date: Day}``."""
    return {date: day_of(date) for date in dates}


def is_free(date):
    """Tell whether people are off work on that day; of a year that is not known, by the weekend alone."""
    day = day_of(date)
    return day.kind in (DayKind.HOLIDAY, DayKind.WEEKEND) or (day.kind == DayKind.UNKNOWN and date.weekday() >= 5)
