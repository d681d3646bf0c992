"""An upgrade is killed half-way and run again: every table is there with its rows, and nothing waits to be changed.

``python -m tests.faults.upgrade_kills [--rounds 20] [--unguarded]`` prints one JSON line. Each round begins with an installation
of release 0.1 with the demo district (PostgreSQL where ``BENCH_DATABASE_URL`` names a server), kills ``manage.py migrate`` once
at a moment of its own, and runs it again.

``--unguarded`` is the control: changes of one migration are not made as one. The same harness must find upgrades that cannot
go on.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.upgrade.installations import BASE, OWN, of_release

RELEASE = "0_1"
WITHOUT_ATOMIC = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
from django.db.migrations import Migration
Migration.__init_subclass__ = classmethod(lambda cls: setattr(cls, "atomic", False))
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "migrate", "--skip-checks"])
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    server = os.environ.get("BENCH_DATABASE_URL", "")
    rng, killed, whole, lost, began = random.Random(49), 0, 0, 0, time.monotonic()
    lasts = None
    for _ in range(options.rounds + 1):
        with tempfile.TemporaryDirectory(prefix="upgrade-") as folder, of_release(RELEASE, Path(folder), server) as old:
            before = old.tables()
            if lasts is None:  # how long one takes here, once, so that kills fall into it
                start = time.monotonic()
                old.manage("migrate")
                lasts = time.monotonic() - start
                continue
            process = begin(old, options.unguarded)
            try:
                process.wait(rng.uniform(0.4, 1) * lasts)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
            done, after = old.manage("migrate"), old.tables()
            whole += done.returncode == 0 and old.manage("migrate", "--check").returncode == 0
            lost += sum(after.get(name) != rows for name, rows in before.items() if name not in OWN)
    print(json.dumps({
        "fault": "upgrade_kills", "database": "postgresql" if server else "sqlite", "guarded": not options.unguarded,
        "rounds": options.rounds, "killed": killed, "whole": whole, "tables_changed": lost, "an_upgrade_s": round(lasts, 1),
        "seconds": round(time.monotonic() - began),
    }), flush=True)


def begin(installation, unguarded):
    command = ["-c", WITHOUT_ATOMIC] if unguarded else ["manage.py", "migrate"]
    return subprocess.Popen([sys.executable, *command], cwd=BASE, env=installation.env, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
