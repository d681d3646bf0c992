"""A person's year of hours: what the ledger makes by the rules of their place, what is asked, and what would fill the gap."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from courses.enums import HourKind, LessonKind
from courses.models import HourEntry, HourRuleVersion, Lesson, LessonProgress
from courses.queries.hour_years import Years, recognised_classes
from courses.rules.hour_year import Annual
from courses.rules.hours import credit
from courses.rules.requirements import Standing, new_posts, standing

from .applications import open_classes
from .my import next_meetings

MOST = 5  # so many coming meetings, open classes and lessons are offered


@dataclass(frozen=True)
class KindOfYear:
    """A kind's credited minutes: those of its lines, and those of them that count in the year."""

    kind: str
    label: str
    earned: object
    counted: object


@dataclass(frozen=True)
class YearOfHours:
    """``by_kind`` are :class:`KindOfYear`; ``standing`` says what the year asks and what is missing; ``version`` are the
    rules that add the year up, None where there are none."""

    year: int
    day: date
    standing: Standing
    annual: Annual
    by_kind: list
    version: HourRuleVersion | None = None


def completed_classes(people, since, day, *, recorded=False):
    """Map people to the days on which concentrated trainings that were completed ended, from ``since`` to ``day``. One query."""
    done = Enrolment.objects.filter(
        person__in=people, state=EnrolmentState.COMPLETED, cohort__programme__concentrated=True,
        cohort__ends_on__gte=since, cohort__ends_on__lte=day,
    )
    if recorded:
        done = done.filter(decided_at__lt=timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)))
    found = defaultdict(list)
    for person_id, ends_on in done.order_by("cohort__ends_on").values_list("person_id", "cohort__ends_on"):
        found[person_id].append(ends_on)
    return found


class Sums:
    """The standings of ``people`` (ids, or a queryset of ids) in ``year`` as of ``day``. Six queries, however many.

    What counts of each line is kept with ``lines`` alone: of a whole district it would fill the memory.
    """

    def __init__(self, people, year, day, *, recorded=False, lines=False):
        self.year, self.years = year, Years(people, day, recorded=recorded)
        self.day = self.years.end_of(year)
        found = self.years.of(year)
        self.annuals = {pk: annual if lines else replace(annual, by_line={}, cuts=()) for pk, annual in found}
        self._completed = completed_classes(people, date(year - 1, 1, 1), self.day, recorded=recorded)
        self._recognised = recognised_classes(people, self.day, recorded=recorded)

    def annual(self, person_id):
        return self.annuals.get(person_id) or self.years.fold(person_id, self.year, [])

    def standing(self, person_id):
        held, asked = self.years.held(person_id, self.year), self.years.requirement(person_id, self.year)
        annual = self.annual(person_id)
        days = [*self._completed.get(person_id, ()), *self._recognised.get(person_id, ())]
        new = new_posts(asked, [post.since for post in held], days, self.year)
        return standing(
            asked, minutes=annual.credited, concentrated_classes=sum(day.year == self.year for day in days), short=annual.short,
            new=new, day=self.day,
        )


def year_of_hours(person, year):
    """What the ledger makes of the year by the rules of the person's place, beside what the year asks. Six queries."""
    sums = Sums([person.pk], year, timezone.localdate(), lines=True)
    annual = sums.annual(person.pk)
    by_kind = [
        KindOfYear(kind, label, annual.earned_by_kind[kind], annual.by_kind[kind])
        for kind, label in HourKind.choices if annual.earned_by_kind.get(kind)
    ]
    return YearOfHours(year, sums.day, sums.standing(person.pk), annual, by_kind, sums.years.version(person.pk, year))


def years_with_hours(person):
    return [day.year for day in HourEntry.objects.filter(person=person).dates("on_date", "year", order="DESC")]


@dataclass(frozen=True)
class Filling:
    """Something to come that would bring ``minutes`` (credited ones); ``when`` a moment, a day or None."""

    title: str
    url: str
    minutes: object
    when: object = None
    ends: object = None
    concentrated: bool = False


def filling(person, rules, now):
    """What would bring hours: ``{"meetings", "classes", "lessons"}``, lists of :class:`Filling`. Constant queries.

    The coming meetings of one's classes, the classes one may apply for, and the lessons of one's own category, those begun
    first; what each would bring is computed by ``rules``.
    """
    def worth(kind, minutes):
        return credit(kind=kind, observed=minutes, rules=rules).minutes

    meetings = [
        Filling(meeting.title, reverse("cohorts:my-class", args=[meeting.cohort_id]), worth(meeting.kind, meeting.minutes),
                meeting.starts_at)
        for meeting in next_meetings(person, now, limit=MOST) if not meeting.guest
    ]
    classes = [
        Filling(one.cohort.title, reverse("cohorts:my-apply", args=[one.cohort.pk]), one.cohort.programme.required_minutes,
                one.cohort.starts_on, one.cohort.ends_on, one.cohort.programme.concentrated)
        for one in open_classes(person) if one.post and not one.enrolment and not one.refusal
    ][:MOST]
    return {"meetings": meetings, "classes": classes, "lessons": _lessons(person, worth)}


def _lessons(person, worth):
    done = LessonProgress.objects.filter(person=person, completed_at__isnull=False)
    categories = person.appointments.current().values("organisation__category")
    rows = (
        Lesson.objects.listed_for(person).filter(minutes__gt=0).exclude(pk__in=done.values("lesson"))
        .filter(course__categories__in=categories).distinct().order_by("course__order", "order", "pk")[:MOST]
    )
    return [
        Filling(row.title, row.url, worth(HourKind.MICRO if row.kind == LessonKind.MICRO else HourKind.ONLINE, row.minutes))
        for row in rows
    ]
