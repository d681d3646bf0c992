"""Who learned a whole series, as what a certificate may prove."""

from collections import Counter

from django.db.models import Count, Max, Min
from django.utils import timezone

from certificates.enums import CertificateKind
from certificates.merits import Merit
from courses.models import HourEntry, Lesson, LessonProgress
from lms.people.models import Organisation, Person


def source(series_id, person_id):
    """What a certificate of a series proves, as its unique source."""
    return f"series:{series_id}:person:{person_id}:{CertificateKind.SERIES}"


def obligatory(series):
    """The lessons that finishing ``series`` asks for: the required ones that can be learned now."""
    return Lesson.objects.active().filter(course__series=series, course__retired_at=None, required=True)


def merits_of(series, *, user=None, people=None):
    """Return the :class:`Merit` list of ``series``, by name: who finished every obligatory lesson of it.

    Of those whom ``user`` sees, of everyone without one; of ``people`` (ids) only, where they are given. What is retired is owed
    by nobody. The hours are those credited for its lessons. Four queries.
    """
    lessons = set(obligatory(series).values_list("pk", flat=True))
    seen = Person.objects.visible_to(user) if user else Person.objects.all()
    if people is not None:
        seen = seen.filter(pk__in=people)
    if not lessons:
        return []
    rows = (
        LessonProgress.objects.done().filter(lesson__in=lessons, person__in=seen.order_by().values("pk"))
        .order_by().values("person_id").annotate(done=Count("pk"), first=Min("started_at"), last=Max("completed_at"))
        .filter(done=len(lessons))
    )
    found = {row["person_id"]: row for row in rows}
    school = series.school or Organisation.objects.filter(parent=None).order_by("pk").first()
    minutes = _credited(found, lessons)
    return [
        Merit(
            CertificateKind.SERIES, person, source(series.pk, person.pk),
            {
                "name": person.name, "programme": series.title, "cohort": "", "host": series.school.name if series.school else "",
                "organisation": "", "starts_on": timezone.localdate(found[person.pk]["first"]).isoformat(),
                "ends_on": timezone.localdate(found[person.pk]["last"]).isoformat(), "minutes": int(minutes[person.pk]),
                "issuer": school.name if school else series.title,
            },
            None, series,
        )
        for person in Person.objects.filter(pk__in=found).order_by("name_key", "pk")
    ]


def _credited(people, lessons):
    """Return ``Counter({person id: minutes})`` that the ledger credits ``people`` for ``lessons``. One query."""
    total = Counter()
    lines = HourEntry.objects.standing().filter(person_id__in=people, source_root__startswith="lesson:")
    for person_id, root, minutes in lines.values_list("person_id", "source_root", "minutes").iterator():
        if int(root.split(":")[1]) in lessons:
            total[person_id] += minutes
    return total
