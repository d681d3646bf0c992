"""Workers are killed while five hundred certificates are issued: each person has one, and numbers have no gap and no double.

``python -m tests.faults.issue_kills [--people 500] [--workers 20] [--kills 10] [--rounds 5] [--unguarded]`` prints one JSON line
a round. It runs on a database of its own (PostgreSQL where ``BENCH_DATABASE_URL`` names a server). Every person is wanted by
two jobs of two desks, every job is delivered twice, and a worker gets SIGKILL every now and then; what its job had not done is
taken up by the reconciler, or started again by hand, as an officer would. Pages are blank and unsigned: who draws is tried
here, not what.

``--unguarded`` is the control: numbers are read and then written without a lock, and the database's constraints are gone. The
same harness must find doubles there.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta

from benchmarks.harness import fresh_database

JOBS = 20
PATTERN = "徐委党训〔{year}〕{n:04}号"
QUIET = timedelta(seconds=15)
ID = 36  # characters of a job's id, as it lies in the queue


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with fresh_database():
        from django.db import connection

        stand_in()
        if options.unguarded:
            without_guard()
        desk = arrange_desk()
        for number in range(1, options.rounds + 1):
            began = time.monotonic()
            cohort = arrange_cohort(desk, number, options.people)
            killed = issue(desk, cohort, options)
            print(json.dumps({
                "fault": "issue_kills", "database": connection.vendor, "guarded": not options.unguarded, "round": number,
                "people": options.people, "workers": options.workers, "killed": killed, **judge(cohort, options.people),
                "seconds": round(time.monotonic() - began),
            }), flush=True)


def stand_in():
    """Draw blank pages, and send jobs nowhere: this program is the broker."""
    import io

    import pikepdf

    from certificates.actions import issuing
    from cohorts.actions import certificates
    from lms.jobs.actions import running

    out, pdf = io.BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)

    class Blank:
        def __init__(self, certificates):
            pass

        def render(self, certificate):
            return out.getvalue()

    issuing.Renderer = Blank
    issuing.documents.sign = lambda content, number, address: content
    certificates.check_printable = lambda facts, pattern: None
    running.send = lambda *job: None


def without_guard():
    """Take the lock and the constraints away."""
    from django.db import connection, models

    from certificates.models import Certificate

    without_lock()

    loose = models.CharField(max_length=60)
    loose.set_attributes_from_name("number")
    with connection.schema_editor() as editor:
        for constraint in list(Certificate._meta.constraints[:2]):
            Certificate._meta.constraints = [row for row in Certificate._meta.constraints if row != constraint]
            editor.remove_constraint(Certificate, constraint)
        editor.alter_field(Certificate, Certificate._meta.get_field("number"), loose)


def without_lock():
    from certificates.actions import issuing
    from certificates.models import NumberSequence

    def unlocked(key, year):
        row = NumberSequence.objects.get_or_create(pattern=key, year=year)[0]
        time.sleep(0.02)
        return row

    issuing._locked_sequence = unlocked
    issuing._issue = issuing._issue.__wrapped__


def arrange_desk(staff=2):
    from certificates.models import NumberPattern
    from lms.people.actions import create_person, grant_role
    from lms.people.enums import Role
    from lms.people.models import Organisation

    root = Organisation.objects.create(name="区委", kind="district", depth=0)
    Organisation.objects.filter(pk=root.pk).update(path=f"{root.pk}/")
    root.refresh_from_db()
    people = [create_person(actor=None, name=f"组织员{number}") for number in range(staff)]
    for person in people:
        grant_role(actor=None, person=person, role=Role.DISTRICT, organisation=root)
    pattern = NumberPattern.objects.create(organisation=root, text=PATTERN)
    return {"root": root, "people": people, "pattern": pattern}


def arrange_cohort(desk, number, count):
    from datetime import date

    from cohorts.models import Cohort, Enrolment
    from lms.people.models import Person

    cohort = Cohort.objects.create(
        organiser=desk["root"], title=f"第{number}期", starts_on=date(2018, 3, 1), ends_on=date(2018, 3, 2), quota=count
    )
    people = Person.objects.bulk_create([
        Person(name=f"学员{number}-{place}", username=f"k{number}-{place}") for place in range(count)
    ])
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person=person, organisation=desk["root"], position="member", state="completed",
                  verdict={"facts": {"minutes": 360}})
        for person in people
    ])
    return cohort


def issue(desk, cohort, options):
    """Let workers do overlapping jobs until everyone has a certificate with its file; return how many workers were killed."""
    from django.db import connections
    from django.utils import timezone

    from certificates.models import Certificate
    from lms.jobs.actions import keeping, start_job
    from lms.jobs.models import Job

    ids = list(cohort.enrolments.order_by("pk").values_list("person_id", flat=True))
    share = len(ids) * 2 // JOBS
    wanted = [[ids[(start + place) % len(ids)] for place in range(share)] for start in range(0, len(ids) * 2, share)]

    def start(chosen, place):
        return start_job(kind="certificates.issue", owner=desk["people"][place % 2],
                         params={"people": {cohort.pk: chosen}, "pattern_id": desk["pattern"].pk})

    jobs = [start(chosen, place) for place, chosen in enumerate(wanted)]
    source, sink = os.pipe()
    deliveries = [str(job.pk) for job in jobs] * 2
    random.Random(7).shuffle(deliveries)
    connections.close_all()
    workers = [spawn(source, sink) for _ in range(options.workers)]
    for delivery in deliveries:
        os.write(sink, delivery.encode())
    rng, killed, deadline = random.Random(11), 0, time.monotonic() + 900
    while time.monotonic() < deadline:
        time.sleep(rng.uniform(0.2, 0.8))
        if killed < options.kills:
            place = rng.randrange(len(workers))
            os.kill(workers[place].pid, signal.SIGKILL)
            workers[place].join()
            workers[place] = spawn(source, sink)
            killed += 1
            continue
        drawn = Certificate.objects.filter(person__enrolments__cohort=cohort).exclude(pdf="").values("person").distinct().count()
        if drawn == len(ids):
            break
        # What a killed worker left is silent: taken for dead here after seconds instead of minutes, and sent again.
        quiet = timezone.now() - QUIET
        Job.objects.filter(state="running", heartbeat_at__lt=quiet).update(heartbeat_at=quiet - keeping.STALE_AFTER)
        keeping.reconcile()
        for place, job in enumerate(Job.objects.filter(state="failed", pk__in=[job.pk for job in jobs])):
            Job.objects.filter(pk=job.pk).update(state="cancelled")
            jobs.append(start(job.params["people"][str(cohort.pk)], place))
        for pk in Job.objects.filter(state="queued").values_list("pk", flat=True):
            os.write(sink, str(pk).encode())
        connections.close_all()
    os.close(sink)
    for worker in workers:
        worker.join(60)
        worker.kill()
    os.close(source)
    return killed


def spawn(source, sink):
    worker = multiprocessing.get_context("fork").Process(target=work, args=(source, sink), daemon=True)
    worker.start()
    return worker


def work(source, sink):
    """Take jobs from the pipe and do them, until it is closed."""
    from django.db import connections

    from lms.jobs.actions import run_job

    os.close(sink)
    connections.close_all()
    while job_id := os.read(source, ID):
        run_job(job_id.decode())


def judge(cohort, people):
    """Count what there is: documents, their numbers, what is missing between the first and the last, and what is double."""
    from collections import Counter

    from certificates.models import Certificate, NumberSequence

    rows = Certificate.objects.filter(person__enrolments__cohort=cohort)
    numbers = Counter(rows.values_list("number", flat=True))
    holders = Counter(rows.values_list("person_id", flat=True))
    running = sorted(rows.values_list("running", flat=True))
    files = [row.pdf.storage.exists(row.pdf.name) for row in rows if row.pdf]
    whole = Certificate.objects.count() == NumberSequence.objects.get().last
    return {
        "documents": sum(holders.values()), "numbers": len(numbers), "files": sum(files),
        "gaps": (running[-1] - running[0] + 1 - len(set(running))) if running else 0,
        "double_numbers": sum(count - 1 for count in numbers.values()),
        "double_people": sum(count - 1 for count in holders.values()), "without": people - len(holders),
        "sequence_agrees": whole,
    }


if __name__ == "__main__":
    main()
