"""The election workbook: summary, who is still to be trained, everyone, reserves, and what the figures mean."""

import hashlib
import json

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.queries.readiness import readiness, summarise, total
from cohorts.readiness_wording import lack_text, standing_text
from lms.people.enums import Position
from lms.spreadsheets import Column, Sheet, write_workbook


def write_readiness(*, path, user, round_, as_of, generated_at=None):
    """Write the workbook of what ``user`` sees to ``path``; return ``{"organisations", "people", "sha256"}``.

    ``sha256`` is of the data alone, so that the same data gives the same sum whenever it is written.
    """
    organisations = readiness(user=user, round_=round_, as_of=as_of)
    people = [_row(organisation, person) for organisation in organisations
              for person in (*organisation.incumbents, *organisation.reserves)]
    digest = hashlib.sha256(
        json.dumps([[o.pk, o.name, o.standing] for o in organisations] + people, ensure_ascii=False).encode()
    ).hexdigest()
    note = _("As of %(day)s; trainings since %(since)s count.") % {"day": as_of, "since": round_.since}
    sheets = [
        _summary_sheet(organisations, note),
        _people_sheet(_("Still to be trained"), [row for row in people if row[-1]], note),
        _people_sheet(_("Details"), people, note),
        _people_sheet(_("Reserves"), [row for row in people if row[2] == Position.RESERVE.label], note),
        _organisation_sheet(organisations, note),
        _definitions_sheet(user, round_, as_of, len(organisations), people, digest, generated_at or timezone.now()),
    ]
    write_workbook(path, sheets, author=user.name)
    return {"organisations": len(organisations), "people": len(people), "sha256": digest}


def _row(organisation, person):
    facts = person.facts
    return (
        organisation.superior, organisation.name, str(Position(person.position).label), person.name, person.phone,
        person.starts_on.isoformat() if person.starts_on else "", facts.completed, round(facts.minutes / 45, 1),
        f"{facts.attended}/{facts.sessions}" if facts.sessions else "", "、".join(facts.certificates),
        _("yes") if person.verdict.prepared else _("no"),
        "；".join(str(lack_text(lack)) for lack in person.verdict.lacks),
    )


def _people_sheet(name, rows, note):
    columns = (
        Column(_("Sub-district"), 16), Column(_("Organisation"), 28), Column(_("Position"), 10), Column(_("Name"), 10),
        Column(_("Telephone"), 14), Column(_("Since"), 12), Column(_("Concentrated trainings completed"), 12),
        Column(_("Hours"), 9, "0.0"), Column(_("Sessions attended"), 11), Column(_("Certificate number"), 26),
        Column(_("Prepared"), 9), Column(_("What is lacking"), 36),
    )
    return Sheet(name=name, title=name, columns=columns, rows=rows, notes=(note,))


def _summary_sheet(organisations, note):
    columns = (
        Column(_("Sub-district"), 18), Column(_("Organisations"), 11), Column(_("Without a secretary"), 11),
        Column(_("In office"), 10), Column(_("In office, prepared"), 12), Column(_("Rate, in office"), 11, "0.0%"),
        Column(_("Reserves"), 10), Column(_("Reserves, prepared"), 12), Column(_("Rate, reserves"), 11, "0.0%"),
        Column(_("Nobody prepared"), 12),
    )
    lines = [*summarise(organisations), total(organisations, _("Total"))]
    rows = [
        (line.name, line.organisations, line.without_secretary, line.incumbents, line.incumbents_prepared,
         _rate(line.incumbents_prepared, line.incumbents), line.reserves, line.reserves_prepared,
         _rate(line.reserves_prepared, line.reserves), line.nobody)
        for line in lines
    ]
    return Sheet(name=_("Summary"), title=_("Readiness for the election: summary"), columns=columns, rows=rows,
                 notes=(note,))


def _rate(part, whole):
    return part / whole if whole else ""


def _organisation_sheet(organisations, note):
    columns = (Column(_("Sub-district"), 16), Column(_("Organisation"), 28), Column(_("In office"), 10),
               Column(_("In office, prepared"), 12), Column(_("Reserves"), 10), Column(_("Reserves, prepared"), 12),
               Column(_("Standing"), 24))
    rows = [
        (o.superior, o.name, len(o.incumbents), sum(p.verdict.prepared for p in o.incumbents), len(o.reserves),
         sum(p.verdict.prepared for p in o.reserves), str(standing_text(o.standing)))
        for o in organisations
    ]
    return Sheet(name=_("Organisations"), title=_("Readiness by organisation"), columns=columns, rows=rows, notes=(note,))


def _definitions_sheet(user, round_, as_of, organisations, people, digest, generated_at):
    asked = _("%(classes)s concentrated training(s) completed") % {"classes": round_.classes}
    if round_.minutes:
        asked += _("; %(hours)s learning hours of 45 minutes") % {"hours": round(round_.minutes / 45, 1)}
    if round_.certificate:
        asked += _("; a valid certificate")
    rows = [
        (_("Election round"), round_.title),
        (_("Prepared means"), asked),
        (_("Period"), f"{round_.since} – {as_of}"),
        (_("Organisations counted"), _("active organisations of the category, %(count)s") % {"count": organisations}),
        (_("People counted"), _("those who hold the posts on the day, and reserves, %(count)s") % {"count": len(people)}),
        (_("Rates"), _("prepared people over people in the post; empty posts are counted apart")),
        (_("Attendance"), _("sessions attended over closed sessions; approved leave is left out of both")),
        (_("Corrections"), _("what happened by the day counts, as corrected since")),
        (_("Made by"), user.name),
        (_("Made at"), timezone.localtime(generated_at).strftime("%Y-%m-%d %H:%M")),
        (_("SHA-256 of the data"), digest),
    ]
    return Sheet(name=_("Definitions"), title=_("What the figures mean"), rows=rows,
                 columns=(Column(_("Term"), 26), Column(_("Meaning"), 90)))
