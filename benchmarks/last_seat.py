"""The last seats: 50 processes ask at the same moment for 5 places of a cohort, 20 times over.

``python -m benchmarks.last_seat``. Each process has its own connection to the database and asks for one person. Every time five
must be seated and 45 wait in order of receipt; then the five withdraw at the same moment, and the next five must get their
places. At the end once without the lock, which overbooks: what the figures before it are worth.
"""

import multiprocessing
import os
import time

from benchmarks.harness import emit, fresh_database

PROCESSES, PLACES, REPETITIONS = 50, 5, 20
PAUSE = 0.2  # seconds between counting and seating, without the lock: so long that everyone has counted


def main():
    with fresh_database():
        organisation = _district()
        with Racers(PROCESSES) as racers:
            seconds, seated, in_order, promoted = [], [], 0, 0
            for repetition in range(REPETITIONS):
                cohort, posts = arrange(organisation, PROCESSES, PLACES, f"第{repetition + 1}班")
                began = time.perf_counter()
                racers.all_at_once(ask, [(cohort.pk, post.pk) for post in posts])
                seconds.append(time.perf_counter() - began)
                seated.append(cohort.enrolments.seated().count())
                in_order += stands_in_order(cohort, PLACES)
                promoted += withdraw_all(racers, cohort)
            emit(f"{PROCESSES} processes ask for {PLACES} seats", repetitions=REPETITIONS, seated=sorted(set(seated)),
                 waiting_in_order=in_order, next_in_line_promoted=promoted,
                 seconds_median=round(sorted(seconds)[len(seconds) // 2], 2), seconds_most=round(max(seconds), 2))
            cohort, posts = arrange(organisation, PROCESSES, PLACES, "无锁")
            racers.all_at_once(ask_unguarded, [(cohort.pk, post.pk) for post in posts])
            emit(f"{PROCESSES} processes ask for {PLACES} seats, without the lock", seated=cohort.enrolments.seated().count())


def arrange(organisation, people, places, title):
    """Make a cohort, and as many new people in post; return it with their posts."""
    from datetime import date

    from cohorts.actions.cohorts import open_cohort
    from lms.people.models import Appointment, Person
    from lms.people.pinyin import name_fields

    day = date(2017, 9, 4)
    cohort = open_cohort(
        actor=None, programme=None, organiser=organisation, title=title, starts_on=day, ends_on=day, quota=places
    )
    names = [f"学员{number:02}" for number in range(people)]
    created = Person.objects.bulk_create([Person(name=name, password="!", **name_fields(name)) for name in names])
    return cohort, Appointment.objects.bulk_create([
        Appointment(person=person, organisation=organisation, position="member") for person in created
    ])


def stands_in_order(cohort, places):
    """Tell whether the first to be received are those with a place, and all others wait behind them."""
    states = list(cohort.enrolments.order_by("created_at", "pk").values_list("state", flat=True))
    received = list(cohort.enrolments.order_by("created_at").values_list("created_at", flat=True))
    return (
        states == ["enrolled"] * places + ["waitlisted"] * (len(states) - places)
        and len(set(received)) == len(received)
    )


def withdraw_all(racers, cohort):
    """Let all who have a place withdraw at the same moment; tell whether those who stood next in line have them now."""
    line = cohort.enrolments.order_by("created_at", "pk")
    leaving = list(line.filter(state="enrolled").values_list("pk", flat=True))
    following = list(line.filter(state="waitlisted").values_list("pk", flat=True)[:len(leaving)])
    racers.all_at_once(leave, [(pk,) for pk in leaving])
    return list(line.filter(state="enrolled").values_list("pk", flat=True)) == following


def ask(cohort_id, post_id):
    """What one process does: enrol the person of one post."""
    from cohorts.actions.enrolment import enrol
    from cohorts.models import Cohort
    from lms.people.models import Appointment

    cohort = Cohort.objects.select_related("organiser").get(pk=cohort_id)
    enrol(actor=None, cohort=cohort, appointments=[Appointment.objects.get(pk=post_id)])


def leave(enrolment_id):
    from cohorts.actions.enrolment import withdraw
    from cohorts.models import Enrolment

    withdraw(actor=None, enrolment=Enrolment.objects.select_related("cohort__organiser").get(pk=enrolment_id), reason="出差")


def ask_unguarded(cohort_id, post_id):
    """The same without the lock, and with a pause between counting the seats and giving them.

    On SQLite a transaction that writes is a lock by itself: there every statement stands alone.
    """
    from django.db import connection

    from cohorts.actions import seats
    from cohorts.models import Cohort
    from lms.people.models import Appointment

    def shares_of(cohort):
        time.sleep(PAUSE)
        return guarded[1](cohort)

    guarded = seats.lock_cohort, seats.shares_of
    take = seats.take_places.__wrapped__ if connection.vendor == "sqlite" else seats.take_places
    cohort, post = Cohort.objects.select_related("organiser").get(pk=cohort_id), Appointment.objects.get(pk=post_id)
    seats.lock_cohort, seats.shares_of = (lambda cohort: cohort), shares_of
    try:
        take(actor=None, cohort=cohort, requests=[seats.Request(post.person_id, post.organisation_id, post.position)])
    finally:
        seats.lock_cohort, seats.shares_of = guarded


class Racers:
    """Processes that each do something at the same moment, over and over: forked once, with connections of their own."""

    def __init__(self, count):
        self.context = multiprocessing.get_context("fork")
        self.count = count

    def __enter__(self):
        from django.db import connections

        connections.close_all()  # nobody inherits an open connection
        self.pipes, self.processes = [], []
        for _number in range(self.count):
            ours, theirs = self.context.Pipe()
            process = self.context.Process(target=_race, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)
        return self

    def __exit__(self, *_error):
        for pipe in self.pipes:
            pipe.send(None)
        for process in self.processes:
            process.join(20)

    def all_at_once(self, act, arguments):
        """Let each of the first processes call ``act`` with one of ``arguments``; raise what any of them raised."""
        pipes = self.pipes[:len(arguments)]
        for pipe, values in zip(pipes, arguments, strict=True):
            pipe.send((act, values))
        for pipe in pipes:
            assert pipe.recv() == "ready"
        for pipe in pipes:
            pipe.send("go")
        if wrong := [answer for pipe in pipes if (answer := pipe.recv())]:
            raise RuntimeError("\n".join(wrong))


def _race(pipe):
    """A racer: connects, says that it is ready, and acts when told to."""
    from django.db import connection

    try:
        while (told := pipe.recv()) is not None:
            act, values = told
            connection.ensure_connection()
            pipe.send("ready")
            pipe.recv()
            try:
                act(*values)
            except Exception as error:  # whatever it is, whoever started the race wants to see it
                pipe.send(f"{type(error).__name__}: {error}")
            else:
                pipe.send("")
        connection.close()
    except EOFError:
        pass
    finally:
        os._exit(0)  # nothing of the process that it was forked from is torn down twice


def _district():
    from lms.people import actions

    return actions.create_organisation(actor=None, parent=None, name="区委", kind="district")


if __name__ == "__main__":
    main()
