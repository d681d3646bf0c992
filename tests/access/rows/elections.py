"""Readiness for the election: the rows that its addresses speak of."""

import datetime
from functools import cached_property

from django.core.files.base import ContentFile

from cohorts.actions.elections import take_snapshot
from cohorts.readiness_files import KIND
from lms.hand_outs.models import HandOut

from .base import pk_of


class ElectionRows:
    @cached_property
    def snapshot(self):
        return take_snapshot(actor=self.people["subdistrict"], round_=self.round, area=self.east,
                             as_of=datetime.date(2018, 3, 31), note="上报数")

    @cached_property
    def hand_out(self):
        """A workbook that is being made, asked for by the administrator of the east."""
        return HandOut.objects.create(
            kind=KIND, title="换届准备", organisation=self.east, asked_by=self.people["subdistrict"], purpose="汇报",
            recipient="区委组织部", params={"snapshot_id": self.snapshot.pk},
        )

    @cached_property
    def ready_hand_out(self):
        row = self.hand_out
        row.file.save("file.xlsx", ContentFile(b"PK"), save=False)
        row.state = "ready"
        row.save()
        return row


OBJECTS = {
    "cohorts:readiness-export": pk_of("round"),
    "cohorts:readiness-organisation": lambda house: {"pk": house.round.pk, "organisation": house.branch.pk},
    "cohorts:round-edit": pk_of("round"),
    "cohorts:snapshots": pk_of("round"),
    "cohorts:snapshot": pk_of("snapshot"),
    "cohorts:snapshot-export": pk_of("snapshot"),
    "cohorts:snapshot-compare": pk_of("snapshot"),
    "hand_outs:hand_out": pk_of("hand_out"),
    "hand_outs:file": pk_of("ready_hand_out"),
}
