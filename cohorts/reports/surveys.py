"""Averages of surveys as a workbook: figures of five answers and more, and no answer of anybody."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cohorts.enums import SurveyAbout
from cohorts.queries.survey_results import averages
from lms.spreadsheets import Column, Sheet, write_workbook


def write_averages(*, path, user, year):
    """Write a sheet a table of averages to ``path``; return how many lines there are."""
    note = _("From 1, very poor, to 5, very good. Surveys that fewer than five people answered are in no figure.")
    sheets = []
    for about, label in SurveyAbout.choices:
        found = averages(user, about=about, year=year)
        tables = [
            (_("Trainer"), found.trainers), (_("Module"), found.modules), (_("Programme"), found.programmes),
            (_("Organiser"), found.schools), (_("Month"), found.months),
        ]
        sheets += [
            Sheet(
                name=f"{label} {heading}", title=f"{_('Evaluation of teaching')} {year} · {label} · {heading}", notes=(note,),
                landscape=False, columns=_columns(heading), rows=[_line(name, average) for name, average in rows],
            ) for heading, rows in tables if rows
        ]
    if not sheets:
        sheets = [Sheet(name=str(year), title=_("No survey of this year"), columns=_columns(_("Trainer")), rows=[])]
    return sum(write_workbook(path, sheets, author=user.name))


def _columns(heading):
    return (
        Column(heading, 34), Column(_("Average"), 10, "0.00"), Column(pgettext("survey", "Answered"), 10),
        Column(pgettext("survey", "Asked"), 10),
        Column(_("Surveys"), 10), Column(_("Left out, too few answers"), 16),
    )


def _line(name, average):
    value = _("too few answers") if average.value is None else float(average.value)
    return name, value, average.answered, average.asked, average.surveys, average.left_out
