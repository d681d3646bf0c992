"""What a certificate says, from its frozen facts alone. Chinese on every screen: it is a Chinese document.

``facts`` is ``{"name", "programme", "host", "organisation", "starts_on", "ends_on", "minutes", "issuer", "issued_on"}``,
dates in ISO notation. ``host`` (who held the class) may be missing, and ``sessions`` (how many were attended or taught).

A template's texts name these facts in braces, ``{name}``; a part in square brackets is left out when a fact in it is empty.
"""

import re
from datetime import date

from .kinds import DEEDS

DIGITS = "〇一二三四五六七八九"
MINUTES_AN_HOUR = 45


def chinese_number(number):
    """Return 1 to 99 in Chinese: 10 is 十, 21 is 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def chinese_date(day):
    """Return 二〇一七年九月五日, as a document is signed."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def period(starts_on, ends_on):
    """Return 2017年9月5日至9月7日, saying the year twice only when it changes, and one day once."""
    first = f"{starts_on.year}年{starts_on.month}月{starts_on.day}日"
    if starts_on == ends_on:
        return first
    last = f"{ends_on.month}月{ends_on.day}日"
    return f"{first}至{last}" if starts_on.year == ends_on.year else f"{first}至{ends_on.year}年{last}"


def hours(minutes):
    """Return learning hours of 45 minutes with one decimal at most: 8, 12.7."""
    value = f"{minutes / MINUTES_AN_HOUR:.1f}"
    return value.removesuffix(".0")


def deed(facts, kind):
    """Return what follows the name on a certificate of ``kind``: ``于2017年9月5日至9月7日参加……准予结业。``"""
    return "".join(text for text, _name in pieces(DEEDS[kind], values(facts, number="")))


def class_title(programme):
    """Return the programme as a class: what does not say so itself is called a 培训班."""
    return programme if programme.endswith(("班", "培训", "轮训")) else f"{programme}培训班"


def signed(facts):
    return chinese_date(date.fromisoformat(facts["issued_on"]))


ARABIC, CHINESE, WESTERN = "arabic", "chinese", "western"
DATE_STYLES = (ARABIC, CHINESE, WESTERN)
FIELDS = (
    "name", "address", "organisation", "programme", "class", "cohort", "host", "period", "starts_on", "ends_on", "hours",
    "sessions", "number", "issuer", "issued_on", "site",
)
# What differs from person to person: a batch shares everything else.
PERSONAL = frozenset({"name", "number"})
_FIELD = re.compile(r"\{(\w*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)


def dated(day, style=ARABIC):
    """Return 2018年3月5日, 二〇一八年三月五日 or 5 March 2018."""
    if style == CHINESE:
        return chinese_date(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if style == WESTERN else f"{day.year}年{day.month}月{day.day}日"


def period_in(starts_on, ends_on, style=ARABIC):
    """Return from when to when in a style of dates; a year or month that does not change is said once."""
    if style == ARABIC:
        return period(starts_on, ends_on)
    first, last = dated(starts_on, style), dated(ends_on, style)
    if starts_on == ends_on:
        return first
    same_year = starts_on.year == ends_on.year
    if style == CHINESE:
        return f"{first}至{last.partition('年')[2] if same_year else last}"
    if same_year:
        first = str(starts_on.day) if starts_on.month == ends_on.month else first.removesuffix(f" {starts_on.year}")
    return f"{first} – {last}"


def fields_in(text):
    """Return the names in braces of a template's text, known ones and others."""
    return set(_FIELD.findall(text))


def values(facts, *, number, style=ARABIC, address="", site=""):
    """Return ``{field: text}`` of what a certificate says; empty where it says nothing."""
    starts_on, ends_on = date.fromisoformat(facts["starts_on"]), date.fromisoformat(facts["ends_on"])
    return {
        "name": facts["name"], "address": address, "organisation": facts.get("organisation") or "",
        "programme": facts["programme"], "class": class_title(facts["programme"]), "cohort": facts.get("cohort") or "",
        "host": facts.get("host") or "", "period": period_in(starts_on, ends_on, style),
        "starts_on": dated(starts_on, style), "ends_on": dated(ends_on, style),
        "hours": hours(facts["minutes"]) if facts.get("minutes") else "", "sessions": str(facts.get("sessions") or ""),
        "number": number, "issuer": facts["issuer"],
        "issued_on": dated(date.fromisoformat(facts["issued_on"]), style), "site": site,
    }


def pieces(text, said):
    """Return a template's text filled with the values ``said``, ``((text, is the name), ...)``.

    Values are put in as they are: what looks like a field or a bracket in a name is part of the name.
    """
    def kept(part):
        return part[1] if all(said.get(field) for field in _FIELD.findall(part[1])) else ""

    found, place, text = [], 0, _OPTIONAL.sub(kept, text)
    for match in _FIELD.finditer(text):
        found += [(text[place:match.start()], False), (said.get(match[1], ""), match[1] == "name")]
        place = match.end()
    return tuple(piece for piece in (*found, (text[place:], False)) if piece[0])
