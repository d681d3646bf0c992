"""Programmes, cohorts, their people and their sessions."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.day_forms import BoardFilter
from cohorts.enums import SEATED, EnrolmentState
from cohorts.models import ClassSession, Cohort, Enrolment, Programme, Venue
from cohorts.plan_words import PhaseLabel
from cohorts.queries.cohorts import cohorts_of, dressed, listed, programmes_of, sessions_of
from cohorts.queries.excellence import is_named
from cohorts.queries.timetable import sessions_between
from cohorts.queries.trainers import trainers_seen_by
from lms.lists.registry import Known, ListKind, among, naming, register
from lms.lists.resources import DAY, MOMENT, Shown, label, list_resource


def seen_cohorts(user):
    return Cohort.objects.visible_to(user).select_related("organiser", "programme__organisation")


# Programmes -----------------------------------------------------------------------------------------------------------


def _programmes(user, asked):
    year = asked.get("year", "")
    return programmes_of(user, year=int(year) if year.isdecimal() and len(year) == 4 else None)


PROGRAMMES = register(ListKind(
    key="cohorts.programmes", label=_("Programmes"), verb="programme.browse", page="cohorts:programmes", rows=_programmes,
    known={"year": Known(_("Year"), lambda user, value: value)},
    resource=list_resource(
        Programme, title=Shown(_("Title"), "title", 40), year=Shown(_("Year"), "year", 8, "0"),
        organisation=Shown(_("Organised by"), "organisation.name", 30),
        categories=Shown(_("Categories"), lambda row: "、".join(one.name for one in row.categories.all()) or str(_("All")), 30),
        cohorts=Shown(_("Cohorts"), "cohort_count", 10, "0"),
    ),
))


# Cohorts --------------------------------------------------------------------------------------------------------------


def _cohorts(user, asked):
    phase = asked.get("phase", "")
    return listed(cohorts_of(
        user, phase=phase if phase in PhaseLabel.values else "", text=asked.get("q", ""), soon=asked.get("soon") == "1",
    ))


COHORTS = register(ListKind(
    key="cohorts.cohorts", label=_("Cohorts"), verb="cohort.browse", page="cohorts:cohorts", rows=_cohorts,
    dress=lambda user, rows, asked: dressed(rows),
    known={
        "q": Known(_("Title or organiser")), "phase": Known(_("State"), among(PhaseLabel.choices)),
        "soon": Known(_("First day"), lambda user, value: str(_("within two weeks"))),
    },
    resource=list_resource(
        Cohort, title=Shown(_("Cohort"), "title", 40), organiser=Shown(_("Organiser"), "organiser.name", 30),
        programme=Shown(_("Programme"), "programme.title", 36), starts_on=Shown(_("First day"), "starts_on", 12, DAY),
        ends_on=Shown(_("Last day"), "ends_on", 12, DAY), teacher=Shown(_("Class teacher"), "class_teacher.name", 14),
        seats=Shown(_("Places taken"), "seats", 10, "0"), quota=Shown(_("Places"), "quota", 10, "0"),
        waiting=Shown(_("Waiting"), "waiting", 10, "0"),
        phase=Shown(_("State"), lambda row: str(PhaseLabel(row.phase).label), 12),
    ),
))


# The roster of a cohort -----------------------------------------------------------------------------------------------

ROSTERS = {
    "": (_("On the list"), SEATED),
    "waiting": (_("Waiting"), (EnrolmentState.WAITLISTED,)),
    "applied": (_("Applied"), (EnrolmentState.APPLIED,)),
    "withdrawn": (_("Withdrawn"), (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)),
}


def roster_shown(asked):
    shown = asked.get("list", "")
    return shown if shown in ROSTERS else ""


def _roster(user, asked):
    shown = roster_shown(asked)
    order = ["created_at", "pk"] if shown in ("waiting", "applied") else ["person__name_key", "pk"]
    seen = Enrolment.objects.visible_to(user).filter(cohort=asked.of, state__in=ROSTERS[shown][1])
    return seen.select_related(
        "person", "organisation__parent", "group", "share__organisation", "moved_from__cohort"
    ).annotate(excellent=is_named()).order_by(*order)


ROSTER = register(ListKind(
    key="cohorts.roster", label=_("Roster"), verb="cohort.roster", page="cohorts:roster", rows=_roster, fetch=seen_cohorts,
    known={"list": Known(_("List"), lambda user, value: str(ROSTERS[value][0]) if value in ROSTERS else value)},
    resource=list_resource(
        Enrolment, name=Shown(_("Name"), "person.name", 12), position=Shown(_("Position"), label("position"), 14),
        organisation=Shown(_("Organisation"), "organisation.name", 36),
        parent=Shown(_("Superior"), "organisation.parent.name", 30),
        group=Shown(pgettext_lazy("class", "Group"), "group.name", 12), phone=Shown(_("Telephone"), "person.masked_phone", 16),
        state=Shown(_("State"), label("state"), 12), since=Shown(_("On this list since"), "created_at", 18, MOMENT),
        reason=Shown(_("Reason"), "reason", 30), excellent=Shown(pgettext_lazy("excellent trainee", "Excellent trainee"),
                                                                 lambda row: True if row.excellent else None, 12),
        share=Shown(_("Place kept for"), "share.organisation.name", 24),
        moved=Shown(_("Moved here from"), "moved_from.cohort.title", 30),
    ),
))


# Sessions -------------------------------------------------------------------------------------------------------------

SESSION = list_resource(
    ClassSession, cohort=Shown(_("Cohort"), "cohort.title", 36), title=Shown(_("Session"), "title", 36),
    kind=Shown(_("Kind"), label("kind"), 12), starts_at=Shown(_("Starts"), "starts_at", 18, MOMENT),
    ends_at=Shown(_("Ends"), "ends_at", 18, MOMENT), minutes=Shown(_("Minutes credited"), "minutes", 10, "0"),
    venue=Shown(_("Venue"), lambda row: row.venue.name if row.venue else row.place, 28),
    trainer=Shown(_("Trainer"), "trainer.name", 14), group=Shown(pgettext_lazy("class", "Group"), "group.name", 12),
    state=Shown(_("State"), lambda row: str(
        _("Cancelled") if row.cancelled_at else pgettext_lazy("class session", "Closed") if row.closed_at
        else pgettext_lazy("class session", "Planned")), 10),
)

SESSIONS = register(ListKind(
    key="cohorts.sessions", label=_("Sessions"), verb="cohort.browse", page="cohorts:cohort", fetch=seen_cohorts,
    rows=lambda user, asked: sessions_of(asked.of).select_related("cohort", "venue", "trainer", "group"), resource=SESSION,
))

WEEK, MONTH = "week", "month"


def days_of(asked, today):
    """Return what the timetable shows: ``(view, day asked for, first, last, a day before, a day after)``."""
    view, anchor = MONTH if asked.get("view") == MONTH else WEEK, _day(asked.get("week", ""), today)
    if view == WEEK:
        monday, week = anchor - timedelta(days=anchor.weekday()), timedelta(days=7)
        return view, anchor, monday, monday + timedelta(days=6), monday - week, monday + week
    first = anchor.replace(day=1)  # a month is shown in the whole weeks around it
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    return (view, anchor, first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()),
            first - timedelta(days=1), after)


def _day(text, today):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 2000 <= day.year <= 2100 else today


def board_filter(user, asked, first, last):
    """Return the form above the timetable and the rows that it narrows to, ``{name: row}``."""
    form = BoardFilter(asked, user=user, first=first, last=last)
    return form, {name: row for name, row in form.cleaned_data.items() if row} if form.is_valid() else {}


def _timetable(user, asked):
    _view, _anchor, first, last, _before, _after = days_of(asked, timezone.localdate())
    return sessions_between(user, first, last, **board_filter(user, asked, first, last)[1])


TIMETABLE = register(ListKind(
    key="cohorts.timetable", label=_("Timetable"), verb="timetable.browse", page="cohorts:timetable", rows=_timetable,
    known={
        "view": Known(_("Days"), among([(WEEK, _("A week")), (MONTH, _("A month"))])),
        "week": Known(_("Day"), lambda user, value: value),
        "cohort": Known(_("Cohort"), naming(Cohort.objects.visible_to)),
        "venue": Known(_("Venue"), naming(Venue.objects.visible_to)),
        "trainer": Known(_("Trainer"), naming(trainers_seen_by)),
    },
    resource=SESSION,
))
