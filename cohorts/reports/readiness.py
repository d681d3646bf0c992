"""The election workbook: summary, who is still to be trained, everyone, reserves, attendance, and what the figures mean.

It is written from data alone (``cohorts.rules.readiness_data``), that of now or that of a snapshot: the same data gives the same
sum of its rows whenever and by whomever it is written.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cohorts.readiness_wording import CRITERIA, STANDINGS, asked_texts, lacks_text
from cohorts.rules.readiness import Lack, Standing, meets
from cohorts.rules.readiness_data import canonical, criteria_in, facts_in, sum_of
from lms.people.enums import Position
from lms.spreadsheets import Column, Sheet, write_workbook

MINUTES_PER_HOUR = 45


@dataclass(frozen=True)
class Handing:
    """Who hands the workbook to whom, for which purpose and when; ``snapshot`` names the snapshot it is of."""

    by: str
    at: datetime
    purpose: str
    recipient: str
    snapshot: str = ""

    @property
    def watermark(self):
        return _("Made by %(by)s on %(at)s for %(recipient)s · %(purpose)s") % {
            "by": self.by, "at": _moment(self.at), "recipient": self.recipient, "purpose": self.purpose,
        }


def write_readiness(*, path, data, handing):
    """Write the workbook of ``data`` to ``path``; return ``{"organisations", "people", "sha256"}``."""
    places = {row["id"]: row for row in data["organisations"]}
    people = [_row(places[row["organisation"]], row) for row in data["people"]]
    vacant = [line for place in data["organisations"] for line in _vacant(place)]
    order = {(place["superior"], place["name"]): at for at, place in enumerate(data["organisations"])}
    lacking = sorted([*vacant, *(row for row in people if row[-1])], key=lambda row: order[row[0], row[1]])
    reserves = [row for row in people if row[2] == str(Position.RESERVE.label)]
    digest = sum_of(canonical(data))
    note = _("As of %(day)s; trainings since %(since)s count.") % {"day": data["round"]["as_of"], "since": data["round"]["since"]}
    notes = (note, handing.watermark)
    sheets = [
        _summary_sheet(data, notes),
        _lacking_sheet(lacking, notes),
        _people_sheet(_("Details"), sorted([*people, *vacant], key=lambda row: order[row[0], row[1]]), notes),
        _people_sheet(_("Reserves"), reserves, notes),
        _attendance_sheet(data, places, notes),
    ]
    counts = [(sheet.name, len(sheet.rows)) for sheet in sheets]
    sheets.append(_definitions_sheet(data, handing, counts, digest))
    write_workbook(path, sheets, author=handing.by, watermark=handing.watermark)
    return {"organisations": len(data["organisations"]), "people": len(people), "sha256": digest}


def _row(place, row):
    return (
        place["superior"], place["name"], str(Position(row["position"]).label), row["name"], row["phone"], row["since"],
        row["completed"], round(row["minutes"] / MINUTES_PER_HOUR, 1), row["attended"], row["sessions"],
        _rate(row["attended"], row["sessions"]), row["exams"], "、".join(row["certificates"]),
        str(STANDINGS[Standing(place["standing"])]), _("yes") if row["prepared"] else _("no"), lacks_text(row["lacks"]),
    )


def _vacant(place):
    """A line for each post that nobody holds."""
    for position, count in place["vacant"].items():
        for _number in range(count):
            yield (
                place["superior"], place["name"], str(Position(position).label), "", "", "", "", "", "", "", "", "", "",
                str(STANDINGS[Standing(place["standing"])]), _("no"), lacks_text([Lack.VACANT]),
            )


def _rate(part, whole):
    return part / whole if whole else ""


def _people_sheet(name, rows, notes):
    columns = (
        Column(_("Sub-district"), 14), Column(_("Organisation"), 30), Column(_("Position"), 9), Column(_("Name"), 10),
        Column(_("Telephone"), 14), Column(pgettext("post", "Since"), 12), Column(_("Trainings completed"), 8),
        Column(_("Hours"), 8, "0.0"), Column(_("Sessions attended"), 8), Column(_("Sessions counted"), 8),
        Column(_("Rate of attendance"), 9, "0.0%"), Column(_("Exams passed"), 8), Column(_("Certificate number"), 22),
        Column(_("Organisation stands"), 20), Column(_("Prepared"), 7), Column(_("What is lacking"), 26),
    )
    return Sheet(name=name, title=name, columns=columns, rows=rows, notes=notes)


# Columns of the people's sheets that the list of who is still to be trained leaves out: few columns print large.
LEFT_OUT = (8, 9, 11, 12, 14)


def _lacking_sheet(rows, notes):
    whole = _people_sheet(_("Still to be trained"), rows, notes)
    return replace(whole, columns=_without(whole.columns), rows=[_without(row) for row in rows])


def _without(row):
    return tuple(value for at, value in enumerate(row) if at not in LEFT_OUT)


def _summary_sheet(data, notes):
    criteria = criteria_in(data)
    asked = list(meets(facts_in(NOBODY), criteria))
    columns = (
        Column(_("Sub-district"), 16), Column(_("Organisations"), 9), Column(pgettext("election", "Posts"), 7),
        Column(_("In office"), 7), Column(_("Posts empty"), 7), Column(_("Without a secretary"), 9),
        Column(_("In office, prepared"), 9), Column(_("Rate, in office"), 9, "0.0%"),
        *(Column(_("%(criterion)s: met") % {"criterion": CRITERIA[name]}, 9) for name in asked), Column(_("Reserves"), 8),
        Column(_("Reserves, prepared"), 9), Column(_("Rate, reserves"), 9, "0.0%"), Column(_("Nobody prepared"), 11),
    )
    groups = {}
    for place in data["organisations"]:
        groups.setdefault((place["superior_id"], place["superior"]), set()).add(place["id"])
    rows = [_line(name, data, ids, criteria) for (_pk, name), ids in groups.items()]
    rows.append(_line(_("Total"), data, {place["id"] for place in data["organisations"]}, criteria))
    return Sheet(name=_("Summary"), title=_("Readiness for the election: summary"), columns=columns, rows=rows, notes=notes)


NOBODY = {"certificates": []}


def _line(name, data, ids, criteria):
    places = [place for place in data["organisations"] if place["id"] in ids]
    people = [row for row in data["people"] if row["organisation"] in ids]
    office = [row for row in people if row["position"] != Position.RESERVE]
    reserves = [row for row in people if row["position"] == Position.RESERVE]
    ready, ready_reserves = sum(row["prepared"] for row in office), sum(row["prepared"] for row in reserves)
    secretaries = {row["organisation"] for row in office if row["position"] == Position.SECRETARY}
    empty = sum(sum(place["vacant"].values()) for place in places)
    met = Counter(key for row in office for key, is_met in meets(facts_in(row), criteria).items() if is_met)
    return (
        name, len(places), len(office) + empty, len(office), empty, len(ids - secretaries), ready, _rate(ready, len(office)),
        *(met[key] for key in meets(facts_in(NOBODY), criteria)), len(reserves), ready_reserves,
        _rate(ready_reserves, len(reserves)), sum(place["standing"] == Standing.NOBODY for place in places),
    )


def _attendance_sheet(data, places, notes):
    outcomes = {
        "completed": _("completed"), "running": _("still running"), "waiting": _("waits for a place"),
        "withdrawn": _("withdrew"), "absent": _("not completed: absent"), "on_leave": _("not completed: leave"),
        "failed": _("not completed"),
    }
    columns = (
        Column(_("Sub-district"), 14), Column(_("Organisation"), 28), Column(_("Position"), 9), Column(_("Name"), 10),
        Column(_("Cohort"), 30), Column(_("first day"), 12), Column(_("last day"), 12), Column(_("Outcome"), 14),
        Column(_("Present"), 7), Column(_("Late"), 7), Column(_("Left early"), 7), Column(_("Excused"), 7),
        Column(_("Absent"), 7), Column(_("Sessions counted"), 8), Column(_("Rate of attendance"), 9, "0.0%"),
    )
    names = {(row["organisation"], row["person"]): row["name"] for row in data["people"]}
    rows = []
    for row in data["classes"]:
        place = places[row["organisation"]]
        attended = row["present"] + row["late"] + row["left_early"]
        counted = attended + row["absent"] + (row["excused"] if data["round"]["leave_counts"] else 0)
        rows.append((
            place["superior"], place["name"], str(Position(row["position"]).label), names[row["organisation"], row["person"]],
            row["title"], row["starts_on"], row["ends_on"], outcomes[row["outcome"]], row["present"], row["late"],
            row["left_early"], row["excused"], row["absent"], counted, _rate(attended, counted),
        ))
    return Sheet(name=_("Attendance"), title=_("Attendance of concentrated trainings"), columns=columns, rows=rows, notes=notes)


def _definitions_sheet(data, handing, counts, digest):
    round_ = data["round"]
    posts = "、".join(
        f"{position.label} {round_[key]}" for position, key in
        ((Position.SECRETARY, "secretaries"), (Position.DEPUTY, "deputies"), (Position.COMMITTEE, "members")) if round_[key]
    )
    rows = [
        (_("Election round"), round_["title"]),
        (_("Prepared means"), "；".join(asked_texts(round_))),
        (_("Period"), f"{round_['since']} – {round_['as_of']}"),
        (_("Cut-off date"), round_["cut_off"]),
        (_("Filters"), _("category: %(category)s; organisations of: %(area)s") % {
            "category": round_["category"], "area": round_["area"] or _("all that the maker administers")}),
        (_("Organisations counted"), _("those open on the day that hold the election, %(count)s") % {
            "count": len(data["organisations"])}),
        (_("Posts to fill"), _("in each organisation: %(posts)s; where more are held, those count as well") % {"posts": posts}),
        (_("People counted"), _("those who hold the posts on the day, and reserves, %(count)s") % {"count": len(data["people"])}),
        (_("Rates"), _("prepared people, and people who meet a criterion, over people in the post; "
                       "empty posts are counted apart")),
        (_("Nobody prepared"), _("organisations without a prepared person in office and without a prepared reserve")),
        (_("Attendance"), _("sessions attended over closed sessions of concentrated trainings; sessions missed with leave count "
                            "as missed") if round_["leave_counts"] else
         _("sessions attended over closed sessions of concentrated trainings; sessions missed with leave are left out of both")),
        (_("Exams"), _("exams of concentrated trainings whose scores are out")),
        (_("Corrections"), _("what happened by the day counts, as corrected since")),
        (_("Rows"), "；".join(f"{name} {count}" for name, count in counts)),
        (_("Made by"), handing.by),
        (_("Made at"), _moment(handing.at)),
        (_("Purpose"), handing.purpose),
        (pgettext("file handed out", "Recipient"), handing.recipient),
        *([(_("Snapshot"), handing.snapshot)] if handing.snapshot else []),
        (_("SHA-256 of the data"), digest),
    ]
    return Sheet(name=_("Definitions"), title=_("What the figures mean"), rows=rows, notes=(handing.watermark,),
                 columns=(Column(_("Term"), 22), Column(_("Meaning"), 90)))


def _moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
