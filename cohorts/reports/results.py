"""The final results of a cohort as a workbook: a line a person, a column a part."""

from django.utils.translation import gettext as _

from cohorts.enums import SEATED
from cohorts.explain_results import PART_LABELS, demand_texts, parts_text
from cohorts.models import Enrolment
from cohorts.queries.completion import standings
from cohorts.queries.results import demand_for, final_of
from lms.spreadsheets import Column, Sheet, write_workbook


def write_results(*, path, user, cohort):
    """Write the results of the people of ``cohort`` whom ``user`` may see to ``path``; return how many there are."""
    demand = demand_for(cohort)
    seats = (
        Enrolment.objects.visible_to(user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
    found = [(one.enrolment, final) for one in standings(cohort, seats) if (final := final_of(one)) is not None]
    parts = list(demand.weights)
    columns = [Column(_("Name"), 12), Column(_("Organisation"), 30), Column(_("Position"), 12)]
    for part in parts:
        label = PART_LABELS[part]
        columns += [Column(f"{label} %", 10, "0.0"), Column(f"{label} × {demand.weights[part]}", 12, "0.0")]
    columns += [Column(_("Final result"), 10, "0.0"), Column(_("Passed"), 10), Column(_("Still open"), 24)]
    title = _("Final results") + f" {cohort.title}"
    sheet = Sheet(
        name=_("Final results"), title=title, columns=tuple(columns), notes=tuple(demand_texts(demand)),
        rows=[_line(enrolment, final, parts) for enrolment, final in found],
    )
    return write_workbook(path, [sheet], author=user.name)[0]


def _line(enrolment, final, parts):
    lines = {line.part: line for line in final.lines}
    cells = []
    for part in parts:
        line = lines.get(part)
        cells.append(None if line is None or line.percent is None else line.percent / 10)
        cells.append(None if line is None or line.state == "open" else line.points / 10)
    return (
        enrolment.person.name, enrolment.organisation.name, enrolment.get_position_display(), *cells,
        None if final.open else final.total / 10, None if final.passed is None else final.passed, parts_text(final.open),
    )
