"""Points added up: a person's lines and total, and the list of an administrator."""

from django.db.models import IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cohorts.models import PointEntry
from lms.people.queries import listed_people, with_posts


def total(person, day):
    """What counts for ``person`` on ``day``: neither taken back nor expired."""
    return PointEntry.objects.filter(person=person).counting_on(day).aggregate(sum=Sum("points"))["sum"] or 0


def lines_of(person):
    return (
        PointEntry.objects.filter(person=person).select_related("rule__organisation", "recorded_by", "reversed_by")
        .prefetch_related("appeals").order_by("-on_date", "-pk")
    )


def people_with_points(user, day, *, q="", within=None):
    """The people whom ``user`` sees, each with ``counting`` (a queryset), by organisation's people first with the most."""
    counting = PointEntry.objects.counting_on(day).filter(person=OuterRef("pk")).order_by().values("person").annotate(
        sum=Sum("points")).values("sum")
    found = listed_people(user, q=q, within=within).annotate(
        counting=Coalesce(Subquery(counting, output_field=IntegerField()), Value(0)))
    return with_posts(found.order_by("-counting", "name_key", "pk"))
