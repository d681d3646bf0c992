"""An installation of release 0.1 with the demo district is upgraded, and the upgrade is killed half-way and run again."""

import os
import random
import signal
import time

import pytest

from .installations import OWN, of_release

KILLS = 2  # the long form kills twenty times (tests.faults.upgrade_kills)

SIGN_IN = """
from django.contrib.auth import authenticate
from django.test import RequestFactory
found = authenticate(RequestFactory().post("/"), identifier={phone!r}, username={phone!r}, password="demo-2017")
print("signed in as", found and found.username)
"""


@pytest.fixture
def installation(tmp_path):
    with of_release("0_1", tmp_path, os.environ.get("DATABASE_URL", "")) as old:
        yield old


def test_an_upgrade_killed_half_way_ends_whole(installation):
    before = installation.tables()
    [(username, phone)] = installation.ask("SELECT username, phone FROM people_person WHERE username = 'learner'")
    rng, killed = random.Random(2018), 0
    for _ in range(KILLS):
        process = installation.begin("migrate")
        time.sleep(rng.uniform(2, 8))
        if process.poll() is None:
            killed += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = installation.manage("migrate")
    assert done.returncode == 0, done.stderr
    assert killed
    after = installation.tables()
    assert {name: rows for name, rows in before.items() if name not in OWN and after.get(name) != rows} == {}
    assert installation.manage("migrate", "--check").returncode == 0
    trail = installation.manage("verify_audit")
    assert trail.returncode == 0, trail.stdout + trail.stderr
    shown = installation.manage("shell", "-c", SIGN_IN.format(phone=phone))
    assert f"signed in as {username}" in shown.stdout, shown.stderr
