"""What the machine has: fonts, libraries, versions, a clock that is right."""

import ctypes.util
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms import confined
from lms.machine import LIBRARIES, OPTIONAL
from lms.operations.registry import check, failure, ok, warning
from lms.operations.rules import health
from lms.printing.fonts import CharacterMissing, choose

RARE = "𠮷㛃䶮〇喆堃"  # characters of real names that many fonts lack


@check("fonts", gettext_lazy("Fonts"))
def fonts(asked):
    findings = []
    for character in RARE:
        try:
            choose(character)
        except CharacterMissing as missing:
            findings.append(failure(str(missing), _("On Debian: sudo apt-get install fonts-noto-cjk")))
    return findings or ok(_("Certificates can print rare characters: %(characters)s") % {"characters": " ".join(RARE)})


@check("libraries", gettext_lazy("Libraries"))
def libraries(asked):
    findings = []
    for name, package in LIBRARIES.items():
        if ctypes.util.find_library(name):
            continue
        todo = _("On Debian: sudo apt-get install %(package)s") % {"package": package}
        if name in OPTIONAL:
            findings.append(warning(_("%(name)s is missing: certificates are made slowly.") % {"name": package}, todo))
        else:
            findings.append(failure(_("%(name)s is missing: no certificate can be made.") % {"name": package}, todo))
    return findings or ok(_("What certificates are drawn with is there."))


@check("limits", gettext_lazy("Limits of memory and time"))
def limits(asked):
    if confined.MEMORY_IS_LIMITED and confined.TIME_IS_LIMITED:
        return ok(_("Reading an upload or drawing a page is stopped when it takes too much memory or time."))
    return warning(_("This system does not limit the memory that reading an upload or drawing a page may take."),
                   _("Run the site on Linux."))


@check("versions", gettext_lazy("Versions"))
def versions(asked):
    lock = (settings.BASE_DIR / "requirements.txt").read_text()
    floors = {**health.FLOORS, **health.pinned(lock, health.AS_PINNED)}
    old = health.below_floor({name: _installed(name) for name in floors}, floors)
    return [
        failure(_("%(name)s is %(version)s; it should be %(floor)s at least.") % {
            "name": name, "version": version or _("missing"), "floor": floor}, _("Run “make setup”."))
        for name, version, floor in old
    ] or ok(_("No library is below its floor."))


def _installed(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@check("clock", gettext_lazy("Clock"))
def clock(asked):
    findings, now = [], timezone.now()
    if not settings.USE_TZ or settings.TIME_ZONE != "Asia/Shanghai":
        findings.append(failure(_("Times are not kept in UTC and shown in Shanghai's time."),
                                _("Set USE_TZ to True and TIME_ZONE to Asia/Shanghai.")))
    others = {_("the database's"): _database_clock()}
    if asked.get("date"):
        try:
            others[_("the one you gave")] = parsedate_to_datetime(asked["date"]).astimezone(UTC)
        except ValueError:
            findings.append(warning(_("The Date could not be read."), _("Give it as HTTP does: Mon, 30 Nov 2026 14:06:43 GMT")))
    for whose, time in others.items():
        if time is not None and abs(time - now) > health.CLOCK_OFF:
            findings.append(failure(
                _("The clock differs from %(whose)s by %(seconds)s seconds.") % {
                    "whose": whose, "seconds": round(abs(time - now).total_seconds())},
                _("Let both machines follow a time server (timedatectl set-ntp true).")))
    return findings or ok(_("The clock agrees: %(now)s UTC.") % {"now": now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")})


def _database_clock():
    if connection.vendor == "sqlite":  # it asks the same clock as we do
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found = cursor.fetchone()[0]
    return found if isinstance(found, datetime) else None
