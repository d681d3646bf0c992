"""What the pages of a person's hours show, for the person and for staff alike."""

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.hour_charts import TONES, ring
from cohorts.queries.hour_places import Place, compare, presets
from cohorts.queries.hours import filling, year_of_hours, years_with_hours
from courses.enums import LineStatus, RecognitionState
from courses.hour_words import PRESET_LABELS, cut_text, floor_text, step_text, year_texts
from courses.models import HourEntry, Recognition
from courses.rules.hours import PLAIN

PAGE = 50
PLACES = ("nanjing", "zhengzhou", "yunnan")


def asked_year(request):
    """Return the year that a page is asked for, this one without any."""
    this_year = timezone.localdate().year
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and 2000 <= int(asked) <= this_year else this_year


def year_context(request, person):
    """Everything about a year of ``person`` but what would fill it."""
    year = asked_year(request)
    hours = year_of_hours(person, year)
    kind = request.GET.get("kind", "")
    lines = HourEntry.objects.filter(person=person).in_year(year)
    if kind in TONES:
        lines = lines.filter(kind=kind)
    page = Paginator(lines.select_related("reversed_by").order_by("-on_date", "-pk"), PAGE).get_page(request.GET.get("page"))
    for line in page.object_list:
        line.taken = line.status == LineStatus.REVERSED
        line.counted = hours.annual.by_line.get(line.pk)
        line.cut = line.counted is not None and line.counted != line.minutes
    return {
        "person": person, "hours": hours, "year": year, "page": page, "kind": kind if kind in TONES else "",
        "years": sorted({timezone.localdate().year, *years_with_hours(person)}, reverse=True),
        "arcs": ring(hours.by_kind, hours.annual.brought, hours.standing.requirement and hours.standing.requirement.minutes),
        "rows": [(one, TONES[one.kind]) for one in hours.by_kind], "brought_tone": len(TONES),
        "short": [floor_text(*one) for one in hours.standing.short],
        "cuts": [cut_text(cut) for cut in hours.annual.cuts],
        "year_rules": year_texts(hours.version.parsed) if hours.version else [],
        "waiting": Recognition.objects.filter(
            person=person, state__in=(RecognitionState.APPLIED, RecognitionState.RETURNED)).order_by("applied_at"),
        "query": f"year={year}" + (f"&kind={kind}" if kind in TONES else ""),
    }


def fill_context(person, hours):
    """What would bring the hours that are missing; nothing where none are."""
    if not hours.standing.missing_minutes and not hours.standing.missing_classes:
        return {}
    rules = hours.version.parsed if hours.version else PLAIN
    return {"filling": filling(person, rules, timezone.now())}


def places_context(request, person):
    """The same hours by the rules that count for ``person`` and by those of three other places."""
    year = asked_year(request)
    hours = year_of_hours(person, year)
    chosen = [key for key in request.GET.getlist("place") if key in PRESET_LABELS] or list(PLACES)
    own = Place("", str(hours.version.title) if hours.version else _("Minute by minute, 45 an hour"),
                hours.version.parsed if hours.version else PLAIN)
    required = hours.standing.requirement.minutes if hours.standing.requirement else 0
    compared = compare(person, year, hours.day, [own, *presets(chosen, PRESET_LABELS)], required)
    return {
        "person": person, "year": year, "columns": [
            (column, [cut_text(cut) for cut in column.annual.cuts], year_texts(column.place.rules),
             [floor_text(*one) for one in column.annual.short])
            for column in compared.columns
        ],
        "rows": [
            (entry, [(column.place, cell, [step_text(step) for step in cell.credited.steps], [cut_text(cut) for cut in cell.cuts])
                     for column, cell in zip(compared.columns, cells, strict=True)])
            for entry, cells in compared.rows
        ],
        "presets": [(key, label, key in chosen) for key, label in PRESET_LABELS.items()],
        "years": sorted({timezone.localdate().year, *years_with_hours(person)}, reverse=True), "required": required,
    }

