"""Servers of one's own, to be hurt: a Redis, a PostgreSQL, a worker. Those of the machine are never touched."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(true, seconds, what):
    """Wait until ``true()``; return the seconds that it took. Raises ``RuntimeError`` after ``seconds``."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(OSError):
            if true():
                return time.monotonic() - began
        time.sleep(0.05)
    raise RuntimeError(f"{what}: not within {seconds} s")


def listens(port):
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


class PrivateRedis:
    """A Redis that keeps nothing; ``program`` is None where there is none on this machine."""

    program = shutil.which("redis-server") or shutil.which("valkey-server")

    def __init__(self):
        self.port = free_port()
        self.start()

    def url(self, number):
        return f"redis://127.0.0.1:{self.port}/{number}"

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tempfile.gettempdir(),
        )
        until(lambda: listens(self.port), 20, "Redis")

    def take_away(self, how):
        """``stopped``: gone. ``hung``: it takes connections and never answers."""
        self.process.send_signal(signal.SIGSTOP if how == "hung" else signal.SIGKILL)
        if how != "hung":
            self.process.wait()

    def bring_back(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        else:
            self.start()

    def end(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def private_redis():
    server = PrivateRedis()
    try:
        yield server
    finally:
        server.end()


def _postgres_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda file: int(file.parts[-3]), reverse=True)
    return found[0].parent if found else Path(shutil.which("pg_ctl") or "/nowhere").resolve().parent


class PrivatePostgres:
    """A cluster in a temporary folder, as the user ``postgres`` where we are root, which PostgreSQL does not run as."""

    programs = _postgres_programs()
    there = (programs / "initdb").exists() and (os.geteuid() != 0 or shutil.which("runuser") is not None)

    def __init__(self):
        self.port, self.folder = free_port(), Path(tempfile.mkdtemp(prefix="cluster-"))
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        until(self.answers, 30, "PostgreSQL")

    @property
    def url(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def _run(self, program, *arguments):
        subprocess.run([*self.as_user, self.programs / program, *map(str, arguments)], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def answers(self):
        import psycopg

        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def cut(self):
        """Cut every connection but our own; return how many there were."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            return len(connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()").fetchall())

    def fill_from(self, url, name):
        """Copy the migrated database ``name`` of another server in."""
        dump = subprocess.Popen([self.programs / "pg_dump", "--no-owner", "-Fp", "-d", url.rpartition("/")[0] + f"/{name}"],
                                stdout=subprocess.PIPE)
        subprocess.run([self.programs / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", self.url], stdin=dump.stdout, check=True,
                       stdout=subprocess.DEVNULL)
        if dump.wait():
            raise RuntimeError("the template could not be read")

    def end(self):
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def private_postgres():
    server = PrivatePostgres()
    try:
        yield server
    finally:
        server.end()


class Worker:
    """A Celery worker with its children in a process group of its own, and the clock beside it."""

    def __init__(self, *, concurrency=2, module="lms", **environment):
        celery = [Path(sys.executable).with_name("celery"), "-q", "-A", module]
        plain = ["--loglevel", "ERROR"]
        self.commands = [
            [*celery, "worker", "--concurrency", str(concurrency), *plain, "--without-gossip", "--without-mingle"],
            [*celery, "beat", *plain, "--schedule", str(Path(os.environ["DATA_DIR"]) / f"beat-{os.getpid()}"), "--pidfile="],
        ]
        self.environment = {**os.environ, **environment}
        self.start()

    def start(self):
        self.process, self.clock = [
            subprocess.Popen(command, cwd=BASE, env=self.environment, start_new_session=True) for command in self.commands
        ]

    def kill(self):
        """SIGKILL to the worker with all its children, and to the clock, at once."""
        for process in (self.process, self.clock):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def end(self):
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.kill()


@contextmanager
def worker(**options):
    running = Worker(**options)
    try:
        yield running
    finally:
        running.end()
