"""What a certificate says, from its frozen facts alone. Chinese on every screen: it is a Chinese document.

``facts`` is ``{"name", "programme", "host", "organisation", "starts_on", "ends_on", "minutes", "issuer", "issued_on"}``,
dates in ISO notation. ``host`` (who held the class) may be missing.
"""

from datetime import date

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


def sentence(facts):
    """Return the certificate's text after the name: ``同志于2017年9月5日至9月7日参加……准予结业。``"""
    when = period(date.fromisoformat(facts["starts_on"]), date.fromisoformat(facts["ends_on"]))
    host = f"{facts['host']}举办的" if facts.get("host") else ""
    programme = facts["programme"]
    if not programme.endswith(("班", "培训", "轮训")):
        programme = f"{programme}培训班"
    return f"同志于{when}参加{host}{programme}，学习期满，考核合格，准予结业。"


def signed(facts):
    return chinese_date(date.fromisoformat(facts["issued_on"]))
