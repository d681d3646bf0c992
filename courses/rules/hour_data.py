"""Rules of hours as JSON: how they are stored, and what is wrong with data that are no rules."""

from decimal import Decimal, InvalidOperation

from .hours import BANDS, CLOCK, DAYS, EARNED, KINDS, REQUIRED, WAYS, Band, Cap, Counting, Floor, HourRules

MOST_HOURS = Decimal(1000)


class BadRules(ValueError):
    """Data that are no rules: ``where`` is the path of the fault (``kinds.online.bands``), ``code`` what it is."""

    def __init__(self, where, code):
        self.where, self.code = where, code
        super().__init__(f"{where}: {code}")


def dump(rules):
    """Return ``rules`` as JSON data; decimals become text, so that nothing is lost."""
    return {
        "kinds": {kind: _dump_counting(counting) for kind, counting in sorted(rules.countings.items())},
        "other": _dump_counting(rules.other),
        "once": list(rules.once),
        "caps": [
            {"kinds": list(cap.kinds), "hours": _text(cap.hours), "percent": cap.percent, "of": cap.of} for cap in rules.caps
        ],
        "floors": [{"kinds": list(floor.kinds), "hours": _text(floor.hours)} for floor in rules.floors],
        "carry": _text(rules.carry),
        "split": rules.split,
    }


def _text(value):
    return None if value is None else f"{value.normalize():f}"


def _dump_counting(counting):
    data = {"way": counting.way}
    if counting.way in (CLOCK, DAYS):
        data |= {"unit": counting.unit, "step": _text(counting.step)}
    if counting.way == DAYS:
        data |= {
            "half_from": counting.half_from, "half_day": _text(counting.half_day), "full_from": counting.full_from,
            "full_day": _text(counting.full_day),
        }
    if counting.way == BANDS:
        data["bands"] = [[band.from_minutes, _text(band.hours)] for band in counting.bands]
    if counting.times != 1:
        data["times"] = _text(counting.times)
    if counting.complete_only:
        data["complete_only"] = True
    return data


def parse(data):
    """Return the :class:`~courses.rules.hours.HourRules` that ``data`` say; raises :class:`BadRules`."""
    data = _dict(data, "rules")
    _known(data, {"kinds", "other", "once", "caps", "floors", "carry", "split"}, "rules")
    kinds = _dict(data.get("kinds", {}), "kinds")
    _known(kinds, set(KINDS), "kinds")
    return HourRules(
        countings={kind: _counting(value, f"kinds.{kind}") for kind, value in kinds.items()},
        other=_counting(data.get("other", {"way": CLOCK}), "other"),
        once=_kinds(data.get("once", []), "once", empty=True),
        caps=tuple(_cap(value, f"caps.{at}") for at, value in enumerate(_list(data.get("caps", []), "caps"))),
        floors=tuple(
            Floor(_kinds(_dict(value, f"floors.{at}").get("kinds"), f"floors.{at}"),
                  _hours(value.get("hours"), f"floors.{at}.hours"))
            for at, value in enumerate(_list(data.get("floors", []), "floors"))
        ),
        carry=None if data.get("carry") is None else _hours(data["carry"], "carry"),
        split=_flag(data.get("split", True), "split"),
    )


def _counting(data, where):
    data = _dict(data, where)
    _known(data, {
        "way", "unit", "step", "half_from", "half_day", "full_from", "full_day", "bands", "times", "complete_only",
    }, where)
    way = data.get("way")
    if way not in WAYS:
        raise BadRules(f"{where}.way", "unknown")
    unit = _minutes(data.get("unit", 45), f"{where}.unit")
    if not unit:
        raise BadRules(f"{where}.unit", "nothing")
    counting = Counting(
        way=way, unit=unit, step=_hours(data.get("step", "0"), f"{where}.step"),
        half_from=_minutes(data.get("half_from", 0), f"{where}.half_from"),
        half_day=_hours(data.get("half_day", "0"), f"{where}.half_day"),
        full_from=_minutes(data.get("full_from", 0), f"{where}.full_from"),
        full_day=_hours(data.get("full_day", "0"), f"{where}.full_day"),
        bands=_bands(data.get("bands", []), f"{where}.bands"), times=_hours(data.get("times", "1"), f"{where}.times"),
        complete_only=_flag(data.get("complete_only", False), f"{where}.complete_only"),
    )
    if way == DAYS and not (counting.half_from > 0 and 0 < counting.half_day <= counting.full_day
                            and (not counting.full_from or counting.half_from < counting.full_from)):
        raise BadRules(f"{where}.full_day", "order")
    if way == BANDS and not counting.bands:
        raise BadRules(f"{where}.bands", "nothing")
    return counting


def _bands(data, where):
    bands = []
    for at, pair in enumerate(_list(data, where)):
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise BadRules(f"{where}.{at}", "type")
        bands.append(Band(_minutes(pair[0], f"{where}.{at}"), _hours(pair[1], f"{where}.{at}")))
    if len({band.from_minutes for band in bands}) < len(bands):
        raise BadRules(where, "twice")
    return tuple(sorted(bands, key=lambda band: -band.from_minutes))


def _cap(data, where):
    data = _dict(data, where)
    kinds, percent = _kinds(data.get("kinds"), where), data.get("percent")
    hours = None if data.get("hours") is None else _hours(data["hours"], f"{where}.hours")
    if (hours is None) == (percent is None):
        raise BadRules(where, "either")
    if percent is not None and (type(percent) is not int or not 0 <= percent <= 100):
        raise BadRules(f"{where}.percent", "range")
    if data.get("of", REQUIRED) not in (REQUIRED, EARNED):
        raise BadRules(f"{where}.of", "unknown")
    return Cap(kinds, hours, percent, data.get("of", REQUIRED))


def _kinds(data, where, *, empty=False):
    kinds = tuple(_list(data, where))
    if not kinds and not empty:
        raise BadRules(where, "nothing")
    if not set(kinds) <= set(KINDS):
        raise BadRules(where, "unknown")
    return kinds


def _hours(value, where):
    try:
        hours = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        hours = None
    if hours is None or not hours.is_finite():
        raise BadRules(where, "type")
    if not 0 <= hours <= MOST_HOURS or hours != hours.quantize(Decimal("0.01")):
        raise BadRules(where, "range")
    return hours


def _minutes(value, where):
    if type(value) is not int:
        raise BadRules(where, "type")
    if not 0 <= value <= 1440:
        raise BadRules(where, "range")
    return value


def _flag(value, where):
    if not isinstance(value, bool):
        raise BadRules(where, "type")
    return value


def _dict(value, where):
    if not isinstance(value, dict):
        raise BadRules(where, "type")
    return value


def _list(value, where):
    if not isinstance(value, list | tuple):
        raise BadRules(where, "type")
    return value


def _known(data, names, where):
    if unknown := sorted(set(data) - names):
        raise BadRules(f"{where}.{unknown[0]}", "unknown")
