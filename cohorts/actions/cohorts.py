"""Open, change and cancel cohorts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import ClassSession, Cohort, CohortGroup
from cohorts.queries.edits import last_edit
from cohorts.seat_words import changed_sentence
from courses.actions.syllabus import freeze_syllabus
from lms.audit.trail import record

from .locking import lock_cohort
from .order_following import follow_cancelling
from .seats import take_places

FIELDS = ("title", "starts_on", "ends_on", "class_teacher", "venue", "apply_until")


class ChangedMeanwhile(ValidationError):
    """Someone else changed the cohort after the form was opened; ``edit`` is their line of the trail."""

    def __init__(self, edit):
        self.edit = edit
        super().__init__(changed_sentence(edit), code="changed")


@transaction.atomic
def open_cohort(
    *, actor, programme, organiser, title, starts_on, ends_on, quota, class_teacher=None, venue=None, apply_until=None,
    groups=(), copied_from=None,
):
    """Open and return a cohort of ``programme`` (None for a lesson delivered to order), with ``groups`` of these names.

    The programme's syllabuses are pinned: what is asked of this cohort stays as it is today. A course that the programme
    pinned no version of gives its present one.
    """
    cohort = Cohort(
        programme=programme, organiser=organiser, title=title, starts_on=starts_on, ends_on=ends_on, quota=quota,
        class_teacher=class_teacher, venue=venue, apply_until=apply_until, copied_from=copied_from, created_by=actor,
    )
    _check_days(cohort)
    cohort.save()
    if programme is not None:
        cohort.syllabuses.set(_syllabuses_for(actor, programme))
    CohortGroup.objects.bulk_create([
        CohortGroup(cohort=cohort, name=name, place=place) for place, name in enumerate(dict.fromkeys(groups))
    ])
    record(actor=actor, verb="cohort.open", target=cohort, organisation=organiser,
           detail={"programme": programme.pk if programme else None, "quota": quota})
    return cohort


@transaction.atomic
def update_cohort(*, actor, cohort, seen=None, **changes):
    """Change the title, days, class teacher, usual venue, last day of applications or ``quota``; return the cohort.

    ``seen`` is the id of the last change that the actor knew of (``cohorts.queries.edits``): raises
    :class:`ChangedMeanwhile` when there is a later one. A larger quota seats people from the waiting list at once. A
    smaller one takes no seat from anybody.
    """
    unknown = changes.keys() - {*FIELDS, "quota"}
    if unknown:
        raise TypeError(f"of a cohort one cannot change {sorted(unknown)}")
    cohort = lock_cohort(cohort)
    if seen is not None and (edit := last_edit(cohort)) is not None and edit.pk > seen:
        raise ChangedMeanwhile(edit)
    changed = sorted(name for name, value in changes.items() if getattr(cohort, name) != value)
    for name in changed:
        setattr(cohort, name, changes[name])
    _check_days(cohort)
    if changed:
        cohort.save(update_fields=changed)
        record(actor=actor, verb="cohort.update", target=cohort, organisation=cohort.organiser, detail={"changed": changed})
    if "quota" in changed:
        take_places(actor=actor, cohort=cohort)
    return cohort


@transaction.atomic
def upgrade_syllabuses(*, actor, cohort):
    """Ask of the cohort what its programme's courses ask today; return the versions that are new to it.

    What anyone has learned stays learned; what was added is owed by everyone from now on.
    """
    cohort = lock_cohort(cohort)
    courses = cohort.programme.courses.order_by("pk") if cohort.programme_id else ()
    today = [freeze_syllabus(actor=actor, course=course) for course in courses]
    pinned = set(cohort.syllabuses.values_list("pk", flat=True))
    fresh = [syllabus for syllabus in today if syllabus.pk not in pinned]
    if fresh or len(pinned) != len(today):
        cohort.syllabuses.set(today)
        record(actor=actor, verb="cohort.upgrade", target=cohort, organisation=cohort.organiser,
               detail={"lessons": sum(syllabus.items.count() for syllabus in fresh)})
    return fresh


@transaction.atomic
def cancel_cohort(*, actor, cohort):
    """Cancel a cohort and every meeting of it that is not closed yet; return it. Hours already posted stand."""
    cohort = lock_cohort(cohort)
    now = timezone.now()
    cohort.cancelled_at = now
    cohort.save(update_fields=["cancelled_at"])
    open_ones = list(ClassSession.objects.open().filter(cohort=cohort).order_by("pk"))
    sessions = ClassSession.objects.filter(pk__in=[row.pk for row in open_ones]).update(cancelled_at=now)
    follow_cancelling(actor=actor, sessions=open_ones)
    record(actor=actor, verb="cohort.cancel", target=cohort, organisation=cohort.organiser,
           detail={"sessions": sessions})
    return cohort


def _syllabuses_for(actor, programme):
    pinned = {syllabus.course_id: syllabus for syllabus in programme.syllabuses.all()}
    return [
        pinned.get(course.pk) or freeze_syllabus(actor=actor, course=course) for course in programme.courses.order_by("pk")
    ]


def _check_days(cohort):
    if cohort.ends_on < cohort.starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first. Choose a later last day.")})
    if cohort.quota < 1:
        raise ValidationError({"quota": _("A cohort needs at least one place.")})
    if cohort.apply_until and cohort.apply_until > cohort.ends_on:
        raise ValidationError({"apply_until": _("Applications end on the last day of the cohort at the latest.")})
