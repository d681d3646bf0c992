"""What is asked and decided of people of classes: leave, make-ups, certificates that wait, points."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.queries.candidates import candidates
from cohorts.enums import LeaveState
from cohorts.models import Enrolment, Leave, MakeUp
from cohorts.proof_forms import KindForm, WaitingForm
from cohorts.queries import certificates, leave, make_up
from cohorts.queries.points import people_with_points
from lms.lists.registry import Known, ListKind, among, register
from lms.lists.resources import DAY, MOMENT, Shown, label, list_resource
from lms.people.lists import organisation_name
from lms.people.models import Organisation, Person

# Leave ----------------------------------------------------------------------------------------------------------------


def _leaves(user, asked):
    found, state = leave.leaves_for(user).order_by("-applied_at", "-pk"), asked.get("state", "")
    return found.filter(state=state) if state in LeaveState.values else found


LEAVES = register(ListKind(
    key="cohorts.leaves", label=_("Leave"), verb="leave.browse", page="cohorts:leaves", rows=_leaves,
    known={"state": Known(_("State"), among(LeaveState.choices))},
    resource=list_resource(
        Leave, name=Shown(_("Name"), "enrolment.person.name", 12),
        organisation=Shown(_("Organisation"), "enrolment.organisation.name", 36),
        cohort=Shown(_("Cohort"), "enrolment.cohort.title", 36), kind=Shown(_("Kind"), label("kind"), 12),
        starts_at=Shown(_("From"), "starts_at", 18, MOMENT), ends_at=Shown(_("To"), "ends_at", 18, MOMENT),
        applied_at=Shown(_("Asked for on"), "applied_at", 18, MOMENT), state=Shown(_("State"), label("state"), 12),
        returned_at=Shown(_("Back since"), "returned_at", 18, MOMENT),
    ),
))


# Make-ups -------------------------------------------------------------------------------------------------------------


def _how(row):
    return str(_("guest of another class") if row.other_id else _("lessons and a note"))


MAKE_UPS = register(ListKind(
    key="cohorts.make-ups", label=_("Make-ups"), verb="make_up.browse", page="cohorts:make-ups",
    rows=lambda user, asked: make_up.make_ups_for(user),
    resource=list_resource(
        MakeUp, name=Shown(_("Name"), "enrolment.person.name", 12),
        organisation=Shown(_("Organisation"), "enrolment.organisation.name", 36),
        cohort=Shown(_("Cohort"), "enrolment.cohort.title", 36), session=Shown(_("Session missed"), "session.title", 36),
        how=Shown(_("How"), _how, 20), other=Shown(_("Guest on"), "other.starts_at", 18, MOMENT),
        state=Shown(_("State"), label("state"), 12),
    ),
))


# Certificates that wait -----------------------------------------------------------------------------------------------


def kind_asked(asked):
    return KindForm(asked).chosen()


def words_asked(asked):
    form = WaitingForm(asked or None)
    return form.cleaned_data["q"].strip() if form.is_valid() else ""


def _with_obstacles(user, rows, asked):
    """Give each place of a class what stands in the way of its certificate: ``obstacle`` and ``character``. One query."""
    kind, rows = kind_asked(asked), list(rows)
    for row, one in zip(rows, candidates([certificates.merit_of(row, kind) for row in rows], user), strict=True):
        row.obstacle = f"{one.obstacle.label}{f': {one.character}' if one.character else ''}" if one.obstacle else ""
    return rows


WAITING = register(ListKind(
    key="cohorts.certificates-waiting", label=_("Certificates to issue"), verb="certificate.issue_any",
    page="cohorts:certificates-waiting", dress=_with_obstacles,
    rows=lambda user, asked: certificates.waiting(user, kind_asked(asked), words_asked(asked)),
    known={
        "q": Known(_("Name or cohort")), "kind": Known(_("Kind"), among([(one.value, one.label) for one in certificates.KINDS])),
    },
    resource=list_resource(
        Enrolment, name=Shown(_("Name"), "person.name", 12), organisation=Shown(_("Organisation"), "organisation.name", 36),
        cohort=Shown(_("Cohort"), "cohort.title", 36), ends_on=Shown(_("Last day"), "cohort.ends_on", 12, DAY),
        obstacle=Shown(_("Why not"), "obstacle", 30),
    ),
))


# Points ---------------------------------------------------------------------------------------------------------------


def within_asked(user, asked):
    """Return the organisation that a list is narrowed to, where the user sees it; None for all."""
    pk = asked.get("organisation", "")
    return Organisation.objects.visible_to(user).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 18 else None


def _points(user, asked):
    return people_with_points(user, timezone.localdate(), q=asked.get("q", ""), within=within_asked(user, asked))


POINTS = register(ListKind(
    key="cohorts.points", label=pgettext_lazy("members", "Points"), verb="points.browse", export_verb="points.export",
    page="cohorts:points", rows=_points,
    known={"q": Known(_("Name, pinyin or initials")), "organisation": Known(_("Organisation"), organisation_name)},
    resource=list_resource(
        Person, name=Shown(_("Name"), "name", 12),
        organisation=Shown(_("Organisation"), lambda person: "；".join(post.organisation.name for post in person.posts), 40),
        points=Shown(pgettext_lazy("members", "Points"), "counting", 10, "0"),
    ),
))
