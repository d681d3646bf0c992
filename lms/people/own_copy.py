"""What a person takes along as a copy of their own data: every app registers its sections here.

A section reads rows that are about the person, with columns in words. What names a person and is not handed out is registered
too, with the reason, so that nothing is forgotten (a test compares both with the models).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit.labels import label_of
from lms.people.rules.sessions import shortened


@dataclass(frozen=True)
class Section:
    """``model`` and ``person`` say where the person stands (``"courses.Note"``, ``"person"``), ``columns`` maps a heading to an
    attribute, to a path of attributes (``"lesson.title"``) or to a function of the row."""

    model: str
    person: str
    heading: Any
    columns: dict[Any, str | Callable]


SECTIONS: list[Section] = []
LEFT_OUT: dict[str, Any] = {}


def register(model, person, heading, columns):
    SECTIONS.append(Section(model, person, heading, columns))


def leave_out(reason, *relations):
    """Say why rows are not handed out; a relation is ``"people.SecondFactor.person"``."""
    LEFT_OUT.update(dict.fromkeys(relations, reason))


def copy_of(person, progress=lambda done, total: None):
    """Return ``{heading: [{column: text}]}`` of everything that is about ``person``, in the language of the moment."""
    made = {str(_("My data")): [_own(person)]}
    for done, section in enumerate(SECTIONS):
        progress(done, len(SECTIONS))
        made[str(section.heading)] = list(_rows(section, person))
    return made


def _own(person):
    return {str(label): _text(value) for label, value in (
        (_("Name"), person.name), (_("User name"), person.username), (_("Gender"), person.get_gender_display()),
        (_("Born"), person.born), (_("Education"), person.education), (_("Telephone"), person.phone),
        (_("Staff number"), person.staff_no), (_("E-mail"), person.email), (_("Signed in last"), person.last_login),
    )}


def _rows(section, person):
    model = apps.get_model(section.model)
    follow = {path.rpartition(".")[0].replace(".", "__") for path in section.columns.values() if isinstance(path, str)} - {""}
    foreign = {field.name for field in model._meta.fields if field.is_relation} & set(section.columns.values())
    rows = model._default_manager.filter(**{section.person: person}).order_by("pk")
    for row in rows.select_related(*follow, *foreign).iterator(chunk_size=500):
        yield {str(label): _text(path(row) if callable(path) else _along(row, path)) for label, path in section.columns.items()}


def _along(row, path):
    for name in path.split("."):
        if row is None:
            return None
        shown = getattr(row, f"get_{name}_display", None)
        row = shown() if shown else getattr(row, name)
    return row


def _text(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, bool | int) else str(value)


register("people.Appointment", "person", _("Posts"), {
    _("Organisation"): "organisation", _("Position"): "position", _("Since"): "starts_on", _("Until"): "ends_on",
})
register("people.RoleGrant", "person", _("Roles"), {
    _("Role"): "role", _("Organisation"): "organisation", _("From"): "starts_on", _("To"): "ends_on",
})
register("people.SignInSession", "person", _("Where I am signed in"), {
    _("System"): "system", _("Browser"): "browser", _("Address"): lambda row: shortened(row.address),
    _("Signed in"): "began_at", _("Last seen"): "seen_at",
})
register("audit.AuditEntry", "actor", _("What I did"), {
    _("At"): "at", _("What"): lambda row: label_of(row.verb), _("Address"): "address",
})
leave_out(_("secrets that let somebody in"), "people.SecondFactor.person", "people.RecoveryCode.person",
          "people.PastPassword.person")
leave_out(_("work for the organisation, told under “What I did”"), "people.ImportBatch.uploaded_by", "jobs.Job.owner",
          "hand_outs.HandOut.asked_by", "approvals.Approval.requested_by", "cms.MediaFile.uploaded_by_user")
