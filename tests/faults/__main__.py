"""Run every harness with its control, on SQLite and on the PostgreSQL that ``BENCH_DATABASE_URL`` names; print their JSON lines.

``python -m tests.faults [NAME ...]``. A harness that cannot run here says why and is passed over. Ends with 1 when one broke.
"""

import os
import subprocess
import sys

# Name, arguments, those of the control besides, and on which databases it runs.
BOTH, SQLITE, POSTGRESQL = ("sqlite", "postgresql"), ("sqlite",), ("postgresql",)
HARNESSES = (
    ("exam_kills", [], [], BOTH),
    ("issue_kills", [], ["--rounds", "1"], BOTH),
    ("redis_down", ["--how", "stopped"], ["--candidates", "10", "--seconds", "12", "--jobs", "4"], BOTH),
    ("redis_down", ["--how", "hung"], ["--candidates", "10", "--seconds", "12", "--jobs", "4"], BOTH),
    ("crowd", [], [], BOTH),
    ("database_down", [], ["--candidates", "10", "--outages", "2"], POSTGRESQL),
    ("worker_kills", [], ["--items", "300", "--kills", "3", "--stale", "5", "--item-seconds", "0.1", "--seconds", "60"], BOTH),
    ("worker_kills", ["--broker", "filesystem"], None, SQLITE),
    ("disk_full", [], [], BOTH),
    ("import_kills", [], ["--rows", "1000", "--rounds", "2", "--kills", "4"], BOTH),
    ("enqueue_gap", [], [], BOTH),
    ("sqlite_power", [], [], SQLITE),
    ("clock_back", [], [], BOTH),
    ("slow_clients", [], ["--seconds", "20"], SQLITE),
    ("browser_crash", [], ["--crashes", "4"], SQLITE),
    ("upgrade_kills", [], ["--rounds", "5"], BOTH),
)


def main(names):
    server, failed = os.environ.get("BENCH_DATABASE_URL", ""), []
    for name, arguments, control, databases in HARNESSES:
        if names and name not in names:
            continue
        runs = [arguments] + ([] if control is None else [[*arguments, *control, "--unguarded"]])
        for database in databases:
            if database == "postgresql" and not server and name != "database_down":
                continue
            env = os.environ | {"BENCH_DATABASE_URL": server if database == "postgresql" else ""}
            for run in runs:
                command = [sys.executable, "-m", f"tests.faults.{name}", *run]
                done = subprocess.run(command, env=env, stderr=subprocess.PIPE, text=True, check=False)
                if done.returncode:
                    reason = done.stderr.strip().splitlines()[-1:] or [""]
                    print(f"{name} {' '.join(run)} ({database}): {reason[0]}", file=sys.stderr, flush=True)
                    failed += [] if "on this machine" in reason[0] or "cannot be mounted" in reason[0] else [name]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
