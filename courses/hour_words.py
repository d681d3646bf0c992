"""Rules of hours in words: what a kind counts, the steps of a credit, what a year leaves out and why."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import HourKind
from courses.rules.hour_year import CAP, DAY
from courses.rules.hours import BANDS, CLOCK, DAYS, HOUR, REQUIRED

PRESET_LABELS = {
    "national": gettext_lazy("National plan: 45 minutes an hour"),
    "unit_2018": gettext_lazy("A unit's rule of 2018: 8 a day, 4 half a day"),
    "nanjing": gettext_lazy("Nanjing: 6 a day, teaching five times, surplus carried over"),
    "zhengzhou": gettext_lazy("Zhengzhou: by the hour and half hour, online only when complete"),
    "yunnan": gettext_lazy("Yunnan: online in bands by length"),
}


def hours_text(hours):
    """Return learning hours without needless zeros: ``3.5``, ``0.25``."""
    text = f"{Decimal(hours).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")
    return text or "0"


def minutes_as_hours(minutes):
    return hours_text(Decimal(minutes) / HOUR)


def kinds_text(kinds):
    labels = dict(HourKind.choices)
    return "、".join(str(labels[kind]) for kind in kinds)


def counting_text(counting):
    """Return in a sentence how a kind counts."""
    if counting.way == CLOCK:
        text = _clock(counting)
    elif counting.way == DAYS:
        text = _("Half a day (%(half_from)s minutes or more) counts %(half)s hours.") % {
            "half_from": counting.half_from, "half": hours_text(counting.half_day)}
        if counting.full_from:
            text = _("A full day (%(full_from)s minutes or more) counts %(full)s hours.") % {
                "full_from": counting.full_from, "full": hours_text(counting.full_day)} + text
        text += _("Below that: %(rule)s A day makes %(full)s hours at most.") % {
            "rule": _clock(counting), "full": hours_text(counting.full_day)}
    elif counting.way == BANDS:
        text = _bands(counting)
    else:
        return _("It is written down and credits nothing.")
    if counting.times != 1:
        text += _("The result is taken %(times)s times.") % {"times": hours_text(counting.times)}
    if counting.complete_only:
        text += _("Only when all of it was learned.")
    return text


def _clock(counting):
    if counting.step:
        return _("%(unit)s minutes are one hour, rounded down to %(step)s hours.") % {
            "unit": counting.unit, "step": hours_text(counting.step)}
    return _("%(unit)s minutes are one hour, by the minute.") % {"unit": counting.unit}


def _bands(counting):
    parts, upper = [], None
    for band in sorted(counting.bands, key=lambda band: -band.from_minutes):
        values = {"least": band.from_minutes, "most": upper, "hours": hours_text(band.hours)}
        if upper is None:
            parts.append(_("from %(least)s minutes on %(hours)s") % values if band.from_minutes
                         else _("each time %(hours)s") % values)
        else:
            parts.append(_("%(least)s to under %(most)s minutes %(hours)s") % values)
        upper = band.from_minutes
    return _("Learning hours by length: %(bands)s.") % {"bands": _(", ").join(parts)}


_STEPS = {
    "clock": gettext_lazy("%(unit)s minutes make one learning hour, by the minute."),
    "steps": gettext_lazy("%(unit)s minutes make one learning hour, rounded down to whole steps of %(step)s hours."),
    "full_day": gettext_lazy("%(from_minutes)s minutes or more are a full day: %(hours)s hours."),
    "half_day": gettext_lazy("%(from_minutes)s minutes or more are half a day: %(hours)s hours."),
    "band": gettext_lazy("The band from %(from_minutes)s minutes on counts %(hours)s hours."),
    "below_bands": gettext_lazy("Less than %(from_minutes)s minutes count nothing."),
    "times": gettext_lazy("This is taken %(times)s times."),
    "incomplete": gettext_lazy("%(progress)s percent of it was learned; it counts only when all of it was."),
    "nothing": gettext_lazy("This kind counts nothing here."),
}


def step_text(step):
    values = {name: hours_text(value) if isinstance(value, Decimal) else value for name, value in step.params}
    return str(_STEPS[step.code]) % values


def cut_text(cut, titles=()):
    """Return why ``cut`` leaves minutes out; ``titles`` maps lines to what they are called."""
    hours = minutes_as_hours(cut.minutes)
    if cut.code == DAY:
        return _("%(hours)s hours do not count: a day makes %(limit)s at most.") % {
            "hours": hours, "limit": hours_text(cut.limit)}
    if cut.code == CAP:
        return _("%(hours)s hours do not count: of %(kinds)s at most %(limit)s a year.") % {
            "hours": hours, "limit": hours_text(cut.limit), "kinds": kinds_text(cut.kinds)}
    return _("%(hours)s hours do not count: the same lesson was credited in this year before.") % {"hours": hours}


def year_texts(rules):
    """Return the rules of a year in sentences."""
    said = []
    if rules.once:
        said.append(_("The same lesson counts once a year: %(kinds)s.") % {"kinds": kinds_text(rules.once)})
    for cap in rules.caps:
        values = {"kinds": kinds_text(cap.kinds), "hours": cap.hours and hours_text(cap.hours), "percent": cap.percent}
        if cap.percent is None:
            said.append(_("%(kinds)s: at most %(hours)s hours a year together.") % values)
        elif cap.of == REQUIRED:
            said.append(_("%(kinds)s: at most %(percent)s percent of what the year asks.") % values)
        else:
            said.append(_("%(kinds)s: at most %(percent)s percent of all hours of the year.") % values)
    said += [
        _("%(kinds)s: at least %(hours)s hours a year together.") % {
            "kinds": kinds_text(floor.kinds), "hours": hours_text(floor.hours)}
        for floor in rules.floors
    ]
    if rules.carry is None:
        said.append(_("Hours beyond what the year asks lapse at its end."))
    else:
        said.append(_("Of the hours beyond what the year asks, up to %(hours)s go to the next year.") % {
            "hours": hours_text(rules.carry)})
    said.append(
        _("What lasts over the turn of a year is divided by its days.") if rules.split
        else _("What lasts over the turn of a year counts in the year in which it ends.")
    )
    return said


def floor_text(floor, missing):
    return _("%(kinds)s: %(missing)s of at least %(hours)s hours are missing.") % {
        "kinds": kinds_text(floor.kinds), "missing": minutes_as_hours(missing), "hours": hours_text(floor.hours)}
