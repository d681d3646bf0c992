"""Election rounds and snapshots of readiness: set up a round, change it, freeze how it stands."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import ElectionRound, ReadinessSnapshot
from cohorts.queries.readiness_data import collect
from cohorts.rules.readiness_data import canonical, sum_of
from lms.audit.trail import record
from lms.people import access

FIELDS = (
    "title", "category_code", "since", "cut_off", "secretaries", "deputies", "members", "classes", "minutes",
    "attendance_percent", "leave_counts", "exam", "certificate",
)


@transaction.atomic
def create_round(*, actor, organisation, **values):
    """Create and return a round of the organisations below ``organisation``.

    Raises ``ValidationError`` when the period ends before it begins, and for a title that the organisation has already.
    """
    row = ElectionRound(organisation=organisation)
    _fill(row, values)
    _save(row)
    record(actor=actor, verb="round.create", target=row, organisation=organisation)
    return row


@transaction.atomic
def update_round(*, actor, round_, left_out=None, **values):
    """Change what is named, and which organisations hold no election; return the round. Snapshots keep what they froze."""
    changed = sorted(name for name, value in values.items() if getattr(round_, name) != value)
    _fill(round_, values)
    if changed:
        _save(round_)
    if left_out is not None and set(round_.left_out.values_list("pk", flat=True)) != {row.pk for row in left_out}:
        round_.left_out.set(left_out)
        changed.append("left_out")
    if changed:
        record(actor=actor, verb="round.update", target=round_, organisation=round_.organisation, detail={"changed": changed})
    return round_


@transaction.atomic
def take_snapshot(*, actor, round_, area, as_of, note, now=None):
    """Freeze the readiness of the organisations below ``area`` as of a day and return the snapshot."""
    access.require(actor, "readiness.snapshot", area)
    if not note.strip():
        raise ValidationError({"note": _("Say what the snapshot is for, so that others find it again.")})
    data = collect(user=actor, round_=round_, as_of=as_of, area=area)
    text = canonical(data)
    row = ReadinessSnapshot.objects.create(
        round=round_, organisation=area, as_of=as_of, note=note.strip(), taken_by=actor, taken_at=now or timezone.now(),
        data=text, sha256=sum_of(text), organisations=len(data["organisations"]), people=len(data["people"]),
    )
    record(actor=actor, verb="readiness.snapshot", target=row, organisation=area, detail={
        "organisations": row.organisations, "people": row.people, "sha256": row.sha256, "as_of": as_of.isoformat(),
    })
    return row


def _fill(row, values):
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"a round has no {sorted(unknown)}")
    for name, value in values.items():
        setattr(row, name, value)
    if row.cut_off < row.since:
        raise ValidationError({"cut_off": _("The cut-off date lies before the day from which trainings count.")})


def _save(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError({"title": _("There is a round with this title already. Choose another title.")}) from error
