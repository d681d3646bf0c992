"""A saved filter, and a report that is made every week, of the administrator of the first sub-district."""

from datetime import timedelta

from django.http import QueryDict

from lms.lists.actions import make_schedule, run_due, save_filter
from lms.lists.models import SavedFilter
from lms.lists.registry import KINDS


def build_lists(accounts, *, now):
    """Keep two filters, and schedule a list whose first report has been made. Once."""
    person = accounts["subdistrict"]
    if SavedFilter.objects.filter(person=person).exists():
        return
    people, orders = KINDS["people.people"], KINDS["cohorts.orders"]
    secretaries = people.asked(QueryDict("position=secretary&category=residential"))
    save_filter(actor=person, kind=people, asked=secretaries, name="居民区书记")
    waiting = orders.asked(QueryDict("state=placed"))
    save_filter(actor=person, kind=orders, asked=waiting, name="待答复的点单")
    before = now - timedelta(days=8)
    make_schedule(actor=person, kind=orders, asked=waiting, every="week", weekday=0, hour=8, now=before)
    make_schedule(actor=person, kind=people, asked=secretaries, every="month", day=31, hour=7, now=now)
    run_due(now=now)
