"""The election of 2018 in the demo: what the round asks, two snapshots of it, and a workbook that waits for approval."""

from datetime import date

from cohorts.actions.elections import take_snapshot, update_round
from cohorts.models import ElectionRound, ReadinessSnapshot
from cohorts.readiness_files import KIND
from lms.approvals.registry import is_asked
from lms.hand_outs.approvals import MAKE, ask_hand_out

SNAPSHOTS = [(date(2017, 9, 30), "2017年第三季度上报数"), (date(2018, 3, 31), "换届前上报数（2018年3月底）")]


def build_election(root, accounts):
    """Ask for attendance and hours, freeze two days, and let the sub-district ask for its workbook."""
    round_ = ElectionRound.objects.filter(organisation=root).select_related("organisation").first()
    if round_ is None or ReadinessSnapshot.objects.exists():
        return
    update_round(actor=accounts["district"], round_=round_, attendance_percent=75, minutes=270)
    for as_of, note in SNAPSHOTS:
        take_snapshot(actor=accounts["district"], round_=round_, area=root, as_of=as_of, note=note)
    asker = accounts["subdistrict"]
    area = asker.grants.filter(role="subdistrict").select_related("organisation").first().organisation
    if is_asked(MAKE):
        ask_hand_out(
            actor=asker, kind=KIND, title=f"{round_.title} {area.name} {round_.cut_off}", organisation=area,
            params={"round_id": round_.pk, "as_of": round_.cut_off.isoformat()}, purpose="换届前培训情况汇报",
            recipient="区委组织部",
        )
