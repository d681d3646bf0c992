"""Writers on SQLite get SIGKILL, backups are made while they write, a log is left lying about: nothing is lost or torn.

``python -m tests.faults.sqlite_power [--writers 4] [--kills 40] [--seconds 60] [--unguarded]`` prints one JSON line. Each writer
writes two rows in one transaction through the product's own connection and notes it in a journal of its own after the commit.
Killed writers are replaced. Meanwhile the product's online backup is taken again and again; each copy must hold whole pairs, and
all that was noted before it began. In the end a copy of database and log as a killed machine leaves them, without the index
beside, is opened; and the pragmas are read that make a commit outlast a loss of power. The loss of power itself is not tried.

``--unguarded`` is the control: writers note before they commit, one row a transaction, and backups are plain copies of the file.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.harness import fresh_database

COUNT = "SELECT name FROM operations_pulse WHERE name LIKE 'pair-%'"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    os.environ["BENCH_DATABASE_URL"] = ""
    with fresh_database() as folder:
        print(json.dumps(run(Path(folder), options)), flush=True)


def run(folder, options):
    from django.db import connection, connections

    from lms.operations.vault.databases import copy_sqlite

    source = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                   for name in ("journal_mode", "synchronous", "busy_timeout")}
    connections.close_all()
    rng, journal, number = random.Random(3), folder / "journal", 0
    journal.mkdir()
    writers, killed, backups = [], 0, []

    def spawn():
        nonlocal number
        number += 1
        arguments = (journal / str(number), number, options.unguarded)
        writer = multiprocessing.get_context("fork").Process(target=write, args=arguments)
        writer.start()
        return writer

    writers = [spawn() for _ in range(options.writers)]
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        time.sleep(rng.uniform(0.1, 2 * options.seconds / (options.kills + 1)) / 2)
        if killed < options.kills:
            place = rng.randrange(len(writers))
            os.kill(writers[place].pid, signal.SIGKILL)
            writers[place].join()
            writers[place] = spawn()
            killed += 1
        noted, target = acknowledged(journal), folder / f"copy-{len(backups)}.sqlite3"
        try:
            shutil.copyfile(source, target) if options.unguarded else copy_sqlite(source, target)
            backups.append(judge(target, noted))
        except Exception:  # noqa: BLE001 -- a copy that cannot even be read is the fault that is looked for
            backups.append((len(noted), 0, 1))
        target.unlink(missing_ok=True)
    for writer in writers:  # the machine dies: all at once
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    found = folder / "found.sqlite3"
    for tail in ("", "-wal"):
        if source.with_name(source.name + tail).exists():
            shutil.copyfile(source.with_name(source.name + tail), found.with_name(found.name + tail))
    stray = judge(found, acknowledged(journal))
    lost, torn, corrupt = judge(source, acknowledged(journal))
    return {
        "fault": "sqlite_power", "database": "sqlite", "guarded": not options.unguarded, "killed": killed + len(writers),
        "acknowledged": len(acknowledged(journal)), "lost": lost, "torn": torn, "corrupt": corrupt, "backups": len(backups),
        "backups_lacking": sum(row[0] > 0 for row in backups), "backups_torn": sum(row[1] > 0 for row in backups),
        "backups_corrupt": sum(row[2] for row in backups),
        "stray_log": dict(zip(("lost", "torn", "corrupt"), stray, strict=True)),
        **pragmas,
    }


def write(notes, number, unguarded):
    """Write pairs until killed; ``notes`` gets a line for each after its commit."""
    from contextlib import nullcontext

    from django.db import transaction

    from lms.operations.models import Pulse

    with open(notes, "ab", buffering=0) as out:
        for place in range(10**6):
            name = f"pair-{number}-{place}"
            if unguarded:
                out.write(f"{name}\n".encode())
                time.sleep(0.01)
            with nullcontext() if unguarded else transaction.atomic():
                Pulse.objects.create(name=f"{name}-a")
                if unguarded:
                    time.sleep(0.005)
                Pulse.objects.create(name=f"{name}-b")
            if not unguarded:
                out.write(f"{name}\n".encode())


def acknowledged(journal):
    """Return the names that writers noted; a line that was cut off by a kill is none."""
    return {line for file in journal.iterdir() for line in file.read_text().splitlines(keepends=True)
            if line.endswith("\n")}


def judge(path, noted):
    """Return ``(noted and not there, pairs of which one is there, corrupt or not)`` of a database file."""
    with closing(sqlite3.connect(path, timeout=30)) as database:
        corrupt = database.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
        names = {name for (name,) in database.execute(COUNT)}
    pairs = {name[:-2] for name in names}
    torn = sum((f"{pair}-a" in names) != (f"{pair}-b" in names) for pair in pairs)
    return sum(f"{line.strip()}-a" not in names for line in noted), torn, int(corrupt)


if __name__ == "__main__":
    main()
