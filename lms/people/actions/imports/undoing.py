"""Undo a whole import: delete what it created, restore what it corrected, unless later work depends on it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.people import access
from lms.people.models import Appointment, BatchState, Organisation, Person
from lms.people.models.imports import ImportBatch
from lms.people.rosters.register import chunks
from lms.people.rosters.sentences import FIELD_LABELS

from .writing import stored

NAMED = 5
_CHUNK = 500


def hindrances(batch):
    """Return sentences that say what stands against undoing ``batch``; an empty list when nothing does."""
    effects = batch.effects
    found = _signed_in(effects.get("people", []))
    found += _dependents(Person, effects.get("people", []), except_for={Appointment: effects.get("appointments", [])})
    found += _dependents(Appointment, effects.get("appointments", []), except_for={})
    found += _corrected_since(effects)
    return found


def _names(people):
    shown = [person.name for person in people[:NAMED]]
    return "、".join(shown) + ("…" if len(people) > NAMED else "")


def _signed_in(ids):
    people = [
        person for chunk in chunks(ids, _CHUNK)
        for person in Person.objects.filter(pk__in=chunk).exclude(last_login=None, must_set_password=False)
    ]
    if not people:
        return []
    return [_("{count} of the people have signed in or been given a first code since: {names}").format(
        count=len(people), names=_names(people))]


def _dependents(model, ids, *, except_for):
    """Say which rows of which tables point at rows of ``model`` with ``ids``, whatever app they belong to."""
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        other, column = relation.related_model, relation.field.name
        if other._meta.proxy or not other._meta.managed:
            continue
        own, holders = set(except_for.get(other, ())), {}
        for chunk in chunks(ids, _CHUNK):
            rows = other._base_manager.filter(**{f"{column}__in": chunk}).values_list("pk", f"{column}_id")
            holders.update((pk, holder) for pk, holder in rows if pk not in own)
        if holders:
            found.append(_sentence(model, other, holders))
    return found


def _sentence(model, other, holders):
    ids = sorted(set(holders.values()))[: NAMED + 1]
    people = Person.objects.filter(**{"pk__in" if model is Person else "appointments__in": ids})
    return _("{count} × {what} belong to people of this import: {names}").format(
        count=len(holders), what=other._meta.verbose_name, names=_names(list(people)))


def _corrected_since(effects):
    found = []
    updates = effects.get("person_updates", {})
    for chunk in chunks(updates, _CHUNK):
        people = Person.objects.in_bulk([int(pk) for pk in chunk])
        for pk in chunk:
            person = people.get(int(pk))
            for name, (_before, after) in updates[pk].items():
                if person is not None and (getattr(person, name) or "") != after:
                    found.append(_("{name}: “{field}” has been changed again since").format(
                        name=person.name, field=FIELD_LABELS[name]))
    posts = effects.get("post_updates", {})
    for chunk in chunks(posts, _CHUNK):
        rows = Appointment.objects.select_related("person").in_bulk([int(pk) for pk in chunk])
        for pk in chunk:
            row = rows.get(int(pk))
            if row is not None and row.starts_on != date.fromisoformat(posts[pk][1]):
                found.append(_("{name}: “{field}” has been changed again since").format(
                    name=row.person.name, field=FIELD_LABELS["since"]))
    return found


@transaction.atomic
def undo_batch(*, actor, batch):
    """Undo ``batch`` in one transaction; return the hindrances, with nothing changed when there are any.

    Organisations that others use by now stay. Safe to run twice.
    """
    access.require(actor, "roster.import", batch)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.UNDOING:
        return []
    found = hindrances(batch)
    if found:
        batch.state, batch.message = BatchState.APPLIED, "\n".join(
            [_("The import was not undone, because later work depends on it:"), *found])
        batch.save(update_fields=["state", "message"])
        return found
    effects = batch.effects
    for chunk in chunks(effects.get("appointments", []), _CHUNK):
        Appointment.objects.filter(pk__in=chunk).delete()
    for chunk in chunks(effects.get("people", []), _CHUNK):
        Person.objects.filter(pk__in=chunk).delete()
    _restore(effects)
    kept = _delete_unused(effects.get("organisations", []))
    batch.file.delete(save=False)
    batch.error_file.delete(save=False)
    batch.rows.all()._raw_delete(batch.rows.db)
    batch.state, batch.undone_at, batch.effects, batch.message = BatchState.UNDONE, timezone.now(), {}, ""
    batch.save()
    record(actor=actor, verb="roster.undo", target=batch, organisation=batch.organisation, detail={
        "people": len(effects.get("people", [])), "restored": len(effects.get("person_updates", {})),
        "organisations_kept": kept})
    return []


def _restore(effects):
    for chunk in chunks(effects.get("person_updates", {}).items(), _CHUNK):
        people = Person.objects.in_bulk([int(pk) for pk, _changes in chunk])
        for pk, changes in chunk:
            for name, (before, _after) in changes.items():
                setattr(people[int(pk)], name, stored(name, before))
        Person.objects.bulk_update(people.values(), ["gender", "born", "education", "phone", "staff_no"], batch_size=_CHUNK)
    for chunk in chunks(effects.get("post_updates", {}).items(), _CHUNK):
        rows = Appointment.objects.in_bulk([int(pk) for pk, _change in chunk])
        for pk, (before, _after) in chunk:
            if int(pk) in rows:
                rows[int(pk)].starts_on = before and date.fromisoformat(before)
        Appointment.objects.bulk_update(rows.values(), ["starts_on"], batch_size=_CHUNK)
    filled = [int(pk) for pk in effects.get("categories", {})]
    Organisation.objects.filter(pk__in=filled).update(category=None)


def _delete_unused(ids):
    """Delete the organisations that nothing points at any more, the lowest first; return how many stay."""
    left = set(ids)
    for depth in (2, 1):
        level = set(Organisation.objects.filter(pk__in=left, depth=depth).values_list("pk", flat=True))
        used = set()
        for relation in Organisation._meta.get_fields(include_hidden=True):
            if (relation.one_to_many or relation.one_to_one) and not relation.concrete:
                column = relation.field.name
                for chunk in chunks(sorted(level), _CHUNK):
                    used.update(relation.related_model._base_manager.filter(**{f"{column}__in": chunk})
                                .values_list(f"{column}_id", flat=True))
        for chunk in chunks(sorted(level - used), _CHUNK):
            Organisation.objects.filter(pk__in=chunk).delete()
        left -= level - used
    return len(left)
