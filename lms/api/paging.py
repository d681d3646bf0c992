"""Lists by the page, and single rows."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from lms.api.fields import DayAsked, LimitAsked, MomentAsked, NumberAsked, RowAsked, beginning_of
from lms.api.problems import Refused, no_such_row, wrong
from lms.audit.models import AuditEntry
from lms.people.models import Category, Organisation


class Asked(Schema):
    """What every list takes."""

    cursor: NumberAsked | None = Field(None, description=_(
        "Where to go on: “next” of the page before. Rows that are added meanwhile come on later pages."), examples=[4711])
    limit: LimitAsked = Field(100, description=_("How many rows a page has at most, up to 500."), examples=[100])


class AskedChanged(Asked):
    changed_since: MomentAsked | None = Field(None, description=_(
        "Only what was entered or changed at this moment or later. Ask some minutes before your last reading, and take rows "
        "that you know already once more."), examples=["2026-01-31T08:00:00+08:00"])


class AskedPlace(Schema):
    organisation: RowAsked | None = Field(None, description=_(
        "Number of a sub-district or another organisation: only what belongs to it or to one below it."), examples=[12])
    category: str | None = Field(None, pattern=r"^[-a-zA-Z0-9_]{1,50}$", description=_(
        "Code of a category of organisations: only what belongs to one of this category."), examples=["residential"])


class AskedPeriod(Schema):
    date_from: DayAsked | None = Field(None, description=_("First day of the period."), examples=["2026-01-01"])
    date_to: DayAsked | None = Field(None, description=_("Last day of the period, which included."), examples=["2026-01-31"])


class PageOf(Schema):
    next: int | None = Field(description=_("Cursor of the next page; null on the last one."), examples=[None])


def page_of(request, rows, asked, told, dress=list):
    """Return a page of ``rows`` (a queryset) by their keys, each as ``told(row)``; ``dress`` adds what is fetched by the page.

    By the key, because rows come with growing keys: nothing is skipped or told twice while others are added.
    """
    fields = type(asked).model_fields
    unknown = sorted(set(request.GET) - set(fields))
    if unknown:
        known = ", ".join(sorted(fields))
        raise wrong([(name, gettext("There is no such parameter. There are: %(known)s.") % {"known": known}) for name in unknown])
    if asked.cursor:
        rows = rows.filter(pk__gt=asked.cursor)
    found = list(dress(rows.order_by("pk")[: asked.limit + 1]))
    more, found = len(found) > asked.limit, found[: asked.limit]
    request.rows_told = len(found)
    return {"items": [told(row) for row in found], "next": found[-1].pk if more else None}


def one_of(request, rows, pk, told, dress=list):
    """Return the row of ``rows`` with the key as ``told(row)``; what is out of scope does not exist."""
    found = list(dress(rows.filter(pk=pk)[:1]))
    if not found:
        raise no_such_row()
    request.rows_told = 1
    return told(found[0])


def place_of(reader, asked):
    """Return ``(organisation, category)`` that ``asked`` names, None where it names none. A query for each that is named."""
    organisation = category = None
    if asked.organisation is not None:
        organisation = Organisation.objects.visible_to(reader).filter(pk=asked.organisation).first()
        if organisation is None:
            raise Refused(404, gettext("The parameter “organisation” names none in the scope of this token."))
    if asked.category is not None:
        category = Category.objects.filter(code=asked.category).first()
        if category is None:
            raise Refused(404, gettext("The parameter “category” names none that there is."))
    return organisation, category


def at_place(rows, reader, asked, column):
    """Keep rows whose organisation, in ``column``, is the one asked for or below it, and of the category."""
    organisation, category = place_of(reader, asked)
    if organisation is not None:
        rows = rows.filter(**{f"{column}__path__startswith": organisation.path})
    return rows if category is None else rows.filter(**{f"{column}__category": category})


def in_days(rows, asked, column):
    """Keep rows whose day, in ``column``, lies in the period."""
    if asked.date_from is not None:
        rows = rows.filter(**{f"{column}__gte": asked.date_from})
    return rows if asked.date_to is None else rows.filter(**{f"{column}__lte": asked.date_to})


def in_moments(rows, asked, column):
    """Keep rows whose moment, in ``column``, lies in the days of the period."""
    if asked.date_from is not None:
        rows = rows.filter(**{f"{column}__gte": beginning_of(asked.date_from)})
    if asked.date_to is None:
        return rows
    return rows.filter(**{f"{column}__lt": beginning_of(asked.date_to + timedelta(days=1))})


def changed(rows, since, *columns):
    """Keep rows with one of the moments in ``columns`` at ``since`` or later, or of which the trail has a line since then."""
    if since is None:
        return rows
    lines = AuditEntry.objects.filter(
        target_type=rows.model._meta.label_lower, target_id=Cast(OuterRef("pk"), CharField()), at__gte=since
    )
    inside = Q(Exists(lines))
    for column in columns:
        inside |= Q(**{f"{column}__gte": since})
    return rows.filter(inside)
