"""The ledger of hours as other systems read it."""

from decimal import Decimal

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Schema

from courses.enums import HourKind, LineStatus
from courses.models import HourEntry
from courses.rules.hours import HOUR
from lms.api.fields import Moment, RowAsked, choices
from lms.api.paging import AskedChanged, AskedPeriod, AskedPlace, PageOf, changed, in_days, one_of, page_of
from lms.api.registry import REFUSALS, resource
from lms.people.api import NUMBER, of_people

hours = resource("hours", gettext_lazy("Learning hours"), 60)


class HourOut(Schema):
    id: int = Field(description=_("Number of the line; it grows as lines are written."), examples=[9001])
    person: int = Field(description=_("Number of the person."), examples=[345])
    organisation: int | None = Field(description=_("Number of the organisation whose rules counted."), examples=[12])
    on_date: str = Field(description=_("The day on which it was earned."), examples=["2026-01-31"])
    kind: choices(HourKind) = Field(description=_("How it was earned."), examples=["lecture"])
    title: str = Field(description=_("What it was earned with."), examples=["示例课程"])
    source: str = Field(
        description=_("What earned it; a line and its corrections share this."), examples=["session:12:person:345"])
    concentrated: bool = Field(description=_("Whether it counts as concentrated training."), examples=[True])
    observed_minutes: int = Field(description=_("Minutes of the clock."), examples=[90])
    minutes: str = Field(description=_("Minutes credited, as the ledger has them; minus in a reversal."), examples=["90.00"])
    hours: str = Field(description=_("The same in learning hours of 45 minutes."), examples=["2.00"])
    status: choices(LineStatus) = Field(
        description=_("Whether the line counts. A line taken back and its reversal both stay, and their sum is nothing."),
        examples=["confirmed"])
    reverses: int | None = Field(description=_("Number of the line that this one takes back."), examples=[None])
    recorded_at: Moment = Field(description=_("When it was written."), examples=["2026-01-31T17:00:00+08:00"])


class HoursPage(PageOf):
    items: list[HourOut]


class HoursAsked(AskedPlace, AskedPeriod, AskedChanged):
    person: RowAsked | None = Field(None, description=_("Number of a person."), examples=[345])
    kind: choices(HourKind) | None = Field(None, description=_("Only what was earned in this way."), examples=["lecture"])


def _line(row):
    return {
        "id": row.pk, "person": row.person_id, "organisation": row.organisation_id, "on_date": row.on_date.isoformat(),
        "kind": row.kind, "title": row.title, "source": (row.reverses or row).source_root, "concentrated": row.concentrated,
        "observed_minutes": row.observed, "minutes": f"{row.minutes:.2f}", "hours": f"{row.minutes / Decimal(HOUR):.2f}",
        "status": row.status, "reverses": row.reverses_id, "recorded_at": row.recorded_at,
    }


def _lines(request):
    return HourEntry.objects.visible_to(request.auth.reader).select_related("reverses", "reversed_by")


@hours.get("/hours", response={200: HoursPage, **REFUSALS}, url_name="hours", operation_id="hours",
           summary=_("Lines of the ledger of hours"), description=_(
               "Lines of the people in the scope, never changed: a correction is a reversal and, where something remains, one "
               "more line. The sum of all lines is what was credited; what a year counts of it is decided when it is added up."))
def list_hours(request, asked: Query[HoursAsked]):
    rows = of_people(_lines(request), request, asked)
    if asked.person is not None:
        rows = rows.filter(person_id=asked.person)
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    rows = in_days(rows, asked, "on_date")
    return page_of(request, changed(rows, asked.changed_since, "recorded_at"), asked, _line)


@hours.get("/hours/{pk}", response={200: HourOut, **REFUSALS}, url_name="hour", operation_id="hour", summary=_("One line"))
def one_hour(request, pk: RowAsked = NUMBER):
    return one_of(request, _lines(request), pk, _line)
