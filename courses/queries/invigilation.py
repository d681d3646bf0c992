"""What an invigilator sees of an exam: who is in, how far they are, when they were last seen, what happened."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q

from courses.enums import SittingEvent
from courses.models import Attempt, AttemptAnswer, AttemptEvent, ExamCandidate
from lms.people.models import Person

QUIET_AFTER = timedelta(seconds=60)  # a page that is open says so every twenty seconds
NOTED = (SittingEvent.OTHER_DEVICE, SittingEvent.TAKEN_OVER, SittingEvent.LEFT_PAGE)

ABOUT_DEVICES = (SittingEvent.OTHER_DEVICE, SittingEvent.FREED, SittingEvent.HANDED_IN)


@dataclass
class Seat:
    """A person on the page: their newest attempt (None before they began) and what there is to say of it."""

    person: Person
    attempt: Attempt | None = None
    extra_minutes: int = 0
    answered: int = 0
    questions: int = 0
    counts: dict = field(default_factory=dict)
    refused: bool = False
    quiet: bool = False

    @property
    def state(self):
        if self.attempt is None:
            return "absent"
        return "done" if self.attempt.submitted_at else "in"


STATES = ("in", "done", "absent")


def people_of(exam, state=""):
    """Whoever is a candidate of the exam or has tried it, by name; ``state`` narrows to those who are ``in``, ``done`` or
    ``absent``."""
    candidates = ExamCandidate.objects.filter(exam=exam).values("person_id")
    tried = Attempt.objects.filter(exam=exam).values("person_id")
    running = Attempt.objects.under_way().filter(exam=exam).values("person_id")
    wanted = {
        "in": Q(pk__in=running), "done": Q(pk__in=tried) & ~Q(pk__in=running), "absent": Q(pk__in=candidates) & ~Q(pk__in=tried),
    }
    return Person.objects.filter(wanted.get(state, Q(pk__in=candidates) | Q(pk__in=tried))).order_by("name_key", "pk")


def refused_devices(exam):
    """Return the attempts that wait for the invigilator to free them, whichever page of the list they stand on. Two queries."""
    kinds = {}
    events = AttemptEvent.objects.filter(attempt__exam=exam, attempt__submitted_at=None, kind__in=ABOUT_DEVICES)
    for pk, kind in events.order_by("at", "pk").values_list("attempt_id", "kind"):
        kinds.setdefault(pk, []).append(kind)
    waiting = [pk for pk, some in kinds.items() if _waits_for_device(some)]
    return list(Attempt.objects.filter(pk__in=waiting).select_related("person").order_by("person__name_key", "pk"))


def counts_of(exam):
    """Return ``{"in", "done", "absent"}``: people by where they stand. Two queries."""
    found = Attempt.objects.filter(exam=exam).aggregate(
        running=Count("person", distinct=True, filter=Q(submitted_at=None)), all=Count("person", distinct=True)
    )
    absent = ExamCandidate.objects.filter(exam=exam).exclude(
        person__in=Attempt.objects.filter(exam=exam).values("person_id")
    ).count()
    return {"in": found["running"], "done": found["all"] - found["running"], "absent": absent}


def seats_of(exam, people, now):
    """Return a :class:`Seat` for each of ``people`` (a page of :func:`people_of`). Four queries."""
    people = list(people)
    seats = {person.pk: Seat(person) for person in people}
    for pk, extra in ExamCandidate.objects.filter(exam=exam, person__in=people).values_list("person_id", "extra_minutes"):
        seats[pk].extra_minutes = extra
    attempts = {}
    for attempt in Attempt.objects.filter(exam=exam, person__in=people).order_by("number"):
        attempts[attempt.person_id] = attempt
    by_id = {attempt.pk: attempt for attempt in attempts.values()}
    answered = dict(
        AttemptAnswer.objects.filter(attempt__in=by_id).exclude(chosen=[]).values("attempt_id")
        .annotate(count=Count("pk")).values_list("attempt_id", "count").order_by()
    )
    events = {}
    for pk, kind in AttemptEvent.objects.filter(attempt__in=by_id).order_by("at", "pk").values_list("attempt_id", "kind"):
        events.setdefault(pk, []).append(kind)
    for person, attempt in attempts.items():
        seat, kinds = seats[person], events.get(attempt.pk, [])
        seat.attempt, seat.answered, seat.questions = attempt, answered.get(attempt.pk, 0), len(attempt.paper)
        seat.counts = {kind.value: kinds.count(kind) for kind in NOTED if kind in kinds}
        seat.refused = _waits_for_device(kinds)
        seat.quiet = attempt.submitted_at is None and now - (attempt.seen_at or attempt.started_at) > QUIET_AFTER
    return list(seats.values())


def _waits_for_device(kinds):
    """Tell whether another device was refused and nobody has freed the attempt since."""
    last = [kind for kind in kinds if kind in ABOUT_DEVICES]
    return bool(last) and last[-1] == SittingEvent.OTHER_DEVICE
