"""Rows of lessons to order."""

import datetime
from functools import cached_property

from django.utils import timezone

from cohorts.models import LessonOrder, LessonWish, MenuItem, OrderSlot

from .base import pk_of


class OrderRows:
    @cached_property
    def item(self):
        return MenuItem.objects.create(school=self.east, title="党章要点", topic="党章")

    @cached_property
    def order(self):
        wanted = timezone.now() + datetime.timedelta(days=10)
        order = LessonOrder.objects.create(
            item=self.item, organisation=self.branch, wanted_at=wanted, place="活动室", size=20, placed_by=self.world.p_liaison
        )
        OrderSlot.objects.create(order=order, rank=1, starts_at=wanted)
        return order

    @cached_property
    def wish(self):
        return LessonWish.objects.create(
            organisation=self.branch, topic="垃圾分类", size=20, month=timezone.localdate().replace(day=1)
        )


OBJECTS = {
    "cohorts:menu-edit": pk_of("item"),
    "cohorts:order-new": pk_of("item"),
    "cohorts:order-policy": pk_of("east"),
    "cohorts:wish-withdraw": pk_of("wish"),
    **{
        f"cohorts:order{end}": pk_of("order") for end in ("", "-change", "-reply", "-undo", "-receipt")
    },
}
