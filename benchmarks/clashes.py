"""The clashes of a term: one meeting moved among 20,000, and all of them judged at once.

2,000 cohorts of 30 people with ten meetings each in eighteen weeks, in 400 rooms and with 300 trainers; one person in ten
sits in two cohorts. Rooms and trainers are drawn at random, so that there is much to find.
"""

import random
import statistics
import time
from datetime import date, datetime, timedelta
from datetime import time as clock

from benchmarks.harness import emit, fresh_database, measure

COHORTS, EACH, PEOPLE, ROOMS, TRAINERS, WEEKS = 2_000, 10, 30, 400, 300, 18
FIRST = date(2026, 3, 2)
MOVES = 50


def build():
    """Fill the database by bulk inserts; return the moments of the term's beginning and end."""
    from django.utils import timezone

    from cohorts.models import ClassSession, Cohort, Enrolment, TrainerAbsence, TrainerProfile, Venue
    from lms.people import actions
    from lms.people.enums import OrganisationKind
    from lms.people.models import Person

    rng = random.Random(2017)  # noqa: S311
    root = actions.create_organisation(actor=None, parent=None, name="区委", kind=OrganisationKind.DISTRICT)
    rooms = Venue.objects.bulk_create([
        Venue(organisation=root, name=f"{n:03}室", capacity=rng.choice([40, 60, 120]),
              kind="open_site" if n % 10 == 0 else "room",
              opening={str(day): ["08:00", "20:00"] for day in range(5)} if n % 3 == 0 else {})
        for n in range(ROOMS)
    ])
    people = Person.objects.bulk_create(
        [Person(name=f"学员{n:05}", password="!") for n in range(COHORTS * PEOPLE * 9 // 10)], batch_size=2000)
    trainers = Person.objects.bulk_create([Person(name=f"教师{n:03}", password="!") for n in range(TRAINERS)])
    TrainerProfile.objects.bulk_create([TrainerProfile(person=trainer, sessions_a_week=6) for trainer in trainers[::2]])
    days = [FIRST + timedelta(days=week * 7 + day) for week in range(WEEKS) for day in range(5)]

    def at(day, hour):
        return timezone.make_aware(datetime.combine(day, clock(hour)))

    TrainerAbsence.objects.bulk_create([
        TrainerAbsence(person=trainer, starts_at=at(day, 0), ends_at=at(day + timedelta(days=2), 0))
        for trainer in trainers for day in rng.sample(days, 2)
    ])
    cohorts = Cohort.objects.bulk_create([
        Cohort(organiser=root, title=f"第{n:04}期", quota=40, starts_on=days[0], ends_on=days[-1]) for n in range(COHORTS)
    ], batch_size=1000)
    places = []
    for n, cohort in enumerate(cohorts):
        own = range(n * PEOPLE * 9 // 10, (n + 1) * PEOPLE * 9 // 10)
        guests = rng.sample(range(len(people)), PEOPLE - len(own))
        places += [Enrolment(cohort=cohort, person=people[k], organisation=root, position="member") for k in {*own, *guests}]
    Enrolment.objects.bulk_create(places, batch_size=2000)
    sessions = []
    for cohort in cohorts:
        for n, day in enumerate(rng.sample(days, EACH)):
            start = at(day, rng.choice([9, 13, 14, 18]))
            sessions.append(ClassSession(
                cohort=cohort, title=f"第{n + 1}课", starts_at=start, ends_at=start + timedelta(minutes=rng.choice([90, 150])),
                minutes=90, venue=rng.choice(rooms), trainer=rng.choice(trainers),
            ))
    ClassSession.objects.bulk_create(sessions, batch_size=2000)
    return at(days[0], 0), at(days[-1] + timedelta(days=1), 0)


def main():
    with fresh_database():
        from django.db import connection

        from cohorts.models import ClassSession
        from cohorts.queries.clashes import clashes_between, clashes_for

        first, last = build()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        moved = list(ClassSession.objects.select_related("cohort", "venue", "trainer").order_by("?")[:MOVES])
        clashes_for(moved[0])  # the first one opens what is opened once
        times, found = [], 0
        for session in moved:
            session.starts_at, session.ends_at = session.starts_at + timedelta(hours=1), session.ends_at + timedelta(hours=1)
            with measure() as one:
                began = time.perf_counter()
                found += len(clashes_for(session))
                times.append((time.perf_counter() - began) * 1000)
        emit("one session moved, in a term", cohorts=COHORTS, sessions=COHORTS * EACH, moves=MOVES, clashes=found,
             ms_median=round(statistics.median(times), 1), ms_most=round(max(times), 1), queries=one.queries)
        with measure() as whole:
            clashes = clashes_between(first, last)
        emit("every session of a term", cohorts=COHORTS, sessions=COHORTS * EACH, with_clashes=len(clashes),
             clashes=sum(map(len, clashes.values())), ms=round(whole.seconds * 1000), **whole.figures)
        week = first + timedelta(days=35)
        school = set(ClassSession.objects.order_by("cohort_id").values_list("cohort_id", flat=True).distinct()[:40])
        with measure() as shown:
            clashes = clashes_between(week, week + timedelta(days=7), of=school)
        emit("the week of a school of 40 cohorts", with_clashes=len(clashes), ms=round(shown.seconds * 1000), **shown.figures)


if __name__ == "__main__":
    main()
