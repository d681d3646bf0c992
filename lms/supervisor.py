"""Run site, worker and clock as one: started together, started again when one of them dies, ended whole.

``python3 lms/supervisor.py PORT HOST``, in the environment that ``bootstrap.py`` prepared. Standard library only.
"""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
BIN = BASE / ".venv" / "bin"
DATA = Path(os.environ.get("DATA_DIR", BASE / "var")).resolve()
# Seconds after which a process counts as running well, and how often in a row it may end before that.
STEADY, SHORT_LIVES = 20, 3
# Its threads bring requests to the gate (``lms.gate``). Each browser keeps a connection for a while, whether it asks or not, and
# one too many would be left without any answer: many are taken, and an idle one is closed after five seconds.
ROOM_TO_WAIT = ("--blocking-threads", "256", "--backpressure", "2048", "--http1-header-read-timeout", "5000")
FILES = 16384
GRACE = 10  # seconds that they may take to end by themselves


def commands(port, host):
    """Return ``{name: command}``: two web processes of a few threads each and two jobs at a time suit a small machine."""
    return {
        "site": [
            BIN / "granian", "--interface", "wsgi", "lms.wsgi:application", "--host", host, "--port", str(port),
            "--workers", "2", *ROOM_TO_WAIT, "--log-level", "warning",
            "--respawn-failed-workers", "--workers-kill-timeout", "5",
        ],
        "worker": [
            BIN / "celery", "-q", "-A", "lms", "worker", "--concurrency", "2", "--loglevel", "WARNING",
            "--without-gossip", "--without-mingle",
        ],
        # By itself, and not the worker's -B: nobody would notice that child's death, and nothing would ever be due again.
        "clock": [
            BIN / "celery", "-q", "-A", "lms", "beat", "--loglevel", "WARNING", "--schedule", DATA / "beat-schedule",
            "--pidfile=",
        ],
    }


def take_many_files():
    """Raise the limit of open files, which is often 1,024, so that each of many connections may have one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def say(text):
    print(text, flush=True)


def answers(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()  # noqa: S310
    except OSError:
        return False
    return True


def welcome(port, host):
    """Print the address and the accounts."""
    say(f"\n  The site answers at  http://127.0.0.1:{port}/\n")
    if host != "127.0.0.1":
        say(f"  It listens on {host}: whoever reaches this machine reaches it too.\n")
    if os.environ.get("DEMO_MODE", "").lower() in ("1", "true", "yes", "on"):
        password = os.environ.get("DEMO_PASSWORD", "demo-2017")
        say("  Demo accounts: learner liaison trainer school subdistrict district editor auditor")
        say(f"  Password of each: {password}\n")
    say("  Ctrl-C ends site and worker.\n")


class Child:
    """A process in a process group of its own, so that whatever it starts can be ended with it."""

    def __init__(self, name, command):
        self.name, self.command, self.short_lives = name, command, 0
        self.start()

    def start(self):
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command, cwd=BASE, start_new_session=True, preexec_fn=end_with_parent
        )

    def kill_group(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self):
        """Start again after it ended by itself; return False when it does so again and again."""
        self.kill_group()  # what it left of its own children
        self.short_lives = 0 if time.monotonic() - self.began > STEADY else self.short_lives + 1
        if self.short_lives > SHORT_LIVES:
            return False
        say(f"The {self.name} ended by itself and is started again.")
        time.sleep(1)
        self.start()
        return True


def end_with_parent():
    """Called in a child: have Linux end it when this process is gone, however that happened."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def supervise(port, host="127.0.0.1"):
    """Keep site, worker and clock running until the user asks to stop; then end them, their children too.

    Returns 0 when asked to stop, 1 when one of them could not be kept running.
    """
    take_many_files()
    asked, welcomed, failed = [], False, None
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: asked.append(True))
    children = [Child(name, command) for name, command in commands(port, host).items()]
    while not asked and not failed:
        time.sleep(0.2)
        failed = next((child for child in children if child.process.poll() is not None and not child.start_again()),
                      None)
        if not welcomed and answers(port):
            welcomed = True
            welcome(port, host)
    if failed:
        say(f"The {failed.name} does not stay up. Its own message stands above.")
    for child in children:
        child.process.terminate()  # each ends its own children, and what they are doing
    end = time.monotonic() + GRACE
    while time.monotonic() < end and any(child.process.poll() is None for child in children):
        time.sleep(0.1)
    for child in children:
        child.kill_group()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(supervise(int(sys.argv[1]), sys.argv[2]))
