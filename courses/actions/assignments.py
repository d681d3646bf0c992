"""The only writers of assignments: what is asked, of whom, until when."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.enums import LatePolicy, WorkKind
from courses.models import Assignment, Participant
from courses.rules.assignments import NEEDED
from lms.audit import trail

EDITABLE = (
    "title", "brief", "activity", "kinds", "least_characters", "most_characters", "due_at", "late", "late_until", "rubric",
    "for_everyone", "anonymous",
)


@transaction.atomic
def create_assignment(*, actor, organisation, **fields):
    """Create an assignment, not open yet; ``fields`` are among ``EDITABLE``. Raises ``ValidationError``."""
    assignment = Assignment(organisation=organisation, created_by=actor, **_known(fields))
    _check(assignment)
    assignment.save()
    trail.record(actor=actor, verb="assignment.create", target=assignment, organisation=organisation)
    return assignment


@transaction.atomic
def edit_assignment(*, actor, assignment, **fields):
    """Change what is named. What was handed in stays as it is; a later date opens it again to whoever has not."""
    changed = sorted(name for name, value in _known(fields).items() if getattr(assignment, name) != value)
    for name in changed:
        setattr(assignment, name, fields[name])
    if changed:
        _check(assignment)
        assignment.save(update_fields=changed)
        trail.record(actor=actor, verb="assignment.edit", target=assignment, organisation=assignment.organisation,
                     detail={"fields": changed})
    return assignment


@transaction.atomic
def open_assignment(*, actor, assignment):
    """Let people write and hand in; open already, nothing happens."""
    _switch(actor, assignment, is_open=True)


@transaction.atomic
def close_assignment(*, actor, assignment):
    """Take nothing any more; drafts are kept, and marking goes on."""
    _switch(actor, assignment, is_open=False)


@transaction.atomic
def admit_participants(*, actor, assignment, person_ids):
    """Admit people to ``assignment``; return how many were new. Whoever takes part already stays."""
    wanted = set(person_ids)
    before = set(Participant.objects.filter(assignment=assignment, person_id__in=wanted).values_list("person_id", flat=True))
    new = sorted(wanted - before)
    Participant.objects.bulk_create(
        [Participant(assignment=assignment, person_id=person_id) for person_id in new], batch_size=500, ignore_conflicts=True
    )
    if new:
        trail.record(actor=actor, verb="assignment.admit", target=assignment, organisation=assignment.organisation,
                     detail={"people": len(new)})
    return len(new)


def _known(fields):
    if unknown := fields.keys() - set(EDITABLE):
        raise TypeError(f"an assignment has no {sorted(unknown)}")
    return fields


def _check(assignment):
    faults = {}
    if not assignment.kinds or set(assignment.kinds) - set(WorkKind.values):
        faults["kinds"] = _("Tick at least one kind of thing that may be handed in.")
    needed = NEEDED.get(assignment.activity)
    if needed and needed not in assignment.kinds:
        faults["kinds"] = _("This activity needs “%(kind)s”: tick it.") % {"kind": WorkKind(needed).label}
    if assignment.most_characters and assignment.most_characters < assignment.least_characters:
        faults["most_characters"] = _("This is less than the least number of characters. 0 sets no limit.")
    if assignment.late == LatePolicy.UNTIL and (not assignment.late_until or assignment.late_until < assignment.due_at):
        faults["late_until"] = _("Give a second date after the due date.")
    if faults:
        raise ValidationError(faults)


def _switch(actor, assignment, *, is_open):
    if Assignment.objects.filter(pk=assignment.pk, is_open=not is_open).update(is_open=is_open):
        trail.record(actor=actor, verb="assignment.open" if is_open else "assignment.close", target=assignment,
                     organisation=assignment.organisation)
    assignment.is_open = is_open
