"""The only writers of what a year asks."""

from django.db import transaction

from lms.audit.trail import record


@transaction.atomic
def save_requirement(*, actor, requirement):
    """Keep a new or changed row of what a year asks."""
    new = requirement.pk is None
    requirement.save()
    record(actor=actor, verb="requirement.add" if new else "requirement.edit", target=requirement,
           organisation=requirement.organisation, detail={"year": requirement.from_year, "minutes": requirement.minutes})
    return requirement


@transaction.atomic
def remove_requirement(*, actor, requirement):
    record(actor=actor, verb="requirement.remove", target=requirement, organisation=requirement.organisation,
           detail={"year": requirement.from_year, "minutes": requirement.minutes})
    requirement.delete()
