"""Words for the answers of ``cohorts.rules.readiness``: the page and the workbook say the same."""

from django.utils.translation import gettext_lazy as _

from cohorts.rules.readiness import Lack, Standing

LACKS = {
    Lack.NEVER_PLACED: _("not yet placed in a class"),
    Lack.RUNNING: _("in a class that is still running"),
    Lack.WITHDRAWN: _("withdrew from the class"),
    Lack.NOT_COMPLETED: _("took part, did not complete"),
    Lack.MINUTES: _("too few hours"),
    Lack.CERTIFICATE: _("no certificate"),
}

STANDINGS = {
    Standing.READY: _("Ready: someone in office is prepared"),
    Standing.RESERVE_ONLY: _("Only a reserve is prepared"),
    Standing.NOBODY: _("Nobody is prepared"),
}


def lack_text(lack):
    return LACKS[lack]


def standing_text(standing):
    return STANDINGS[standing]
