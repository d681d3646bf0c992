"""Web processes are killed while a hall sits its exam: what was acknowledged is there, and no attempt is half marked.

``python -m tests.faults.exam_kills [--candidates 300] [--kills 100] [--unguarded]`` prints one JSON line. A server of two
processes runs as ``make run`` runs it, on a database of its own (PostgreSQL where ``BENCH_DATABASE_URL`` names a server). One
of its processes gets SIGKILL every now and then; candidates send again what was not answered, as the page does.

``--unguarded`` is the control: a server that says "saved" before it has written. The same harness must report losses there.
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from benchmarks.exam_day import Journal, arrange, compare, sit_all
from benchmarks.harness import fresh_database, visit
from lms.supervisor import ROOM_TO_WAIT
from tests.faults.unguarded import FACTORY


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with fresh_database():
        from django.db import connection

        exam, cookies = arrange(options.candidates, options.questions)
        journal = Journal()
        with respawning_server(FACTORY if options.unguarded else "benchmarks.harness:site") as (port, masters):
            done = threading.Event()
            killer = threading.Thread(target=kill_workers, args=(masters, options.kills, done, journal))
            killer.start()
            began = time.monotonic()
            sit_all(port, exam, cookies, journal, begin_within=min(60, options.candidates / 5), pause=options.pause,
                    insist=True)
            seconds = time.monotonic() - began
            done.set()
            killer.join()
        lost, halves = compare(exam, journal)
        print(json.dumps({
            "fault": "exam_kills", "database": connection.vendor, "guarded": not options.unguarded,
            "candidates": options.candidates, "kills": journal.kills, "acknowledged": len(journal.answers),
            "handed_in": len(journal.handed_in), "lost": len(lost), "half_marked": len(halves), "gave_up": len(journal.errors),
            "why": sorted(set(journal.errors))[:3],
            "seconds": round(seconds),
        }), flush=True)


@contextmanager
def respawning_server(factory, *more):
    """Run the site with two processes, started again when they die, and whole when they died too often, as
    ``lms.supervisor`` does; yield its port and a list that holds the main process.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--factory", factory, "--port", str(port),
        "--workers", "2", *ROOM_TO_WAIT, "--log-level", "critical", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", *more,
    ]
    masters, over = [subprocess.Popen(command, env=os.environ.copy())], threading.Event()

    def supervise():
        while not over.wait(0.2):
            if masters[-1].poll() is not None:
                masters.append(subprocess.Popen(command, env=os.environ.copy()))

    watcher = threading.Thread(target=supervise)
    watcher.start()
    try:
        for _ in range(300):
            try:
                if visit(port, "/healthz", {})[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("the server did not answer within a minute")
        yield port, masters
    finally:
        over.set()
        watcher.join()
        masters[-1].terminate()
        masters[-1].wait(20)


def kill_workers(masters, kills, done, journal):
    """Kill one of the server's processes at a time until ``kills`` are done or everyone has handed in."""
    rng, journal.kills = random.Random(7), 0
    while journal.kills < kills and not done.wait(rng.uniform(0.3, 1.6)):
        workers = children_of(masters[-1].pid)
        if workers:
            os.kill(rng.choice(workers), signal.SIGKILL)
            journal.kills += 1


def children_of(pid):
    """Return the ids of the processes that ``pid`` has started (Linux)."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in listed]


if __name__ == "__main__":
    main()
