"""A short form of ``exam_kills``: a small hall, ten kills of web processes, and nothing that was acknowledged is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import template

BASE = Path(__file__).resolve().parents[2]
CANDIDATES, QUESTIONS = 10, 8
ARGUMENTS = ["--candidates", str(CANDIDATES), "--questions", str(QUESTIONS), "--kills", "10", "--pause", "1"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the harness finds processes as Linux lists them")
def test_no_acknowledged_answer_is_lost_when_web_processes_are_killed(django_db_setup):
    """On a database of its own, of the kind that this run tests. How many kills fit in depends on the machine; the rest not."""
    env = os.environ | {"BENCH_DATABASE_URL": os.environ.get("DATABASE_URL", ""), "BENCH_TEMPLATE": template()}
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.exam_kills", *ARGUMENTS], cwd=BASE, env=env, capture_output=True, text=True,
        timeout=600, check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["kills"] > 2
    assert {name: found[name] for name in ("acknowledged", "handed_in", "lost", "half_marked", "gave_up")} == {
        "acknowledged": CANDIDATES * QUESTIONS, "handed_in": CANDIDATES, "lost": 0, "half_marked": 0, "gave_up": 0,
    }
