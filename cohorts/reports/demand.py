"""Demand that was not met as a workbook for the next plan: by topic, sub-district and month, and each ask by itself."""

from django.utils.translation import gettext as _

from cohorts.models import LessonOrder
from cohorts.order_words import UNMET
from cohorts.queries.demand import unmet
from cohorts.rules.demand import Unmet, grouped
from lms.spreadsheets import Column, Sheet, write_workbook


def write_demand(*, path, user, year, today):
    """Write the asks of ``year`` that ``user`` sees to ``path``; return how many there are."""
    found = unmet(user, year, today)
    note = _("Orders declined, withdrawn before an answer or overdue on %(day)s, and topics that the menu lacks.") % {
        "day": today.isoformat(),
    }
    summary = Sheet(
        name=_("By topic"), title=_("Demand that was not met %(year)s") % {"year": year}, notes=(note,),
        columns=(
            Column(_("Topic"), 26), Column(_("Sub-district or commission"), 22), Column(_("Month"), 10),
            *(Column(UNMET[kind], 12) for kind in Unmet), Column(_("Asks"), 9), Column(_("People"), 9),
        ),
        rows=[
            (line.topic, line.area, f"{line.month:%Y-%m}", *(line.counts[kind] for kind in Unmet), line.asks, line.people)
            for line in grouped(ask for ask, _row in found)
        ],
    )
    details = Sheet(
        name=_("Each ask"), title=_("Each ask of %(year)s") % {"year": year}, notes=(note,),
        columns=(
            Column(_("Kind"), 14), Column(_("Topic"), 26), Column(_("Lesson ordered"), 30),
            Column(_("Sub-district or commission"), 22),
            Column(_("Organisation"), 30), Column(_("Month"), 10), Column(_("People"), 9), Column(_("Reason or note"), 40),
        ),
        rows=[
            (str(UNMET[ask.kind]), ask.topic, row.item.title if isinstance(row, LessonOrder) else "", ask.area,
             row.organisation.name, f"{ask.month:%Y-%m}", ask.people,
             (row.reason if isinstance(row, LessonOrder) else "") or row.note)
            for ask, row in found
        ],
    )
    return write_workbook(path, [summary, details], author=user.name)[1]
