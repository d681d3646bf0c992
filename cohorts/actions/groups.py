"""Divide the people of a cohort into groups."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _

from cohorts.models import CohortGroup, Enrolment
from cohorts.rules.groups import dealt
from lms.audit.trail import record

from .locking import lock_cohort

BATCH = 500


@transaction.atomic
def make_groups(*, actor, cohort, names):
    """Add groups of these names to the cohort, those it has already left out; return all its groups in order."""
    cohort = lock_cohort(cohort)
    standing = list(cohort.groups.all())
    known = {group.name for group in standing}
    new = [
        CohortGroup(cohort=cohort, name=name, place=len(standing) + number)
        for number, name in enumerate(name for name in dict.fromkeys(names) if name not in known)
    ]
    CohortGroup.objects.bulk_create(new)
    if new:
        record(actor=actor, verb="cohort.group", target=cohort, organisation=cohort.organiser,
               detail={"groups": [group.name for group in new]})
    return [*standing, *new]


@transaction.atomic
def change_group(*, actor, group, name, leader=None):
    """Give a group another name or leader (someone of the cohort, or None); return it."""
    cohort = lock_cohort(group.cohort)
    if leader is not None and not cohort.enrolments.seated().filter(person=leader, group=group).exists():
        raise ValidationError({"leader": _("A group is led by one of its own. Put the person into the group first.")})
    if cohort.groups.exclude(pk=group.pk).filter(name=name).exists():
        raise ValidationError({"name": _("This cohort has a group of this name. Choose another name.")})
    group.name, group.leader = name, leader
    group.save(update_fields=["name", "leader"])
    record(actor=actor, verb="cohort.group", target=cohort, organisation=cohort.organiser, detail={"groups": [name]})
    return group


@transaction.atomic
def remove_group(*, actor, group):
    """Remove a group; its people stand in none then. A group with sessions of its own stays."""
    cohort = lock_cohort(group.cohort)
    try:
        with transaction.atomic():
            CohortGroup.objects.get(pk=group.pk).delete()
    except ProtectedError as error:
        raise ValidationError(
            _("Sessions are planned for this group. Change those sessions first."), code="sessions"
        ) from error
    record(actor=actor, verb="cohort.ungroup", target=cohort, organisation=cohort.organiser, detail={"groups": [group.name]})


@transaction.atomic
def assign_groups(*, actor, cohort, choices):
    """Put people into groups: ``choices`` maps ids of enrolments to ids of groups, or to None; return how many changed."""
    cohort = lock_cohort(cohort)
    groups = set(cohort.groups.values_list("pk", flat=True))
    rows = [
        row for row in Enrolment.objects.filter(cohort=cohort, pk__in=choices).seated()
        if row.group_id != choices[row.pk] and (choices[row.pk] is None or choices[row.pk] in groups)
    ]
    for row in rows:
        row.group_id = choices[row.pk]
    Enrolment.objects.bulk_update(rows, ["group"], batch_size=BATCH)
    if rows:
        in_it = Enrolment.objects.filter(group=OuterRef("pk"), person=OuterRef("leader"))
        cohort.groups.exclude(leader=None).exclude(Exists(in_it)).update(leader=None)  # who leads a group stands in it
        record(actor=actor, verb="cohort.assign", target=cohort, organisation=cohort.organiser,
               detail={"people": [row.person_id for row in rows]})
    return len(rows)


@transaction.atomic
def divide_evenly(*, actor, cohort, together=False):
    """Deal everyone with a place into the cohort's groups, evenly by organisation (``cohorts.rules.groups``)."""
    cohort = lock_cohort(cohort)
    groups = list(cohort.groups.values_list("pk", flat=True))
    if not groups:
        raise ValidationError(_("There is no group yet. Add groups first."), code="none")
    people = cohort.enrolments.seated().order_by("person__name_key", "pk").values_list("pk", "organisation__path")
    return assign_groups(actor=actor, cohort=cohort, choices=dealt(people, groups, together=together))
