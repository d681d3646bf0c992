"""What the people of a class did that certificates prove, by kind; and who in one's scope completed and has none."""

from collections import defaultdict

from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from certificates.enums import CertificateKind
from certificates.merits import Merit
from certificates.models import Certificate
from cohorts.enums import EnrolmentState, ExcellenceState
from cohorts.models import Enrolment
from lms.people.enums import Role
from lms.people.models import Person

ISSUERS = (Role.SUBDISTRICT, Role.DISTRICT)
LOADED = ("person", "organisation", "cohort__organiser", "cohort__programme__organisation")
# What can be issued to the people of a class, in the order in which pages offer it.
KINDS = (CertificateKind.COMPLETION, CertificateKind.EXCELLENT, CertificateKind.ATTENDANCE, CertificateKind.TEACHING)
# What proves something of a place in the class, so that a change of its facts concerns it.
OF_PLACES = KINDS[:3]
DECIDED = (EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


def source(cohort_id, person_id, kind):
    """What a certificate of a class proves, as its unique source."""
    return f"cohort:{cohort_id}:person:{person_id}:{kind}"


def merits_of(cohort, kind, *, user=None, people=None):
    """Return the :class:`Merit` list of ``cohort`` (its organiser and programme's organisation loaded), by name.

    Of those whom ``user`` sees, of everyone without one; of ``people`` (ids) only, where they are given. A class that is
    not closed has no merits yet, and neither has who came to nothing of it. One query, two for teaching.
    """
    if kind == CertificateKind.TEACHING:
        return _taught(cohort, people)
    rows = places_with(kind, Enrolment.objects.visible_to(user) if user else Enrolment.objects.all()).filter(cohort=cohort)
    if people is not None:
        rows = rows.filter(person_id__in=people)
    found = rows.select_related("person", "organisation").order_by("person__name_key", "pk")
    return [merit_of(row, kind, cohort) for row in found]


def places_with(kind, rows):
    """Narrow enrolments to those with a merit of ``kind``, one of ``OF_PLACES``."""
    if kind == CertificateKind.ATTENDANCE:
        return rows.filter(state__in=DECIDED, verdict__facts__attended__gt=0)
    if kind == CertificateKind.EXCELLENT:
        rows = rows.filter(excellence__state=ExcellenceState.APPROVED)
    return rows.filter(state=EnrolmentState.COMPLETED)


def merit_of(enrolment, kind, cohort=None):
    """Return the :class:`Merit` of a place in a class; ``enrolment`` with :data:`LOADED`, or ``cohort`` with its own."""
    cohort, facts = cohort or enrolment.cohort, (enrolment.verdict or {}).get("facts", {})
    said = {
        **_of_class(cohort), "name": enrolment.person.name, "organisation": enrolment.organisation.name,
        "minutes": facts.get("minutes", 0),
    }
    if kind == CertificateKind.ATTENDANCE:
        said["sessions"] = facts.get("attended", 0)
    return Merit(
        kind, enrolment.person, source(cohort.pk, enrolment.person_id, kind), said, enrolment.organisation, cohort
    )


def _of_class(cohort):
    programme = cohort.programme
    return {
        "programme": programme.title if programme else cohort.title, "cohort": cohort.title, "host": cohort.organiser.name,
        "starts_on": cohort.starts_on.isoformat(), "ends_on": cohort.ends_on.isoformat(),
        "issuer": programme.organisation.name if programme else cohort.organiser.name,
    }


def _taught(cohort, people):
    """Whoever taught closed sessions of a closed class, from the first day they did to the last."""
    if cohort.closed_at is None:
        return []
    sessions = cohort.sessions.filter(closed_at__isnull=False, trainer__isnull=False)
    if people is not None:
        sessions = sessions.filter(trainer_id__in=people)
    rows = sessions.order_by().values("trainer_id").annotate(
        times=Count("pk"), total=Sum("minutes"), first=Min("starts_at"), last=Max("ends_at")
    )
    taught = {row["trainer_id"]: row for row in rows}
    found = []
    for person in Person.objects.filter(pk__in=taught).order_by("name_key", "pk"):
        row = taught[person.pk]
        found.append(Merit(
            CertificateKind.TEACHING, person, source(cohort.pk, person.pk, CertificateKind.TEACHING),
            {
                **_of_class(cohort), "name": person.name, "organisation": "", "minutes": row["total"], "sessions": row["times"],
                "starts_on": timezone.localdate(row["first"]).isoformat(),
                "ends_on": timezone.localdate(row["last"]).isoformat(),
            },
            None, cohort,
        ))
    return found


def certificates_about(enrolments):
    """Map each enrolment's id to the certificates that stand and prove something of that place. One query."""
    places = {source(row.cohort_id, row.person_id, kind): row.pk for row in enrolments for kind in OF_PLACES}
    found = defaultdict(list)
    for row in Certificate.objects.current().filter(source__in=places).order_by("pk"):
        found[places[row.source]].append(row)
    return found


def waiting(user, kind=CertificateKind.COMPLETION, words=""):
    """Return the enrolments, in the scope of who issues (``user``), with a merit of ``kind`` and no certificate of it.

    ``words`` are part of a person's name or a cohort's title. Ordered by cohort, then name.
    """
    mine = Q(pk__in=[])
    for path in user.scope.paths(*ISSUERS):
        mine |= Q(cohort__organiser__path__startswith=path)
    text = CharField()
    proved = Concat(
        Value("cohort:"), Cast("cohort_id", text), Value(":person:"), Cast("person_id", text), Value(f":{kind}"),
        output_field=text,
    )
    rows = (
        places_with(kind, Enrolment.objects.visible_to(user)).filter(mine).annotate(proved=proved)
        .filter(~Exists(Certificate.objects.current().filter(source=OuterRef("proved"))))
        .select_related(*LOADED).order_by("-cohort__ends_on", "cohort_id", "person__name_key", "pk")
    )
    return rows.filter(Q(person__name__contains=words) | Q(cohort__title__contains=words)) if words else rows
