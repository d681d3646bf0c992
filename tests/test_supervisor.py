"""Site and worker end as one, whichever way, with everything they started; what dies by itself is started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
# A process with a child of its own, both of which write down who they are; the child does not end when asked to.
PARENT = """
import os, subprocess, sys, time
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
child = "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " \\
        "open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", child, sys.argv[1]])
time.sleep(60)
"""
SUPERVISOR = """
import sys
sys.path.insert(0, "lms")
import supervisor
supervisor.GRACE = 1
supervisor.answers = lambda port: False
supervisor.commands = lambda port, host: {"site": [sys.executable, "-c", sys.argv[1], sys.argv[2]]}
sys.exit(supervisor.supervise(1))
"""


def wait_for(what):
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end, "this did not come about in time"
        time.sleep(0.05)


def alive(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def running(tmp_path):
    """Start the supervisor; yield it and a function that returns the processes noted so far."""
    notes = tmp_path / "processes"
    notes.touch()
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, PARENT, str(notes)], cwd=BASE, text=True,
                                  stdout=subprocess.PIPE)

    def noted():
        return [int(line) for line in notes.read_text().split()]

    wait_for(lambda: len(noted()) == 2)
    yield supervisor, noted
    supervisor.kill()
    for number in noted():
        if alive(number):
            os.kill(number, signal.SIGKILL)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_everything(running, sign):
    supervisor, noted = running
    supervisor.send_signal(sign)
    assert supervisor.wait(timeout=20) == 0
    assert [number for number in noted() if alive(number)] == []


def test_what_dies_is_started_again_and_its_children_are_cleared(running):
    supervisor, noted = running
    parent, child = noted()
    os.kill(parent, signal.SIGKILL)
    wait_for(lambda: len(noted()) == 4)
    assert not alive(child)
    assert [alive(number) for number in noted()[2:]] == [True, True]
    assert supervisor.poll() is None


def test_killed_itself_it_takes_the_site_with_it(running):
    supervisor, noted = running
    supervisor.kill()
    wait_for(lambda: not alive(noted()[0]))
