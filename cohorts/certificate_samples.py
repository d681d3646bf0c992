"""Real people for looking at certificate templates: those of the newest cohorts that the visitor sees."""

from django.db.models import F, Window
from django.db.models.functions import Length, RowNumber
from django.utils import timezone

from certificates import samples
from certificates.enums import CertificateKind
from cohorts.models import Cohort, Enrolment
from cohorts.queries.certificates import LOADED, merit_of

COHORTS, PEOPLE = 6, 8
PREFIX = "enrolment:"


def groups(user):
    """Return ``[(cohort, [(key, name)])]``: up to eight people of each, longest names first. Two queries."""
    cohorts = {row.pk: row for row in Cohort.objects.visible_to(user).order_by("-starts_on", "-pk")[:COHORTS]}
    order = [Length("person__name").desc(), F("person__name_key").asc(), F("pk").asc()]
    rows = (
        Enrolment.objects.visible_to(user).filter(cohort__in=list(cohorts)).select_related("person")
        .annotate(rank=Window(RowNumber(), partition_by="cohort_id", order_by=order))
        .filter(rank__lte=PEOPLE).order_by("rank")
    )
    found = {}
    for row in rows:
        found.setdefault(row.cohort_id, []).append((f"{PREFIX}{row.pk}", row.person.name))
    return [(cohort.title, found[pk]) for pk, cohort in cohorts.items() if pk in found]


def facts(user, key):
    """Return what a certificate of the enrolment would say today, or None for one that the visitor does not see."""
    pk = key.removeprefix(PREFIX)
    if pk == key or not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return None
    row = Enrolment.objects.visible_to(user).filter(pk=int(pk)).select_related(*LOADED).first()
    return merit_of(row, CertificateKind.COMPLETION).said(timezone.localdate()) if row else None


samples.register(groups=groups, facts=facts)
