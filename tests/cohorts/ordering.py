"""Makers of menu items and orders for tests."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cohorts.actions.menu import create_menu_item
from cohorts.actions.orders import place_order
from cohorts.rules.orders import Slot


def moment(days, hour=14, minute=0):
    """Return the moment so many days from today at that hour, in the district's own time."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_item(world, **fields):
    fields = {"school": world.east, "title": "学市党代会精神", "topic": "党代会精神", "minutes": 90} | fields
    return create_menu_item(actor=world.p_school, **fields)


def make_order(world, *, item=None, days=(20,), hour=14, part="", **fields):
    """An order of the eastern branch for one wanted time on each of ``days`` from today."""
    slots = [Slot(moment(day, hour), part) for day in days]
    fields = {"organisation": world.east_branch, "place": "居委会二楼", "size": 25, "actor": world.p_liaison} | fields
    return place_order(item=item or make_item(world), slots=slots, **fields)
