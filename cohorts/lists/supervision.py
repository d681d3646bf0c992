"""Filing by call, nudges, rectification."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import FilingStanding, NudgeAbout, RectificationState
from cohorts.models import FilingCall, Nudge, Rectification
from cohorts.queries.filings import places_of, visible_places
from lms.lists.registry import Known, ListKind, among, register
from lms.lists.resources import DAY, MOMENT, Shown, label, list_resource
from lms.people.lists import organisation_name
from lms.people.models import Organisation
from lms.people.queries import search_organisations

# Organisations that a call asks ---------------------------------------------------------------------------------------


def seen_calls(user):
    return FilingCall.objects.visible_to(user).select_related("organisation").prefetch_related("categories")


def within_call(user, asked, call):
    """Return the organisation below the call's that a list is narrowed to, where the user sees it; None for all."""
    pk = asked.get("organisation", "")
    if not pk.isdecimal() or len(pk) > 17:
        return None
    return Organisation.objects.visible_to(user).filter(
        pk=pk, path__startswith=call.organisation.path).exclude(pk=call.organisation_id).first()


def _filing(user, asked):
    """A list of ``queries.filings.Place``: how each stands is reckoned, not stored. Memory grows with the organisations asked."""
    call, within, how = asked.of, within_call(user, asked, asked.of), asked.get("how", "")
    found = visible_places(user, call)
    if within is not None:
        found = found.filter(path__startswith=within.path)
    places = places_of(call, list(search_organisations(found, asked.get("q", ""))), timezone.localdate())
    if how == "behind":
        return [place for place in places if place.behind]
    return [place for place in places if place.how == how] if how in FilingStanding.values else places


FILING = register(ListKind(
    key="cohorts.filing", label=_("Filing"), verb="filing.browse", page="cohorts:filing-list", rows=_filing, fetch=seen_calls,
    known={
        "q": Known(_("Name of the organisation")), "organisation": Known(_("Organisation"), organisation_name),
        "how": Known(_("State"), among([*FilingStanding.choices, ("behind", _("Planned items past their date"))])),
    },
    resource=list_resource(
        Organisation, organisation=Shown(_("Organisation"), "organisation.name", 40),
        superior=Shown(_("Superior"), "organisation.parent.name", 30),
        state=Shown(_("State"), lambda place: str(FilingStanding(place.how).label), 14),
        planned=Shown(_("Planned items"), lambda place: place.plan[0], 10, "0"),
        executed=Shown(_("Executed"), lambda place: place.plan[1], 10, "0"),
        behind=Shown(_("Planned items past their date"), "behind", 12, "0"),
    ),
))


# Nudges ---------------------------------------------------------------------------------------------------------------


def _nudges(user, asked):
    about = asked.get("about", "")
    found = Nudge.objects.visible_to(user).select_related("sent_by", "organisation").annotate(
        told=Count("lines", filter=Q(lines__left_out="")), out=Count("lines", filter=~Q(lines__left_out="")),
    ).order_by("-sent_at", "-pk")
    return found.filter(about=about) if about in NudgeAbout.values else found


NUDGES = register(ListKind(
    key="cohorts.nudges", label=_("Nudges"), verb="nudge.browse", page="cohorts:nudges", rows=_nudges,
    known={"about": Known(pgettext_lazy("nudge", "About"), among(NudgeAbout.choices))},
    resource=list_resource(
        Nudge, title=Shown(pgettext_lazy("nudge", "About"), "title", 40),
        organisation=Shown(_("Organisation"), "organisation.name", 36),
        sent_at=Shown(pgettext_lazy("nudge", "Sent"), "sent_at", 18, MOMENT),
        sent_by=Shown(pgettext_lazy("nudge", "By"), "sent_by.name", 14), told=Shown(_("Nudged"), "told", 10, "0"),
        out=Shown(pgettext_lazy("nudge", "Left out"), "out", 10, "0"),
    ),
))


# Rectification --------------------------------------------------------------------------------------------------------

NAMES = "organisation__parent", "person", "responsible", "opened_by", "reported_by", "checked_by"


def _rectifications(user, asked):
    """What is to be put right, the soonest due first; ``overdue`` keeps what is past its day."""
    found, state = Rectification.objects.visible_to(user), asked.get("state", "")
    if state == "overdue":
        found = found.overdue(timezone.localdate())
    elif state in RectificationState.values:
        found = found.filter(state=state)
    return found.select_related(*NAMES).order_by("due_on", "pk")


RECTIFICATIONS = register(ListKind(
    key="cohorts.rectifications", label=_("Rectification"), verb="rectification.browse", page="cohorts:rectifications",
    rows=_rectifications,
    known={"state": Known(_("State"), among([("overdue", _("Past its day")), *RectificationState.choices]))},
    resource=list_resource(
        Rectification, finding=Shown(_("What was found"), "finding", 50), measure=Shown(_("What is to be done"), "measure", 50),
        organisation=Shown(_("Organisation"), "organisation.name", 36), person=Shown(_("Person"), "person.name", 12),
        responsible=Shown(_("Responsible"), "responsible.name", 12), due_on=Shown(_("Due on"), "due_on", 12, DAY),
        state=Shown(_("State"), label("state"), 12),
    ),
))
