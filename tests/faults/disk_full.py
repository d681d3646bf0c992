"""The disk fills up while answers are saved, a file is handed over and certificates are drawn: nothing acknowledged is lost.

``python -m tests.faults.disk_full [--candidates 20] [--megabytes 48] [--seconds 15] [--unguarded]`` prints one JSON line. The
data folder is a small disk in memory of its own, which only root may mount; the database on it is SQLite, or PostgreSQL elsewhere
where ``BENCH_DATABASE_URL`` names a server (then only files meet the full disk). The disk is filled to the last byte while
candidates save, and emptied again after ``--seconds``. Meanwhile pages are read, files are given to the private storage, and what
is refused is read too: 507 or 503, ``Retry-After``, no traceback. Afterwards: what was acknowledged is there, SQLite's own check
finds nothing, every certificate that says it has a file has a whole one, and the work that waited is done without a hand.

``--unguarded`` is the control: a site that says "saved" before it has written. The same harness must find losses there, on
SQLite. What a storage without ``lms.storage.Folder`` leaves behind is tried by ``tests/test_storage.py``.
"""

import argparse
import json
import os
import subprocess
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks import exam_day
from benchmarks.exam_day import Journal, arrange, compare, sit_all
from benchmarks.harness import fresh_database, visit
from tests.faults import issue_kills
from tests.faults.exam_kills import respawning_server

FILLING = "filling"


def may_mount():
    """Tell whether a disk in memory can be mounted here."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


@contextmanager
def small_disk(megabytes):
    with tempfile.TemporaryDirectory(prefix="small-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=20)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--certificates", type=int, default=40)
    parser.add_argument("--megabytes", type=int, default=48)
    parser.add_argument("--seconds", type=float, default=15, help="for how long the disk is full")
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if not may_mount():
        raise SystemExit("A disk in memory cannot be mounted here; root may, outside of most containers.")
    with small_disk(options.megabytes) as folder, fresh_database(DATA_DIR=str(folder)):
        print(json.dumps(run(folder, options)), flush=True)


def run(folder, options):
    from django.db import connection, connections

    exam, cookies = arrange(options.candidates, options.questions)
    desk = arrange_desk()
    cohort = issue_kills.arrange_cohort(desk, 1, options.certificates)
    factory = "tests.faults.unguarded:disk_site" if options.unguarded else "benchmarks.harness:site"
    journal, seen = Journal(), Refused()
    with respawning_server(factory) as (port, _):
        connections.close_all()
        drawing = Drawing(desk, cohort, slow=options.seconds / options.certificates)
        disk = threading.Thread(target=seen.fill, args=(folder, port, cookies[0], options))
        plain = exam_day.visit
        exam_day.visit = seen.reading(plain)
        disk.start()
        drawing.start()
        pause = (options.seconds + 4) / options.questions
        sit_all(port, exam, cookies, journal, begin_within=1, pause=pause, insist=True)
        disk.join()
        exam_day.visit = plain
        emptied = time.monotonic()
        drawing.finish(60)
        recovered = time.monotonic() - emptied
    lost, halves = compare(exam, journal)
    whole = "ok" if connection.vendor != "sqlite" else check()
    broken, issued = drawing.broken()
    connections.close_all()
    return {
        "fault": "disk_full", "database": connection.vendor, "guarded": not options.unguarded,
        "load": round(os.getloadavg()[0], 1), "acknowledged": len(journal.answers), "handed_in": len(journal.handed_in),
        "lost": len(lost), "half_marked": len(halves), "gave_up": len(journal.errors), "refused": dict(seen.statuses),
        "wrong_pages": seen.wrong, "what": sorted(seen.what)[:3], "reads": seen.reads, "reads_failed": seen.failed_reads,
        "uploads_refused": seen.uploads_refused, "upload_after": seen.upload_after, "integrity": whole,
        "certificates": issued, "broken_files": broken, "left_over": left_over(folder), "job": drawing.state(),
        "recovered_seconds": round(recovered, 1),
    }


def arrange_desk():
    """The desk of ``issue_kills``, in the district that the exam has made."""
    from certificates.models import NumberPattern
    from lms.people.actions import create_person, grant_role
    from lms.people.enums import Role
    from lms.people.models import Organisation

    root = Organisation.objects.get(kind="district")
    people = [create_person(actor=None, name="组织员", username="desk")]
    grant_role(actor=None, person=people[0], role=Role.DISTRICT, organisation=root)
    return {"root": root, "people": people,
            "pattern": NumberPattern.objects.create(organisation=root, text=issue_kills.PATTERN)}


class Refused:
    """What was answered while there was no room."""

    def __init__(self):
        self.lock, self.statuses, self.what = threading.Lock(), Counter(), set()
        self.wrong = self.reads = self.failed_reads = self.uploads_refused = 0
        self.upload_after = None

    def reading(self, plain):
        def heard(port, path, cookies, form=None):
            answer = plain(port, path, cookies, form)
            self.judge(answer)
            return answer

        return heard

    def judge(self, answer):
        status, text, headers = answer
        if status < 500:
            return
        faults = [word for word in ("Traceback", "OperationalError", "site-packages") if word in text]
        if status not in (503, 507):
            faults.append(f"status {status}")
        if not (headers.get("Retry-After") or "").isdecimal():
            faults.append("no Retry-After")
        with self.lock:
            self.statuses[str(status)] += 1
            self.wrong += bool(faults)
            self.what.update(faults)

    def fill(self, folder, port, cookies, options):
        """Let some answers in, fill the disk to the last byte, read and hand files over, and empty it again."""
        from django.core.files.base import ContentFile
        from django.core.files.storage import storages

        time.sleep(2)
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            stuff(folder)  # again and again: what others gave back is taken, too
            for path in ("/login/", "/exams/", "/my/"):
                answer = visit(port, path, dict(cookies))
                self.reads += 1
                self.failed_reads += answer[0] >= 500
                self.judge(answer)
            try:
                name = storages["private"].save("handed/over.bin", ContentFile(os.urandom(200_000)))
                storages["private"].delete(name)
            except OSError:
                self.uploads_refused += 1
            time.sleep(0.2)
        (folder / FILLING).unlink()
        name = storages["private"].save("handed/over.bin", ContentFile(b"x" * 200_000))
        self.upload_after = storages["private"].size(name) == 200_000


def stuff(folder):
    with open(folder / FILLING, "ab", buffering=0) as filling:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while filling.write(b"\0" * size) == size:
                    pass


class Drawing(threading.Thread):
    """A job that issues certificates page by page, as a worker does it; what does not get on waits for the reconciler."""

    def __init__(self, desk, cohort, *, slow):
        super().__init__(daemon=True)
        self.desk, self.cohort = desk, cohort
        self.over = threading.Event()
        issue_kills.stand_in()
        from certificates.actions import issuing

        blank = issuing.Renderer.render

        def slowly(renderer, certificate):
            time.sleep(slow)
            return blank(renderer, certificate) + b"%" + os.urandom(20_000)

        issuing.Renderer.render = slowly
        self.job = self._start()

    def _start(self):
        from lms.jobs.actions import start_job

        ids = list(self.cohort.enrolments.order_by("pk").values_list("person_id", flat=True))
        return start_job(kind="certificates.issue", owner=self.desk["people"][0],
                         params={"people": {self.cohort.pk: ids}, "pattern_id": self.desk["pattern"].pk})

    def run(self):
        from django.db import DatabaseError, connections

        from lms.jobs.actions import run_job

        while not self.over.wait(0.5):
            with suppress(DatabaseError, OSError):
                run_job(str(self.job.pk))
            connections.close_all()

    def finish(self, seconds):
        """Wait until the job is done; one that fell silent is taken for dead as the reconciler does, after seconds here."""
        from datetime import timedelta

        from django.utils import timezone

        from lms.jobs.actions import keeping
        from lms.jobs.models import Job

        end = time.monotonic() + seconds
        while time.monotonic() < end and self.state() not in ("done", "failed"):
            quiet = timezone.now() - timedelta(seconds=5)
            Job.objects.filter(state="running", heartbeat_at__lt=quiet).update(heartbeat_at=quiet - keeping.STALE_AFTER)
            keeping.reconcile()
            time.sleep(0.5)
        self.over.set()
        self.join(20)

    def state(self):
        from lms.jobs.models import Job

        return Job.objects.values_list("state", flat=True).get(pk=self.job.pk)

    def broken(self):
        """Return how many certificates that say they have a file have none or half of one, and how many there are."""
        from certificates.models import Certificate

        rows = list(Certificate.objects.exclude(pdf=""))
        wrong = [row for row in rows if not row.pdf.storage.exists(row.pdf.name) or row.pdf.size < 20_000]
        return len(wrong), len(rows)


def check():
    from django.db import connection

    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchone()[0]


def left_over(folder):
    """Count pieces of files that nobody will ask for."""
    return len([file for file in (folder / "private").rglob("*") if file.is_file() and (
        file.suffix == ".part" or not file.stat().st_size)])


if __name__ == "__main__":
    main()
