"""Who completed and has no certificate yet, and who cannot be issued one now, and why."""

from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from certificates.models import Certificate
from certificates.pdf import CharacterMissing
from certificates.pdf.render import check_printable
from cohorts.enums import CertificateObstacle, EnrolmentState
from cohorts.models import Enrolment
from lms.people.enums import Role

ISSUERS = (Role.SUBDISTRICT, Role.DISTRICT)
LOADED = ("person", "organisation", "cohort__organiser", "cohort__programme__organisation")


@dataclass(frozen=True)
class Candidate:
    """Someone who completed; ``obstacle`` is why they are not issued one now, ``character`` the one that no font has."""

    enrolment: Enrolment
    certificate: Certificate | None = None
    obstacle: str = ""
    character: str = ""


def source_of(enrolment):
    """What a certificate of completion proves, as its unique source."""
    return f"cohort:{enrolment.cohort_id}:person:{enrolment.person_id}:completion"


def facts_for(enrolment, *, issued_on):
    """What the certificate will say, for ever; ``enrolment`` with its person, organisation and cohort loaded."""
    cohort = enrolment.cohort
    programme = cohort.programme
    return {
        "name": enrolment.person.name,
        "programme": programme.title if programme else cohort.title,
        "cohort": cohort.title,
        "host": cohort.organiser.name,
        "organisation": enrolment.organisation.name,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "minutes": enrolment.verdict.get("facts", {}).get("minutes", 0),
        "issuer": programme.organisation.name if programme else cohort.organiser.name,
        "issued_on": issued_on.isoformat(),
    }


def certificates_of(enrolments):
    """Map each enrolment's id to the certificate that stands for it, where there is one. One query."""
    sources = {source_of(row): row.pk for row in enrolments}
    return {sources[row.source]: row for row in Certificate.objects.current().filter(source__in=sources)}


def candidates(enrolments, user):
    """Return a :class:`Candidate` for each of ``enrolments`` who completed. One query; ``enrolments`` with :data:`LOADED`."""
    have = certificates_of(enrolments)
    found = []
    for row in enrolments:
        if row.state != EnrolmentState.COMPLETED:
            continue
        if row.pk in have:
            found.append(Candidate(row, have[row.pk], CertificateObstacle.HAS))
        elif row.person_id == user.pk:
            found.append(Candidate(row, obstacle=CertificateObstacle.OWN))
        else:
            missing = _unprintable(row)
            found.append(Candidate(row, obstacle=CertificateObstacle.UNPRINTABLE if missing else "", character=missing))
    return found


def _unprintable(enrolment):
    """Return the first character of what the certificate would say that no font has, or nothing."""
    try:
        check_printable(facts_for(enrolment, issued_on=timezone.localdate()))
    except CharacterMissing as missing:
        return missing.character
    return ""


def waiting(user, words=""):
    """Return everyone in the scope of who issues (``user``) who completed a cohort and has no certificate for it.

    ``words`` are part of a person's name or a cohort's title. Ordered by cohort, then name.
    """
    mine = Q(pk__in=[])
    for path in user.scope.paths(*ISSUERS):
        mine |= Q(cohort__organiser__path__startswith=path)
    text = CharField()
    source = Concat(
        Value("cohort:"), Cast("cohort_id", text), Value(":person:"), Cast("person_id", text), Value(":completion"),
        output_field=text,
    )
    rows = (
        Enrolment.objects.visible_to(user).filter(mine, state=EnrolmentState.COMPLETED).annotate(proved=source)
        .filter(~Exists(Certificate.objects.current().filter(source=OuterRef("proved"))))
        .select_related(*LOADED).order_by("-cohort__ends_on", "cohort_id", "person__name_key", "pk")
    )
    return rows.filter(Q(person__name__contains=words) | Q(cohort__title__contains=words)) if words else rows
