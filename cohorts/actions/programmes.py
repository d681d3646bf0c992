"""Write programmes: a year's plan of whom to train, and what it asks of them."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cohorts.models import Programme
from lms.audit.trail import record

FIELDS = ("title", "year", "theme", "positions", "exam", "required_minutes", "attendance_percent", "concentrated")


@transaction.atomic
def create_programme(
    *, actor, organisation, title, year, theme="", categories=(), positions=(), courses=(), exam=None,
    required_minutes=0, attendance_percent=80, concentrated=True,
):
    """Create and return a programme of ``organisation``; raise ``ValidationError`` when the year has one of that title."""
    programme = Programme(
        organisation=organisation, title=title, year=year, theme=theme, positions=[str(p) for p in positions], exam=exam,
        required_minutes=required_minutes, attendance_percent=attendance_percent, concentrated=concentrated,
    )
    _save(programme)
    programme.categories.set(categories)
    programme.courses.set(courses)
    record(actor=actor, verb="programme.create", target=programme, organisation=organisation)
    return programme


@transaction.atomic
def update_programme(*, actor, programme, **changes):
    """Change what is named (any argument of :func:`create_programme` but the organisation) and return the programme.

    Cohorts that are open keep the syllabuses they were opened with; the other demands hold for them as well.
    """
    related = {name: changes.pop(name) for name in ("categories", "courses") if name in changes}
    unknown = changes.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a programme has no {sorted(unknown)}")
    if "positions" in changes:
        changes["positions"] = [str(p) for p in changes["positions"]]
    changed = sorted(name for name, value in changes.items() if getattr(programme, name) != value)
    for name in changed:
        setattr(programme, name, changes[name])
    if changed:
        _save(programme)
    for name, rows in related.items():
        manager = getattr(programme, name)
        if set(manager.values_list("pk", flat=True)) != {row.pk for row in rows}:
            manager.set(rows)
            changed.append(name)
    if changed:
        record(actor=actor, verb="programme.update", target=programme, organisation=programme.organisation,
               detail={"changed": changed})
    return programme


def _save(programme):
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as error:
        raise ValidationError({"title": _("This year already has a programme with this title. Choose another title.")}) from error
