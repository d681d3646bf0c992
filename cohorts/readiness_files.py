"""The election workbook as a file that is handed out: of now, or of a snapshot."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.models import ElectionRound, ReadinessSnapshot
from cohorts.queries.readiness_data import collect
from cohorts.readiness_wording import ALTERED
from cohorts.reports.readiness import Handing, write_readiness
from cohorts.rules.readiness_data import Altered
from lms.hand_outs import registry
from lms.jobs.actions import JobError
from lms.people import access

KIND = "cohorts.readiness"


def _make(hand_out, path):
    data, snapshot = _data(hand_out)
    handing = Handing(by=hand_out.asked_by.name, at=timezone.now(), purpose=hand_out.purpose, recipient=hand_out.recipient,
                      snapshot=snapshot)
    return write_readiness(path=path, data=data, handing=handing)


def _data(hand_out):
    params = hand_out.params
    if "snapshot_id" in params:
        row = ReadinessSnapshot.objects.select_related("taken_by").defer("data").get(pk=params["snapshot_id"])
        said = _("taken by %(name)s on %(at)s: %(note)s") % {
            "name": row.taken_by.name, "at": timezone.localtime(row.taken_at).strftime("%Y-%m-%d %H:%M"), "note": row.note,
        }
        return _frozen(row), said
    round_ = ElectionRound.objects.select_related("organisation").get(pk=params["round_id"])
    return collect(
        user=hand_out.asked_by, round_=round_, as_of=date.fromisoformat(params["as_of"]), area=hand_out.organisation
    ), ""


def _frozen(row):
    try:
        return row.read()
    except Altered as error:
        raise JobError(ALTERED) from error


def _allowed(user, hand_out):
    return access.allowed(user, "readiness.export") and access.allowed(user, "readiness.reserves", hand_out.organisation)


registry.register(KIND, gettext_lazy("Election workbook"), make=_make, allowed=_allowed)
