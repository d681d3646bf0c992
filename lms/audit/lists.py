"""The trail as a list: its page and its export read the same lines."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from lms.audit import labels
from lms.audit.forms import TrailFilter
from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.queries import narrowed
from lms.audit.wording import model_of, target_of
from lms.lists.registry import Known, ListKind, register
from lms.lists.resources import Shown, list_resource


def _entries(user, asked):
    """The lines that the user sees and asks for, each with its place in the chain once it is sealed."""
    form = TrailFilter(asked or None)
    sealed = AuditSeal.objects.filter(entry=OuterRef("pk"))
    entries = AuditEntry.objects.visible_to(user).select_related("actor").annotate(
        position=Subquery(sealed.values("position")), digest=Subquery(sealed.values("digest")),
    )
    return narrowed(entries, form.cleaned_data) if form.is_valid() else entries


def told(user, entries, asked=None):
    """Give each line its ``label``, its ``target`` and its ``details`` in words; return them as a list. No query."""
    entries = list(entries)
    for entry in entries:
        model = model_of(entry)
        entry.label, entry.target = labels.label_of(entry.verb), target_of(entry, model)
        entry.details = labels.details_of(entry.detail, model)
    return entries


TRAIL = register(ListKind(
    key="audit.trail", label=_("Audit trail"), verb="audit.read", export_verb="audit.export", page="audit:trail",
    rows=_entries, dress=told,
    known={
        "verb": Known(_("What"), lambda user, value: str(labels.label_of(value))),
        "who": Known(_("Name or user name")), "target": Known(_("To what")), "organisation": Known(_("Organisation")),
        "since": Known(_("From"), lambda user, value: value), "until": Known(_("To"), lambda user, value: value),
    },
    resource=list_resource(
        AuditEntry, number=Shown(_("Number"), "pk", 10), at=Shown(_("At"), "at", 20, "yyyy-mm-dd hh:mm:ss"),
        actor=Shown(_("Who"), "actor.name", 14),
        verb=Shown(_("What"), lambda entry: str(entry.label), 24), target=Shown(_("To what"), "target", 24),
        details=Shown(_("Details"), lambda entry: " · ".join(f"{name} {value}" for name, value in entry.details), 60),
        address=Shown(_("Address"), "address", 18), position=Shown(_("Place in the chain"), "position", 12),
        digest=Shown(_("fingerprint"), "digest", 40),
    ),
))
