"""The posts of an election round on a day, and what each holder and reserve has and lacks."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from cohorts.models import ElectionRound
from cohorts.models.election import ADMINISTRATORS, INCUMBENTS, READERS
from cohorts.queries.readiness_facts import records_of
from cohorts.rules.readiness import (
    Criteria,
    Preparation,
    Standing,
    TrainingFacts,
    meets,
    preparation,
    standing_of,
    vacancies,
)
from lms.people.enums import OrganisationKind, Position
from lms.people.models import Appointment, Organisation


@dataclass(frozen=True)
class ReadinessPerson:
    person_id: int
    name: str
    name_key: str
    phone: str
    position: str
    starts_on: date | None
    facts: TrainingFacts
    verdict: Preparation
    classes: tuple = ()


@dataclass
class ReadinessOrganisation:
    """An organisation with the people of its posts; ``reserves`` are named to those alone who may read them, and counted.

    ``posts`` counts posts by position, the held and the empty ones; ``vacant`` those without a holder.
    """

    pk: int
    name: str
    superior: str
    superior_id: int
    incumbents: list[ReadinessPerson] = field(default_factory=list)
    reserves: list[ReadinessPerson] = field(default_factory=list)
    names_reserves: bool = True
    reserve_count: int = 0
    reserves_prepared: int = 0
    vacant: dict[str, int] = field(default_factory=dict)

    @property
    def standing(self):
        return standing_of(self.prepared, self.reserves_prepared)

    @property
    def prepared(self):
        return sum(person.verdict.prepared for person in self.incumbents)

    @property
    def posts(self):
        return len(self.incumbents) + sum(self.vacant.values())

    @property
    def has_secretary(self):
        return any(person.position == Position.SECRETARY for person in self.incumbents)

    @property
    def people(self):
        return [*self.incumbents, *self.reserves]

    @property
    def lacks(self):
        """Everything that someone who is named here lacks, and ``vacant`` where a post stands empty."""
        return {lack for person in self.people for lack in person.verdict.lacks} | ({"vacant"} if self.vacant else set())


@dataclass(frozen=True)
class SuperiorSummary:
    """A sub-district's counts: every rate is shown with its numerator and denominator.

    ``met`` counts, by criterion that the round asks for, those in office who meet it.
    """

    name: str
    superior_id: int
    organisations: int
    without_secretary: int
    posts: int
    incumbents: int
    incumbents_prepared: int
    reserves: int
    reserves_prepared: int
    nobody: int
    met: dict[str, int]


def criteria_of(round_):
    return Criteria(
        classes=round_.classes, minutes=round_.minutes, certificate=round_.certificate, exam=round_.exam,
        attendance_percent=round_.attendance_percent, leave_counts=round_.leave_counts,
    )


def organisations_of(round_, *, user, as_of, roles=READERS, area=None):
    """The organisations that hold the election, of those the user reads by one of ``roles``, below ``area`` if one is named."""
    found = Organisation.objects.under(*user.scope.paths(*roles)).filter(
        path__startswith=round_.organisation.path, category__code=round_.category_code,
        kind__in=[OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH],
    ).filter(Q(closed_on=None) | Q(closed_on__gt=as_of)).exclude(pk__in=round_.left_out.values("pk"))
    return found.filter(path__startswith=area.path) if area is not None else found


def readiness(*, user, round_, as_of, roles=READERS, area=None, only=None):
    """Return the :class:`ReadinessOrganisation` list that ``user`` may see, as of the whole day ``as_of`` in Shanghai.

    What happened by that day counts; a later correction of it counts as corrected. ``only`` is the key of one organisation.
    The number of queries is constant.
    """
    criteria = criteria_of(round_)
    organisations = organisations_of(round_, user=user, as_of=as_of, roles=roles, area=area)
    if only is not None:
        organisations = organisations.filter(pk=only)
    naming = user.scope.paths(*ADMINISTRATORS)
    found = {
        pk: ReadinessOrganisation(pk, name, superior or "", superior_id or 0,
                                  names_reserves=any(path.startswith(top) for top in naming))
        for pk, path, name, superior, superior_id in organisations.order_by("path").values_list(
            "pk", "path", "name", "parent__name", "parent_id")
    }
    posts = Appointment.objects.on(as_of).filter(
        organisation__in=organisations.values("pk"), position__in=[*INCUMBENTS, Position.RESERVE]
    )
    records = records_of(
        posts.values("person_id"), since=round_.since, as_of=as_of, leave_counts=round_.leave_counts
    )
    rows = posts.order_by("organisation__path", "person__name_key", "pk").values_list(
        "organisation_id", "person_id", "person__name", "person__name_key", "person__phone", "position", "starts_on"
    )
    nothing = TrainingFacts()
    for organisation_id, person_id, name, key, phone, position, starts_on in rows:
        facts, organisation = records.facts.get(person_id, nothing), found[organisation_id]
        verdict = preparation(facts, criteria)
        if position == Position.RESERVE:
            organisation.reserve_count += 1
            organisation.reserves_prepared += verdict.prepared
            if not organisation.names_reserves:
                continue
        person = ReadinessPerson(person_id, name, key, phone or "", position, starts_on, facts, verdict,
                                 tuple(records.classes.get(person_id, ())))
        (organisation.reserves if position == Position.RESERVE else organisation.incumbents).append(person)
    for organisation in found.values():
        organisation.incumbents.sort(key=lambda person: INCUMBENTS.index(person.position))
        held = Counter(person.position for person in organisation.incumbents)
        organisation.vacant = {str(position): count for position, count in vacancies(round_.posts, held).items()}
    return list(found.values())


def summarise(organisations, criteria=None):
    """Count by superior, in the order in which the superiors first appear."""
    groups = defaultdict(list)
    for organisation in organisations:
        groups[organisation.superior_id, organisation.superior].append(organisation)
    return [_summary(name, members, criteria, pk) for (pk, name), members in groups.items()]


def total(organisations, name, criteria=None):
    """Count over all of them, as one line called ``name``."""
    return _summary(name, organisations, criteria)


def _summary(name, members, criteria, superior_id=0):
    incumbents = [person for organisation in members for person in organisation.incumbents]
    met = Counter(dict.fromkeys(meets(TrainingFacts(), criteria or Criteria()), 0))
    for person in incumbents:
        met.update(key for key, is_met in meets(person.facts, criteria or Criteria()).items() if is_met)
    return SuperiorSummary(
        name=name, superior_id=superior_id, organisations=len(members),
        without_secretary=sum(not organisation.has_secretary for organisation in members),
        posts=sum(organisation.posts for organisation in members),
        incumbents=len(incumbents), incumbents_prepared=sum(person.verdict.prepared for person in incumbents),
        reserves=sum(organisation.reserve_count for organisation in members),
        reserves_prepared=sum(organisation.reserves_prepared for organisation in members),
        nobody=sum(organisation.standing == Standing.NOBODY for organisation in members), met=dict(met),
    )


def latest_round(user, as_of):
    """Return the round that ``user`` reads on a day: the latest begun by then, or None."""
    rounds = ElectionRound.objects.visible_to(user).filter(since__lte=as_of)
    return rounds.order_by("-since", "-pk").select_related("organisation").first()
