"""The process dies between the commit of a job's row and the message to a worker: the reconciler tells, and the job runs once.

``python -m tests.faults.enqueue_gap [--jobs 200] [--unguarded]`` prints one JSON line. Processes start jobs and get SIGKILL
right after the commit, or right before it. Then the clock's question is asked, as beat asks it, and each message that it sends
is delivered to several workers at once. A job runs once where its row was committed, and never where it was not.

``--unguarded`` is the control: no reconciler, and messages delivered to workers that do not claim.
"""

import argparse
import json
import multiprocessing
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from benchmarks.harness import fresh_database

KIND, WORKERS = "faults.note", 4


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with fresh_database() as folder:
        print(json.dumps(run(Path(folder), options)), flush=True)


def run(folder, options):
    from django.db import connection, connections
    from django.utils import timezone

    from lms.jobs.actions import keeping, running
    from lms.jobs.models import Job
    from lms.jobs.registry import job_kind
    from lms.people.actions import create_person

    notes = folder / "ran"
    notes.touch()

    @job_kind(KIND, "Note")
    def note(run, number):
        with notes.open("a") as out:
            out.write(f"{number}\n")

    owner = create_person(actor=None, name="某人", username="owner")
    connections.close_all()
    for number in range(options.jobs):
        dies(owner, number, before=number % 4 == 3)
    committed = {params["number"] for params in Job.objects.values_list("params", flat=True)}
    sent = []
    running.send = lambda job_id, kind: sent.append(str(job_id))
    told = 0
    if not options.unguarded:
        while keeping.reconcile(now=timezone.now() + keeping.FIRST_TRY_AFTER + timedelta(seconds=1)):
            told = len(sent)
            deliver(sent, options)
    else:
        half = Job.objects.values_list("pk", flat=True)[: len(committed) // 2]
        deliver([str(pk) for pk in half], options)
    ran = Counter(int(line) for line in notes.read_text().split())
    connections.close_all()
    return {
        "fault": "enqueue_gap", "database": connection.vendor, "guarded": not options.unguarded, "killed": options.jobs,
        "committed": len(committed), "told": told, "ran": len(ran), "twice": sum(count - 1 for count in ran.values()),
        "not_run": len(committed - ran.keys()), "ghosts": len(ran.keys() - committed),
        "done": Job.objects.filter(state="done").count(),
    }


def dies(owner, number, *, before):
    process = multiprocessing.get_context("fork").Process(target=_start, args=(owner, number, before))
    process.start()
    process.join()


def _start(owner, number, before):
    """Start a job and die: after its row was committed and before a worker was told, or before the commit."""
    from django.db import transaction

    from lms.jobs.actions import running, start_job

    def die(*job):
        os.kill(os.getpid(), signal.SIGKILL)

    running.send = die
    with transaction.atomic():
        start_job(kind=KIND, owner=owner, params={"number": number})
        if before:
            die()


def deliver(ids, options):
    """Let each of ``ids`` be taken by several workers at the same moment."""
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda job_id: _take(job_id, options), [job_id for job_id in ids for _ in range(WORKERS)]))


def _take(job_id, options):
    from django.db import connections

    from lms.jobs.actions import run_job
    from tests.faults.celery_app import whatever

    (whatever if options.unguarded else run_job)(job_id)
    connections.close_all()


if __name__ == "__main__":
    main()
