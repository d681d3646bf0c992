"""Who could bring an ordered lesson at each of its wanted times, with reasons."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from cohorts.models import ClassSession, TrainerAbsence
from cohorts.queries.candidates import trainers_for
from cohorts.rules.calendar import Span
from cohorts.rules.lecturers import Candidate, Meeting, matches

SHOWN = 5  # trainers at a wanted time; the form has all of them


def candidates_for(user, days):
    """Return a :class:`Candidate` for each trainer whom ``user`` plans with, with what they do in the months of ``days``.

    Meetings of whichever cohort count: a trainer has one week, whoever planned it. Three queries, however many trainers.
    """
    first = datetime.combine(min(days).replace(day=1) - timedelta(days=7), time.min)
    last = datetime.combine(max(days) + timedelta(days=38), time.min)
    first, last = timezone.make_aware(first), timezone.make_aware(last)
    trainers = list(trainers_for(user).select_related("trainer_profile"))
    meetings, minutes, weeks, away = defaultdict(list), defaultdict(dict), defaultdict(dict), defaultdict(list)
    rows = ClassSession.objects.filter(
        trainer__in=[trainer.pk for trainer in trainers], cancelled_at=None, starts_at__gte=first, starts_at__lt=last
    ).values_list("trainer_id", "title", "starts_at", "ends_at", "minutes")
    for trainer, title, starts_at, ends_at, taught in rows:
        begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
        meetings[trainer].append(Meeting(Span(begin, end), title))
        month, week = (begin.year, begin.month), tuple(begin.isocalendar()[:2])
        minutes[trainer][month] = minutes[trainer].get(month, 0) + taught
        weeks[trainer][week] = weeks[trainer].get(week, 0) + 1
    for trainer, starts_at, ends_at in TrainerAbsence.objects.filter(
            person__in=[trainer.pk for trainer in trainers], starts_at__lt=last, ends_at__gt=first,
    ).values_list("person_id", "starts_at", "ends_at"):
        away[trainer].append(Span(timezone.localtime(starts_at), timezone.localtime(ends_at)))
    return [
        Candidate(
            trainer.pk, trainer.name, profile.subjects if profile else "", tuple(meetings[trainer.pk]),
            tuple(away[trainer.pk]), minutes[trainer.pk], weeks[trainer.pk], profile.sessions_a_week if profile else 0,
        )
        for trainer in trainers for profile in [getattr(trainer, "trainer_profile", None)]
    ]


def matched(user, order, slots):
    """Return ``[(Slot, [Match])]`` for the wanted times of an order, the best matches first."""
    if not slots:
        return []
    found = candidates_for(user, [slot.starts_at.date() for slot in slots])
    item = order.item
    return [
        (slot, matches(
            found, Span(slot.starts_at, slot.starts_at + timedelta(minutes=item.minutes)), topic=item.topic,
            travel=item.travel_minutes, named=item.trainer_id,
        )[:SHOWN])
        for slot in slots
    ]
