"""Find how many active people the site carries: ``python -m benchmarks.load [--people 500,1000,2000] [--seconds 120]``.

PostgreSQL and, where it answers, Redis; two web processes and a worker on this machine, the load beside them, so each step
prints what processor time went where. ``LOAD_DATABASE_URL`` names a database that holds a whole district already (``make
demo-district`` fills one): a copy of it is used and dropped. Without it a district is made first, which takes minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.harness import emit, fresh_database, server

SHARES = {"learners": 0.70, "arrivals": 0.15, "candidates": 0.10, "desk": 0.05}
REDIS = os.environ.get("LOAD_REDIS", "redis://127.0.0.1:6379")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", default="250,500,1000,1500,2000")
    parser.add_argument("--seconds", type=int, default=120)
    options = parser.parse_args()
    steps = [int(text) for text in options.people.split(",")]
    district = os.environ.get("LOAD_DATABASE_URL", "")
    if district:
        os.environ.update(BENCH_DATABASE_URL=district, BENCH_TEMPLATE=urlsplit(district).path.strip("/"))
    with fresh_database() as folder:
        if not district:
            from django.core.management import call_command

            call_command("demo", scale="district", verbosity=0)
        if answers(REDIS):
            os.environ.update(CACHE_URL=f"{REDIS}/14", CELERY_BROKER_URL=f"{REDIS}/15")
        with server(collected=True) as port, worker():
            for people in steps:
                step(folder, port, people, options.seconds)


def step(folder, port, people, seconds):
    from benchmarks.load import scene

    counts = {kind: max(1, round(people * share)) for kind, share in SHARES.items()}
    found = scene.arrange(folder / "scene.json", **counts)
    journal = folder / "journal.json"
    command = [
        Path(sys.executable).with_name("locust"), "--headless", "-f", "benchmarks/load/users.py", "--only-summary",
        "--host", f"http://127.0.0.1:{port}", "-u", str(people), "-r", str(max(10, people // 20)),
        "-t", f"{seconds + 45}s", "--loglevel", "ERROR", "--stop-timeout", "20",
    ]
    before = cpu_seconds()
    began = time.monotonic()
    with (folder / "locust.log").open("w") as log:
        subprocess.run(command, check=False, stdout=log, stderr=log, env=os.environ | {
            "LOAD_SCENE": str(folder / "scene.json"), "LOAD_JOURNAL": str(journal), "LOAD_SECONDS": str(seconds),
            "PYTHONPATH": str(Path.cwd())})
    took = time.monotonic() - began
    told = json.loads(journal.read_text())
    spent = {who: round((after - before.get(who, 0)) / took, 2) for who, after in cpu_seconds().items()}
    lost = scene.compare(found, told)
    emit(f"{people} people active", **{name: value for name, value in told["total"].items() if name != "name"},
         lost_answers=lost["answers"], lost_check_ins=lost["check_ins"], check_ins=told["check_ins"],
         answers=len(told["answers"]), cores_used=spent, errors=told["errors"])
    for page in sorted((page for page in told["pages"] if page["requests"]), key=lambda page: -page["requests"]):
        emit(f"{people} people active: {page.pop('name')}", **page)


def cpu_seconds():
    """Return processor seconds so far of web, worker, database and cache processes, and of the load."""
    kinds = {"granian": "web", "celery": "worker", "postgres": "database", "redis-server": "redis"}
    total = dict.fromkeys(kinds.values(), 0.0)
    for process in psutil.process_iter():
        try:
            line, times = " ".join(process.cmdline()[:4]), process.cpu_times()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        for word, kind in kinds.items():
            if word in line:
                total[kind] += times.user + times.system + times.children_user + times.children_system  # and of those that ended
                break
    children = psutil.Process().cpu_times()
    return {**total, "load": children.children_user + children.children_system}


@contextmanager
def worker():
    """Run one worker with its clock beside the site."""
    command = [Path(sys.executable).with_name("celery"), "-q", "-A", "lms", "worker", "-B", "--concurrency", "1", "--loglevel",
               "ERROR", "--without-gossip", "--without-mingle", "--schedule", str(Path(tempfile.mkdtemp()) / "beat")]
    process = subprocess.Popen(command, env=os.environ.copy(), stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def answers(address):
    import redis

    try:
        return redis.Redis.from_url(address, socket_connect_timeout=1).ping()
    except redis.RedisError:
        return False


if __name__ == "__main__":
    main()
