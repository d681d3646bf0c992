"""The import of a roster gets SIGKILL at random moments: everyone of the file is there once, or nobody, and nobody by half.

``python -m tests.faults.import_kills [--rows 10000] [--rounds 30] [--kills 2] [--unguarded]`` prints one JSON line a round. Each
round imports a file of other people, as the browser's steps do, in processes that are killed while they check or write. After
each kill it is looked whether the file came in whole or not at all. What was interrupted is taken up by the reconciler, or begun
again by hand where it failed; at the end the same file is uploaded once more, and nothing of it is new.

``--unguarded`` is the control: an import that writes in parts, each in a transaction of its own, with a pause between people and
posts. The same harness must find some of a file there.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.harness import fresh_database
from benchmarks.roster_import import write_roster

PAUSE = 2  # seconds between people and posts, in the control


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with fresh_database() as folder:
        from lms.jobs.actions import running

        running.send = lambda *job: None  # this program is the broker
        if options.unguarded:
            in_parts()
        desk = arrange()
        rng, lasts = random.Random(7), {
            "roster.check": options.rows / 1000, "roster.apply": options.rows / 1000 + PAUSE * options.unguarded}
        for number in range(1, options.rounds + 1):
            print(json.dumps(one(Path(folder), desk, number, options, rng, lasts)), flush=True)


def arrange():
    from lms.people import actions

    root = actions.create_organisation(actor=None, parent=None, name="区委", kind="district")
    desk = actions.create_person(actor=None, name="管理员", username="desk")
    actions.grant_role(actor=None, person=desk, role="district", organisation=root)
    return desk


def in_parts():
    """The control: what the import writes is committed statement by statement."""
    from django.db import transaction

    from lms.people.actions.imports import applying

    def write(actor, batch, plan, writing):
        effects = writing.write()
        with transaction.atomic():
            applying._finish(actor, applying.ImportBatch.objects.get(pk=batch.pk), plan, effects)

    posts = applying.Writing._write_posts

    def later(writing):
        time.sleep(PAUSE)
        return posts(writing)

    applying._write, applying.Writing._write_posts = write, later


def one(folder, desk, number, options, rng, lasts):
    """Import one file with kills in between; return the figures."""
    from django.db import connection, connections

    from lms.people.models import Appointment, Person

    began, path = time.monotonic(), folder / "roster.xlsx"
    write_roster(path, options.rows, first=number * options.rows)
    before, posts, killed, parts, failed = Person.objects.count(), Appointment.objects.count(), 0, 0, 0
    batch, left = upload(desk, path), options.kills
    while batch.state != "applied" and time.monotonic() - began < 600:
        job = batch.job_id
        kind = {"reading": "roster.read", "checking": "roster.check", "applying": "roster.apply"}.get(batch.state)
        if kind is None:
            go_on(desk, batch)
        else:
            connections.close_all()
            # One kill while rows are checked, the others while they are judged again and written.
            wanted = left if kind == "roster.apply" else left - options.kills + 1 if kind in lasts else 0
            limit = rng.uniform(0.4 if kind == "roster.apply" else 0.1, 1) * lasts[kind] if wanted > 0 else None
            took = work(str(job), limit)
            if took is None:
                killed, left = killed + 1, left - 1
                found = Person.objects.count() - before, Appointment.objects.count() - posts
                parts += found not in ((0, 0), (options.rows, options.rows))
            elif kind in lasts:
                lasts[kind] = max(0.2, took)
            failed += settle(desk, batch)
        batch.refresh_from_db()
    first = Person.objects.count() - before
    again = upload(desk, path)
    for _ in range(20):
        if again.state in ("reading", "checking", "applying"):
            work(str(again.job_id), None)
        else:
            go_on(desk, again)
        again.refresh_from_db()
        if again.state == "applied":
            break
    return {
        "fault": "import_kills", "database": connection.vendor, "guarded": not options.unguarded, "round": number,
        "rows": options.rows, "killed": killed, "seen_in_parts": parts, "failed_and_begun_again": failed,
        "state": batch.state, "people": first, "again_created": again.created, "again_unchanged": again.unchanged,
        **judge(before, options.rows), "seconds": round(time.monotonic() - began),
    }


def upload(desk, path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from lms.people.actions import imports

    batch = imports.upload_roster(actor=desk, upload=SimpleUploadedFile("名册.xlsx", path.read_bytes()))
    batch.refresh_from_db()
    return batch


def go_on(desk, batch):
    """Press the button that the page shows in this state."""
    from lms.people.actions import imports

    if batch.state == "mapping":
        imports.map_columns(actor=desk, batch=batch, fields={})
    else:
        imports.start_applying(actor=desk, batch=batch)


def work(job_id, limit):
    """Do the job in a process of its own; return its seconds, or None when it was killed after ``limit`` seconds."""
    from django.db import connections

    connections.close_all()
    began, process = time.monotonic(), multiprocessing.get_context("fork").Process(target=_work, args=(job_id,))
    process.start()
    process.join(limit)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        return None
    return time.monotonic() - began


def _work(job_id):
    from lms.jobs.actions import run_job

    run_job(job_id)


def settle(desk, batch):
    """What the clock and the officer do with a job that was interrupted; return 1 where it had to be begun again by hand."""
    from django.utils import timezone

    from lms.jobs.actions import keeping
    from lms.jobs.models import Job
    from lms.people.actions import imports

    Job.objects.filter(state="running").update(heartbeat_at=timezone.now() - keeping.STALE_AFTER - timedelta(seconds=1))
    keeping.reconcile()
    batch.refresh_from_db()
    if Job.objects.filter(pk=batch.job_id, state="failed").exists():
        imports.take_up_again(actor=desk, batch=batch)
        return 1
    return 0


def judge(before, rows):
    """Count doubles, and people who came in without a post or a post without what belongs to it."""
    from django.db.models import Count

    from lms.people.models import Person

    numbers = Person.objects.exclude(staff_no=None).values("staff_no").annotate(count=Count("pk")).filter(count__gt=1).count()
    phones = Person.objects.exclude(phone=None).values("phone").annotate(count=Count("pk")).filter(count__gt=1).count()
    half = Person.objects.exclude(staff_no=None).filter(appointments=None).count()
    return {"duplicates": numbers + phones, "half_people": half, "exact": Person.objects.count() - before == rows}


if __name__ == "__main__":
    main()
