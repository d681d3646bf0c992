"""Filing, nudges, rectification, points: the rows that their addresses speak of."""

from functools import cached_property

from django.core.files.base import ContentFile
from django.utils import timezone

from cohorts.models import (
    Filing,
    FilingCall,
    FilingItem,
    FilingVersion,
    Nudge,
    NudgeTemplate,
    PointAppeal,
    PointEntry,
    PointRule,
    Rectification,
)

from .base import pk_of


class SupervisionRows:
    @cached_property
    def filing_call(self):
        return FilingCall.objects.create(
            organisation=self.east, title="三会一课计划", year=2017, due_on=timezone.localdate(),
            created_by=self.world.p_subdistrict,
        )

    @cached_property
    def filing(self):
        return Filing.objects.create(call=self.filing_call, organisation=self.branch)

    @cached_property
    def filing_draft(self):
        version = FilingVersion.objects.create(filing=self.filing, number=1)
        version.file.save("plan.pdf", ContentFile(b"%PDF-1.4"))
        self.filing.latest = version
        self.filing.save()
        return version

    @cached_property
    def filing_item(self):
        return FilingItem.objects.create(version=self.filing_draft, key=1, kind="lesson", title="党课", month=7)

    @cached_property
    def nudge(self):
        return Nudge.objects.create(
            about="other", title="其他事项", to="person", text="x", organisation=self.branch, sent_by=self.world.p_subdistrict,
        )

    @cached_property
    def nudge_text(self):
        return NudgeTemplate.objects.create(organisation=self.east, about="hours", title="年底", text="{name}")

    @cached_property
    def rectification(self):
        return Rectification.objects.create(
            organisation=self.branch, finding="记录不全", measure="补齐", due_on=timezone.localdate(),
            responsible=self.world.p_liaison,
        )

    @cached_property
    def point_rule(self):
        return PointRule.objects.create(
            organisation=self.east, source="hand", points=10, valid_from=timezone.localdate().replace(month=1, day=1),
        )

    @cached_property
    def point_entry(self):
        today = timezone.localdate()
        return PointEntry.objects.create(
            person=self.learner, organisation=self.branch, on_date=today, source="hand", full=3, points=3, root="hand:1",
            key="hand:1", rule=self.point_rule, title="志愿服务", expires_on=today.replace(month=12, day=31),
        )

    @cached_property
    def point_appeal(self):
        return PointAppeal.objects.create(entry=self.point_entry, words="少记了")


OBJECTS = {
    "cohorts:filing-call": pk_of("filing_call"),
    "cohorts:filing-call-edit": pk_of("filing_call"),
    "cohorts:filing-list": pk_of("filing_call"),
    "cohorts:filing": lambda house: {"call_pk": house.filing_call.pk, "pk": house.branch.pk},
    "cohorts:filing-version": pk_of("filing_draft"),
    "cohorts:filing-edit": pk_of("filing_draft"),
    "cohorts:filing-file": pk_of("filing_draft"),
    "cohorts:filing-item": pk_of("filing_item"),
    "cohorts:nudge": pk_of("nudge"),
    "cohorts:nudge-text-edit": pk_of("nudge_text"),
    "cohorts:rectification": pk_of("rectification"),
    "cohorts:point-appeal": pk_of("point_entry"),
    "cohorts:point-appeal-answer": pk_of("point_appeal"),
    "cohorts:point-rule-end": pk_of("point_rule"),
    "cohorts:person-points": pk_of("learner"),
    "cohorts:points-enter": pk_of("learner"),
}
