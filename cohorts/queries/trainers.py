"""Trainers as those who plan with them see them: what they teach, how much, and what they have delivered."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cohorts.models import ClassSession, TeachingInvitation, TrainerAbsence
from cohorts.models.trainer import TRAINER_ROLES, line_of
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant

WEEKS = 4


def trainers_seen_by(user, *, text=""):
    """The trainers in the user's subtrees and on the line above them, and oneself, in order of name."""
    seen = RoleGrant.objects.active().filter(role=Role.TRAINER)
    mine = seen.filter(line_of(user.scope.paths(*TRAINER_ROLES))).values("person_id")
    found = Person.objects.active().filter(Q(pk__in=mine) | Q(pk__in=seen.filter(person=user).values("person_id")))
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(initials__istartswith=text) | Q(trainer_profile__subjects__icontains=text)
        )
    return found.select_related("trainer_profile").order_by("name_key", "pk")


def monday_of(day):
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Week:
    monday: object
    sessions: int
    most: int

    @property
    def over(self):
        return bool(self.most and self.sessions > self.most)


def load_of(people, today):
    """Return ``{person id: [Week]}`` of this week and the following, ``WEEKS`` in all. One query.

    Sessions of whichever cohort count: a trainer has one week, whoever planned it.
    """
    first = monday_of(today)
    start = timezone.make_aware(datetime.combine(first, time.min))
    counts = {}
    rows = ClassSession.objects.filter(
        trainer__in=[person.pk for person in people], cancelled_at=None, starts_at__gte=start,
        starts_at__lt=start + timedelta(weeks=WEEKS),
    ).values_list("trainer_id", "starts_at")
    for person_id, starts_at in rows:
        key = person_id, monday_of(timezone.localdate(starts_at))
        counts[key] = counts.get(key, 0) + 1
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return {
        person.pk: [Week(monday, counts.get((person.pk, monday), 0), _most(person)) for monday in mondays]
        for person in people
    }


def _most(person):
    profile = getattr(person, "trainer_profile", None)
    return profile.sessions_a_week if profile else 0


def upcoming_of(trainer, now, *, limit=50):
    """The sessions that the trainer is to teach, the nearest first, each with ``invitation`` (or None). Two queries."""
    sessions = list(
        ClassSession.objects.filter(trainer=trainer, cancelled_at=None, cohort__cancelled_at=None, ends_at__gt=now)
        .select_related("cohort", "venue").order_by("starts_at", "pk")[:limit]
    )
    standing = {
        row.session_id: row for row in TeachingInvitation.objects.standing().filter(trainer=trainer, session__in=sessions)
    }
    for session in sessions:
        session.invitation = standing.get(session.pk)
    return sessions


def absences_of(trainer, now):
    return TrainerAbsence.objects.filter(person=trainer, ends_at__gt=now)


def sessions_while_away(absence):
    """The sessions of the trainer that fall into a time away, which someone has to decide about."""
    return ClassSession.objects.open().filter(
        trainer=absence.person_id, cohort__cancelled_at=None, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at
    ).order_by("starts_at", "pk")


def delivered(user, year):
    """Sessions of the year that were held and closed, of the cohorts that ``user`` sees, with whoever taught them."""
    first = timezone.make_aware(datetime(year, 1, 1))
    last = timezone.make_aware(datetime(year + 1, 1, 1))
    return ClassSession.objects.visible_to(user).filter(
        cancelled_at=None, trainer__isnull=False, starts_at__gte=first, starts_at__lt=last
    ).exclude(closed_at=None)


def teaching_hours(user, year):
    """Return a line for each trainer of the year: ``trainer_id, trainer__name, sessions, total`` (minutes). One query."""
    return list(
        delivered(user, year).values("trainer_id", "trainer__name", "trainer__name_key")
        .annotate(sessions=Count("pk"), total=Sum("minutes")).order_by("trainer__name_key", "trainer_id")
    )


def teaching_years(user, today):
    """Return the years in which sessions were held, the latest first; this year always among them."""
    years = {
        day.year for day in ClassSession.objects.visible_to(user).exclude(closed_at=None).dates("starts_at", "year")
    }
    return sorted(years | {today.year}, reverse=True)
