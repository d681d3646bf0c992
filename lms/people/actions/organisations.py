"""Create organisations and keep their paths."""

from django.db import transaction

from lms.audit.trail import record
from lms.people.models import Organisation
from lms.people.pinyin import title_fields


@transaction.atomic
def create_organisation(*, actor, parent, name, kind, category=None, affiliated_kind="", address=""):
    """Create a node under ``parent`` (None for the district) and return it."""
    organisation = Organisation.objects.create(
        parent=parent, name=name, kind=kind, category=category, affiliated_kind=affiliated_kind, address=address,
        depth=parent.depth + 1 if parent else 0, **title_fields(name),
    )
    set_paths([organisation])
    record(actor=actor, verb="organisation.create", target=organisation, organisation=organisation)
    return organisation


@transaction.atomic
def change_organisation(*, actor, organisation, changes):
    """Write ``changes`` (columns of ``Organisation``, its place in the tree excepted) and record which they were."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = [column for column, value in changes.items() if getattr(organisation, column) != value]
    if not changed:
        return organisation
    for column in changed:
        setattr(organisation, column, changes[column])
    for column, value in title_fields(organisation.name).items():
        setattr(organisation, column, value)
    organisation.save(update_fields=[*changed, "name_key", "initials"])
    record(actor=actor, verb="organisation.change", target=organisation, organisation=organisation,
           detail={"fields": sorted(changed)})
    return organisation


def set_paths(organisations):
    """Write the paths of new rows whose superiors have theirs; rows must have ``parent`` loaded."""
    for organisation in organisations:
        above = organisation.parent.path if organisation.parent_id else ""
        organisation.path = f"{above}{organisation.pk}/"
    Organisation.objects.bulk_update(organisations, ["path"], batch_size=500)
