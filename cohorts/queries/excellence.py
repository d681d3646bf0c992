"""Excellent trainees of a class: who may be, who is, how many more."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment, ExcellentTrainee
from cohorts.rules.completion import thaw_facts
from cohorts.rules.excellence import excellence_of, fits, limit_of


def demand_of(cohort):
    """Return what the cohort's programme says of excellent trainees (``rules.excellence.Excellence``), false for none."""
    return excellence_of(cohort.programme.excellence_rules if cohort.programme else {})


@dataclass(frozen=True)
class Room:
    """``named`` are excellent trainees of ``limit``, of a roster of ``roster`` people."""

    roster: int
    limit: int
    named: int

    @property
    def free(self):
        return max(self.limit - self.named, 0)


def room_of(cohort):
    """Return the :class:`Room` of ``cohort``; to be relied on under its lock only. Two queries."""
    roster = Enrolment.objects.seated().filter(cohort=cohort).count()
    named = ExcellentTrainee.objects.named().filter(enrolment__cohort=cohort).count()
    return Room(roster, limit_of(demand_of(cohort), roster), named)


def fitting(cohort, rows):
    """Return ``[(id, facts)]`` of those of ``rows`` (enrolments with their verdict) whom the rule names. No query."""
    demand = demand_of(cohort)
    facts = {row.pk: thaw_facts(row.verdict) for row in rows if row.verdict}
    return [
        (row.pk, facts[row.pk]) for row in rows
        if row.pk in facts and fits(demand, facts[row.pk], row.state == EnrolmentState.COMPLETED)
    ]


def named_in(cohort):
    """Return the ids of the enrolments of ``cohort`` whose people are excellent trainees. One query."""
    return set(ExcellentTrainee.objects.named().filter(enrolment__cohort=cohort).values_list("enrolment_id", flat=True))


def is_named():
    """Whether the person of an enrolment is an excellent trainee, to annotate enrolments with."""
    return Exists(ExcellentTrainee.objects.named().filter(enrolment=OuterRef("pk")))


def is_excellent(place):
    """Tell whether the person of an enrolment is an excellent trainee of that class. At most one query."""
    return place.state == EnrolmentState.COMPLETED and ExcellentTrainee.objects.named().filter(enrolment=place).exists()
