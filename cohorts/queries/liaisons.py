"""Who is told what concerns an organisation: the liaisons of the nearest organisation at or above it that has any."""

from collections import defaultdict

from lms.people.enums import Role
from lms.people.models import RoleGrant


def _nearest(organisations, roles, *, own):
    wanted = {pk for one in organisations for pk in one.ancestor_ids}
    grants = RoleGrant.objects.active().filter(role__in=roles, person__is_active=True, organisation_id__in=wanted)
    held = defaultdict(list)
    for organisation_id, person_id in grants.order_by("pk").values_list("organisation_id", "person_id"):
        held[organisation_id].append(person_id)
    return {
        one.pk: next((held[pk] for pk in reversed(one.ancestor_ids if own else one.ancestor_ids[:-1]) if held.get(pk)), [])
        for one in organisations
    }


def liaisons_of(organisations):
    """Map the id of each of ``organisations`` to the ids of its liaisons. One query, however many."""
    return _nearest(list(organisations), (Role.LIAISON,), own=True)


def superiors_of(organisations):
    """Map the id of each of ``organisations`` to the ids of the administrators nearest above it. One query."""
    return _nearest(list(organisations), (Role.SUBDISTRICT, Role.DISTRICT), own=False)
