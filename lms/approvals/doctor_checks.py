"""What the doctor asks about second persons: whether there are any."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.approvals.registry import KINDS, is_asked
from lms.operations.registry import check, ok, warning
from lms.people.matrix import roles_of
from lms.people.models import RoleGrant

ENOUGH = 2


@check("second_person", gettext_lazy("Second person"))
def second_person(asked):
    kinds = [kind for kind in KINDS.values() if is_asked(kind.key)]
    if not kinds:
        return ok(_("This installation asks for no second person."))
    holders = {}
    for role, person in RoleGrant.objects.active().filter(person__is_active=True).values_list("role", "person").distinct():
        holders.setdefault(role, set()).add(person)
    short = [
        kind for kind in kinds if len(set().union(*(holders.get(role, ()) for role in roles_of(kind.decide)))) < ENOUGH
    ]
    if not short:
        return ok(_("For everything that needs a second person there are at least two."))
    return warning(
        _("Only one person or nobody could approve: %(kinds)s") % {"kinds": "、".join(str(kind.label) for kind in short)},
        _("Name another district administrator (manage.py make_administrator), or leave these out of SECOND_PERSON."),
    )
