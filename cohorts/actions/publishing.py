"""Publish the timetable of a cohort: from then on its people are told of it, and only those whom a change concerns."""

from django.db import transaction
from django.urls import reverse

from cohorts.models import TimetableVersion
from cohorts.queries.published import planned_in
from cohorts.rules.versions import concerned, difference, next_meetings
from lms.audit.trail import record
from lms.notices.actions import notify_all

from .locking import lock_cohort


@transaction.atomic
def publish_timetable(*, actor, cohort):
    """Publish the plan of ``cohort`` as its next version and return that; return None when nothing changed.

    Earlier versions stay as they are. Trainees hear of it when a meeting of the whole cohort or of their group changed,
    trainers when one that they teach or taught did.
    """
    cohort = lock_cohort(cohort)
    before = TimetableVersion.objects.filter(cohort=cohort, current=True).first()
    told = before.meetings if before else []
    meetings = next_meetings(told, planned_in(cohort))
    changes = difference(told, meetings)
    if not changes:
        return None
    TimetableVersion.objects.filter(cohort=cohort, current=True).update(current=False)
    version = TimetableVersion.objects.create(
        cohort=cohort, number=before.number + 1 if before else 1, meetings=meetings, changes=changes, published_by=actor
    )
    record(actor=actor, verb="timetable.publish", target=version, organisation=cohort.organiser,
           detail={"cohort": cohort.pk, "number": version.number, "changes": len(changes)})
    _tell(actor, version, first=before is None)
    return version


def _tell(actor, version, *, first):
    cohort, concern = version.cohort, concerned(version.changes)
    kind = "timetable.published" if first else "timetable.changed"
    pages = {
        person: (reverse("cohorts:cohort", args=[cohort.pk]), count) for person, count in concern.trainers.items()
    } | {
        person: (reverse("cohorts:my-class", args=[cohort.pk]), concern.of_trainee(group))
        for person, group in cohort.enrolments.seated().values_list("person_id", "group_id") if concern.of_trainee(group)
    }
    notify_all(
        {
            "person_id": person, "kind": kind, "source": f"timetable:{version.pk}:person:{person}", "url": url,
            "params": {"cohort": cohort.title, "count": count},
        }
        for person, (url, count) in pages.items() if actor is None or person != actor.pk
    )
