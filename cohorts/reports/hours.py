"""Who has done what a year asks: the counts by organisation, and a line a person with what is missing."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.hour_words import missing_text
from cohorts.queries.compliance import compliance, dressed, people_in
from lms.people.enums import Position
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 1000


def write_hours(*, path, user, asked):
    """Write the workbook to ``path``; return how many people it lists."""
    found = compliance(user, asked)
    title = _("Learning hours %(year)s") % {"year": asked.year}
    notes = (
        _("As of %(day)s: %(rule)s.") % {
            "day": asked.day.isoformat(),
            "rule": _("what the record said that evening") if asked.recorded
            else _("what is dated until then, with later corrections"),
        },
        _("People of %(place)s; position: %(position)s; category: %(category)s.") % {
            "place": asked.organisation.name if asked.organisation else _("all organisations that you see"),
            "position": Position(asked.position).label if asked.position else _("All"),
            "category": asked.category or _("All"),
        },
        _("Complete: all hours, concentrated trainings and minima that the year asks. The rate is complete of those of "
          "whom something is asked."),
        _("Whoever holds posts in two organisations counts in each, and once in the total."),
        _("Made by %(name)s, %(when)s.") % {"name": user.name, "when": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )
    counts = Sheet(
        name=_("Summary"), title=title, notes=notes, columns=(
            Column(_("Organisation"), 34), Column(_("Asked"), 10), Column(_("Complete"), 10), Column(_("Percent"), 10),
            Column(_("No hours yet"), 12), Column(_("Less than half of the hours"), 14),
            Column(_("Half of the hours or more"), 14), Column(_("All hours"), 12),
            Column(_("Lacks a concentrated training"), 16), Column(_("Newly appointed, not trained in time"), 18),
            Column(_("Nothing asked"), 12),
        ),
        rows=[
            *(_counts(group.organisation.name, group.tally) for group in found.groups), _counts(_("Total"), found.total),
        ],
    )
    ids = people_in(found)
    people = Sheet(
        name=_("People"), title=title, notes=notes[:2], columns=(
            Column(_("Organisation"), 34), Column(_("Name"), 14), Column(_("Position"), 12),
            Column(_("Hours"), 10, "0.00"),
            Column(_("Asked"), 10, "0.00"), Column(_("Concentrated trainings"), 12), Column(_("What is missing"), 50),
        ),
        rows=_people(found, ids),
    )
    return write_workbook(path, [counts, people], author=user.name)[1]


def _counts(name, tally):
    return (
        name, tally.asked, tally.met, tally.percent, *tally.bands.values(), tally.classes, tally.late, tally.free,
    )


def _people(found, ids):
    for start in range(0, len(ids), CHUNK):
        for row in dressed(found, ids[start:start + CHUNK]):
            standing = row.standing
            yield (
                row.organisation.name, row.person.name, str(row.position_label), float(standing.minutes / 45),
                standing.requirement.minutes / 45, standing.concentrated_classes, missing_text(standing),
            )
