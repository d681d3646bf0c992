"""Celery's workers get SIGKILL in mid-batch, and every task is delivered twice: each item is done once.

``python -m tests.faults.worker_kills [--items 1000] [--kills 10] [--stale 120] [--broker redis|filesystem|URL] [--only-children]
[--unguarded]`` prints one JSON line. Real workers (prefork) issue a certificate for each of a thousand people by twenty jobs;
every person is wanted by two jobs, every job is told twice. Now a child of the worker is killed, now the worker with all its
children and its clock, which is then started again. What the killed had begun is taken up by the product's own reconciler;
``recovery_seconds`` is the longest time from a kill to the moment when an interrupted job went on. Pages are blank and unsigned.

``--unguarded`` is the control: no lock and no constraint on numbers, no claim on jobs, no reconciler. The same harness must find
doubles, or jobs that are never finished, there: SQLite's writers take turns, so that there it is the jobs.
"""

import argparse
import json
import os
import random
import signal
import time
from contextlib import ExitStack, suppress

from benchmarks.harness import fresh_database
from tests.faults import issue_kills
from tests.faults.exam_kills import children_of
from tests.faults.servers import PrivateRedis, private_redis, worker

JOBS = 20


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--stale", type=int, default=120, help="JOB_STALE_SECONDS of the worker")
    parser.add_argument("--broker", default="redis")
    parser.add_argument("--item-seconds", type=float, default=0.03, help="that one page takes")
    parser.add_argument("--only-children", action="store_true", help="leave the worker itself alive: no time to start again")
    parser.add_argument("--seconds", type=int, default=1200, help="after which whatever is not done stays so")
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        environment = {"JOB_STALE_SECONDS": str(options.stale)}
        if options.broker == "redis":
            if PrivateRedis.program is None:
                raise SystemExit("No redis-server on this machine: --broker filesystem needs none.")
            environment["CELERY_BROKER_URL"] = stack.enter_context(private_redis()).url(0)
        elif options.broker != "filesystem":
            environment["CELERY_BROKER_URL"] = options.broker
        stack.enter_context(fresh_database(**environment))
        print(json.dumps(run(options)), flush=True)


def run(options):
    from django.db import connection, connections

    from lms.jobs.actions import running
    from lms.jobs.models import Job

    if options.unguarded:
        issue_kills.without_guard()
    desk = issue_kills.arrange_desk(staff=JOBS)  # a person's jobs run one after the other, those of several at once
    cohort = issue_kills.arrange_cohort(desk, 1, options.items)
    began = time.monotonic()
    send, running.send = running.send, lambda *job: None
    jobs = start_jobs(desk, cohort)
    running.send = send
    connections.close_all()
    environment = {"FAULT_UNGUARDED": str(int(options.unguarded)), "FAULT_ITEM_SECONDS": str(options.item_seconds)}
    with worker(concurrency=4, module="tests.faults.celery_app", **environment) as working:
        for job in jobs:  # two children take the same job at the same moment
            send(job.pk, job.kind)
            send(job.pk, job.kind)
        told = time.monotonic()
        killed, waits = kill(working, options, cohort, told)
        done, unfinished = drawn(cohort), Job.objects.unfinished().count()
    figures = issue_kills.judge(cohort, options.items)
    return {
        "fault": "worker_kills", "database": connection.vendor, "guarded": not options.unguarded,
        "load": round(os.getloadavg()[0], 1), "broker": options.broker.partition(":")[0], "items": options.items, "done": done,
        "unfinished_jobs": unfinished,
        "duplicates": figures["double_people"] + figures["double_numbers"], **killed, "stale_seconds": options.stale,
        "interrupted": len(waits), "recovery_seconds": round(max(waits), 1) if waits else None, **figures,
        "seconds": round(time.monotonic() - began),
    }


def start_jobs(desk, cohort):
    """Start jobs that want every person twice; return them."""
    from lms.jobs.actions import start_job

    ids = list(cohort.enrolments.order_by("pk").values_list("person_id", flat=True))
    share = len(ids) * 2 // JOBS
    wanted = [[ids[(start + place) % len(ids)] for place in range(share)] for start in range(0, len(ids) * 2, share)]
    return [
        start_job(kind="certificates.issue", owner=desk["people"][place],
                  params={"people": {cohort.pk: chosen}, "pattern_id": desk["pattern"].pk})
        for place, chosen in enumerate(wanted)
    ]


def kill(working, options, cohort, began):
    """Kill and watch until all is done; return ``({"children_killed", "workers_killed"}, [seconds to recover])``."""
    from django.db import connections

    from lms.jobs.models import Job

    rng, killed, interrupted, waits = random.Random(11), {"children_killed": 0, "workers_killed": 0}, {}, []
    restarted = {}
    due = None
    while time.monotonic() - began < options.seconds:
        time.sleep(0.2)
        now = time.monotonic()
        states = {pk: (state, claim) for pk, state, claim in Job.objects.values_list("pk", "state", "claim")}
        connections.close_all()
        for pk, (claim, at) in list(interrupted.items()):
            if states[pk][0] in ("done", "failed", "cancelled") or states[pk][1] not in (claim, None):
                waits.append(now - at)
                del interrupted[pk]
        running_ = {pk: claim for pk, (state, claim) in states.items() if state == "running"}
        # What was killed before counts as running until it is found; only what somebody works at is killed.
        at_work = {pk: claim for pk, claim in running_.items() if interrupted.get(pk, (None,))[0] != claim}
        if at_work and due is None:
            due = now + rng.uniform(0.2, 1.5)
        if working.process.poll() is not None:  # a worker whose children die while it begins gives up, and is started again,
            working.kill()  # as the machine's own supervisor would
            working.start()
        if due and now >= due and at_work and sum(killed.values()) < options.kills:
            whole = not options.only_children and sum(killed.values()) % 3 == 2
            children = children_of(working.process.pid)
            if whole:
                working.kill()
                working.start()
                killed["workers_killed"] += 1
            elif children:
                with suppress(ProcessLookupError):
                    os.kill(rng.choice(children), signal.SIGKILL)
                killed["children_killed"] += 1
            for pk, claim in at_work.items():
                interrupted[pk] = (claim, now)
            due = None
        for job in Job.objects.filter(state="failed").exclude(pk__in=restarted):
            restarted[job.pk] = again(job)  # interrupted too often: its owner presses "Start again"
        if drawn(cohort) == options.items and not running_ and all(state != "queued" for state, _ in states.values()):
            break
    return killed, waits


def again(job):
    from lms.jobs.actions import retry_job

    return retry_job(job=job, actor=job.owner).pk


def drawn(cohort):
    from certificates.models import Certificate

    rows = Certificate.objects.filter(person__enrolments__cohort=cohort).exclude(pdf="")
    return rows.values("person").distinct().count()


if __name__ == "__main__":
    main()
