"""Words for the answers of ``cohorts.rules.readiness``: the page and the workbook say the same."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cohorts.rules.readiness import Lack, Standing
from cohorts.rules.readiness_data import Change, Why
from lms.people.enums import Position

LACKS = {
    Lack.VACANT: _("the post stands empty"),
    Lack.NEVER_PLACED: _("not yet placed in a class"),
    Lack.WAITING: _("waits for a place in a class"),
    Lack.RUNNING: _("in a class that is still running"),
    Lack.WITHDRAWN: _("withdrew from the class"),
    Lack.ABSENT: _("was absent too often"),
    Lack.ON_LEAVE: _("was on leave"),
    Lack.NOT_COMPLETED: _("took part, did not complete"),
    Lack.MINUTES: _("too few hours"),
    Lack.ATTENDANCE: _("attendance too low"),
    Lack.EXAM: _("no exam passed"),
    Lack.CERTIFICATE: _("no certificate"),
}

ALTERED = _(
    "What this snapshot keeps is not what was frozen: somebody changed it in the database, past this site. Its figures are "
    "therefore neither shown nor handed out. Take a new snapshot, or ask whoever runs the site to bring this one back from a "
    "backup."
)

STANDINGS = {
    Standing.READY: _("Ready: someone in office is prepared"),
    Standing.RESERVE_ONLY: _("Only a reserve is prepared"),
    Standing.NOBODY: _("Nobody is prepared"),
}

CRITERIA = {
    "classes": _("Concentrated training"),
    "minutes": _("Hours"),
    "attendance": _("Attendance"),
    "exam": pgettext_lazy("criterion", "Exam passed"),
    "certificate": pgettext_lazy("criterion", "Certificate"),
}

CHANGES = {
    Change.GAINED: _("Prepared now, and not before"),
    Change.LOST: _("Prepared before, and not now"),
    Change.CAME: _("Came into the posts"),
    Change.LEFT: _("Left the posts"),
}

WHYS = {
    Why.MET: _("what was lacking is there: %(lacks)s"),
    Why.LACKS: _("now lacking: %(lacks)s"),
    Why.APPOINTED: _("took the post on %(day)s"),
    Why.MOVED: _("other post: %(other)s"),
    Why.ORGANISATION_CAME: _("the organisation is counted now"),
    Why.ORGANISATION_LEFT: _("the organisation is counted no more"),
    Why.ENDED: _("holds the post no more"),
}


def lack_text(lack):
    return LACKS[lack]


def lacks_text(lacks):
    return "；".join(str(LACKS[lack]) for lack in lacks)


def standing_text(standing):
    return STANDINGS[standing]


def asked_texts(round_data):
    """Say what "prepared" asks, one sentence a criterion; ``round_data`` is the round as data is kept."""
    found = []
    if round_data["classes"]:
        found.append(gettext("%(classes)s concentrated training(s) completed") % round_data)
    if round_data["minutes"]:
        found.append(gettext("%(hours)s learning hours of 45 minutes") % {"hours": round(round_data["minutes"] / 45, 1)})
    if round_data["attendance_percent"]:
        found.append(gettext("attendance of at least %(attendance_percent)s percent") % round_data)
    if round_data["exam"]:
        found.append(gettext("an exam of a concentrated training passed"))
    if round_data["certificate"]:
        found.append(gettext("a valid certificate"))
    return found or [gettext("nothing: everyone in a post counts as prepared")]


def why_text(changed, places):
    """Say why a :class:`cohorts.rules.readiness_data.Changed` came about; ``places`` are organisations by id."""
    other = changed.other
    return WHYS[changed.why] % {
        "lacks": lacks_text(changed.lacks), "day": changed.person["since"] or gettext("an unknown day"),
        "other": f"{places[other['organisation']]['name']} {Position(other['position']).label}" if other else "",
    }
