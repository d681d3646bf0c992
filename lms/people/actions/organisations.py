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


def set_paths(organisations):
    """Write the paths of new rows whose superiors have theirs; rows must have ``parent`` loaded."""
    for organisation in organisations:
        above = organisation.parent.path if organisation.parent_id else ""
        organisation.path = f"{above}{organisation.pk}/"
    Organisation.objects.bulk_update(organisations, ["path"], batch_size=500)
