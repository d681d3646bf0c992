"""Run a harness briefly inside the suite, on a database of the kind that this run tests."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.databases import template

BASE = Path(__file__).resolve().parents[2]


def figures(name, *arguments, timeout=300):
    """Return the JSON lines that ``python -m tests.faults.<name>`` prints, as dicts."""
    env = os.environ | {"BENCH_DATABASE_URL": os.environ.get("DATABASE_URL", ""), "BENCH_TEMPLATE": template()}
    run = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{name}", *map(str, arguments)], cwd=BASE, env=env, capture_output=True, text=True,
        timeout=timeout, check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def chosen(found, *names):
    return {name: found[name] for name in names}
