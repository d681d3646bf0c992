"""The trail as a list: its page and its export read the same lines."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit import labels
from lms.audit.forms import TrailFilter
from lms.audit.models import AuditEntry
from lms.lists.registry import Known, ListKind, register
from lms.lists.resources import Shown, list_resource
from lms.people.models import Person

MOST_PEOPLE = 100  # of one name


def _about(text):
    """Return the condition for lines that a person of this name wrote, or that are about them."""
    people = list(Person.objects.filter(Q(name=text) | Q(username=text)).values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(actor__in=people) | Q(target_type="people.person", target_id__in=[str(pk) for pk in people])


def _entries(user, asked):
    form = TrailFilter(asked or None)
    entries = AuditEntry.objects.visible_to(user).select_related("actor")
    if not form.is_valid():
        return entries
    data = form.cleaned_data
    if data["verb"]:
        entries = entries.filter(verb=data["verb"])
    if data["who"]:
        entries = entries.filter(_about(data["who"].strip()))
    if data["day"]:
        begin = timezone.make_aware(datetime.combine(data["day"], time.min))
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return entries


def _model(entry):
    """Return the model of what the line is about, or None where there is none (any more)."""
    try:
        return apps.get_model(entry.target_type) if entry.target_type else None
    except LookupError:
        return None


def _target(entry, model):
    """Return what the line is about in words: ``person 12``."""
    kind = model._meta.verbose_name if model else entry.target_type
    return f"{kind} {entry.target_id}" if kind else ""


def told(user, entries, asked=None):
    """Give each line its ``label``, its ``target`` and its ``details`` in words; return them as a list. No query."""
    entries = list(entries)
    for entry in entries:
        model = _model(entry)
        entry.label, entry.target = labels.label_of(entry.verb), _target(entry, model)
        entry.details = labels.details_of(entry.detail, model)
    return entries


TRAIL = register(ListKind(
    key="audit.trail", label=_("Audit trail"), verb="audit.read", page="audit:trail", rows=_entries, dress=told,
    known={
        "verb": Known(_("What"), lambda user, value: str(labels.label_of(value))),
        "who": Known(_("Name or user name")), "day": Known(_("Day"), lambda user, value: value),
    },
    resource=list_resource(
        AuditEntry, at=Shown(_("At"), "at", 20, "yyyy-mm-dd hh:mm:ss"), actor=Shown(_("Who"), "actor.name", 14),
        verb=Shown(_("What"), lambda entry: str(entry.label), 24), target=Shown(_("To what"), "target", 24),
        details=Shown(_("Details"), lambda entry: " · ".join(f"{name} {value}" for name, value in entry.details), 60),
        address=Shown(_("Address"), "address", 18),
    ),
))
