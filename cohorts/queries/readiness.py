"""The posts of an election round on a day, and what each holder and reserve has and lacks."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from certificates.models import Certificate
from cohorts.enums import ATTENDED, AttendanceStatus, EnrolmentState
from cohorts.models import AttendanceMark, ElectionRound, Enrolment
from cohorts.rules.readiness import Criteria, Preparation, Standing, TrainingFacts, preparation, standing
from courses.models import HourEntry
from lms.people.enums import OrganisationKind, Position
from lms.people.models import Appointment, Organisation

INCUMBENTS = (Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)


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


@dataclass
class ReadinessOrganisation:
    """An organisation with the people of its posts; ``has_secretary`` is false where the first post stands empty."""

    pk: int
    name: str
    superior: str
    superior_id: int
    incumbents: list[ReadinessPerson] = field(default_factory=list)
    reserves: list[ReadinessPerson] = field(default_factory=list)

    @property
    def standing(self):
        return standing([p.verdict for p in self.incumbents], [p.verdict for p in self.reserves])

    @property
    def has_secretary(self):
        return any(person.position == Position.SECRETARY for person in self.incumbents)


@dataclass(frozen=True)
class SuperiorSummary:
    """A sub-district's counts: every rate is shown with its numerator and denominator."""

    name: str
    organisations: int
    without_secretary: int
    incumbents: int
    incumbents_prepared: int
    reserves: int
    reserves_prepared: int
    nobody: int


def readiness(*, user, round_, as_of):
    """Return the :class:`ReadinessOrganisation` list that ``user`` may see, as of the whole day ``as_of`` in Shanghai.

    What happened by that day counts; a later correction of it counts as corrected. The number of queries is constant.
    """
    criteria = Criteria(round_.classes, round_.minutes, round_.certificate)
    organisations = (
        Organisation.objects.visible_to(user)
        .filter(path__startswith=round_.organisation.path, category__code=round_.category_code,
                kind__in=[OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH])
        .filter(Q(closed_on=None) | Q(closed_on__gt=as_of))
    )
    found = {
        pk: ReadinessOrganisation(pk, name, superior or "", superior_id or 0)
        for pk, name, superior, superior_id in organisations.order_by("path").values_list(
            "pk", "name", "parent__name", "parent_id")
    }
    posts = Appointment.objects.on(as_of).filter(
        organisation__in=organisations.values("pk"), position__in=[*INCUMBENTS, Position.RESERVE]
    )
    facts = _facts(posts.values("person_id"), since=round_.since, as_of=as_of)
    nothing = TrainingFacts()
    rows = posts.order_by("organisation__path", "person__name_key", "pk").values_list(
        "organisation_id", "person_id", "person__name", "person__name_key", "person__phone", "position", "starts_on"
    )
    for organisation_id, person_id, name, key, phone, position, starts_on in rows:
        known = facts.get(person_id, nothing)
        person = ReadinessPerson(
            person_id, name, key, phone or "", position, starts_on, known, preparation(known, criteria)
        )
        organisation = found[organisation_id]
        (organisation.reserves if position == Position.RESERVE else organisation.incumbents).append(person)
    for organisation in found.values():
        organisation.incumbents.sort(key=lambda person: INCUMBENTS.index(person.position))
    return list(found.values())


def _facts(person_ids, *, since, as_of):
    """Map each person to their :class:`TrainingFacts` of the period, in four queries."""
    end = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
    begin = timezone.make_aware(datetime.combine(since, time.min))
    classes = defaultdict(Counter)
    enrolments = Enrolment.objects.filter(
        person_id__in=person_ids, cohort__programme__concentrated=True, cohort__cancelled_at=None,
        cohort__starts_on__lte=as_of, cohort__ends_on__gte=since,
    ).values_list("person_id", "state", "cohort__ends_on")
    for person_id, state, ends_on in enrolments:
        classes[person_id][_outcome(state, ends_on, as_of)] += 1
    minutes = dict(
        HourEntry.objects.filter(person_id__in=person_ids, on_date__gte=since, on_date__lte=as_of)
        .order_by().values_list("person_id").annotate(total=Sum("minutes"))
    )
    attendance = {
        person_id: (total, attended)
        for person_id, total, attended in AttendanceMark.objects.current()
        .filter(enrolment__person_id__in=person_ids, session__starts_at__gte=begin, session__starts_at__lt=end,
                session__closed_at__isnull=False)
        .exclude(status=AttendanceStatus.EXCUSED)
        .order_by().values_list("enrolment__person_id")
        .annotate(total=Count("pk"), attended=Count("pk", filter=Q(status__in=ATTENDED)))
    }
    certificates = defaultdict(list)
    numbers = Certificate.objects.filter(person_id__in=person_ids, issued_at__gte=begin, issued_at__lt=end).filter(
        Q(revoked_at=None) | Q(revoked_at__gte=end)
    )
    for person_id, number in numbers.order_by("number").values_list("person_id", "number"):
        certificates[person_id].append(number)
    people = classes.keys() | minutes.keys() | attendance.keys() | certificates.keys()
    return {
        pk: TrainingFacts(
            completed=classes[pk]["completed"], running=classes[pk]["running"], withdrawn=classes[pk]["withdrawn"],
            failed=classes[pk]["failed"], minutes=max(0, int(minutes.get(pk, 0))),
            sessions=attendance.get(pk, (0, 0))[0], attended=attendance.get(pk, (0, 0))[1],
            certificates=tuple(certificates[pk]),
        )
        for pk in people
    }


def _outcome(state, ends_on, as_of):
    """Say how a class stood for a person on the day: one that ended later was still running then."""
    if state == EnrolmentState.WITHDRAWN:
        return "withdrawn"
    if state in (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED):
        return "waiting"
    if ends_on > as_of or state == EnrolmentState.ENROLLED:
        return "running"
    return "completed" if state == EnrolmentState.COMPLETED else "failed"


def summarise(organisations):
    """Count by superior, in the order in which the superiors first appear."""
    groups = defaultdict(list)
    for organisation in organisations:
        groups[organisation.superior].append(organisation)
    return [_summary(name, members) for name, members in groups.items()]


def total(organisations, name):
    """Count over all of them, as one line called ``name``."""
    return _summary(name, organisations)


def _summary(name, members):
    incumbents = [person for organisation in members for person in organisation.incumbents]
    reserves = [person for organisation in members for person in organisation.reserves]
    return SuperiorSummary(
        name=name, organisations=len(members),
        without_secretary=sum(not organisation.has_secretary for organisation in members),
        incumbents=len(incumbents), incumbents_prepared=sum(person.verdict.prepared for person in incumbents),
        reserves=len(reserves), reserves_prepared=sum(person.verdict.prepared for person in reserves),
        nobody=sum(organisation.standing == Standing.NOBODY for organisation in members),
    )


def latest_round(user, as_of):
    """Return the round that ``user`` reads on a day: the latest begun by then, or None."""
    rounds = ElectionRound.objects.visible_to(user).filter(since__lte=as_of)
    return rounds.order_by("-since", "-pk").select_related("organisation").first()
