"""What every benchmark needs: an empty, migrated database of its own, a stopwatch, and one way to print a figure.

::

    from benchmarks.harness import emit, fresh_database, measure

    with fresh_database():
        from lms.people.models import Person  # models only after the database stands

        with measure() as import_:
            ...
        emit("import of 10,000 rows, first time", rows=10_000, **import_.figures)

SQLite in a temporary folder, unless ``BENCH_DATABASE_URL`` names a PostgreSQL database: then one of a random name beside
it, dropped at the end. Nothing of the developer's own data is touched.
"""

import json
import os
import resource
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from lms.supervisor import ROOM_TO_WAIT

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


@contextmanager
def fresh_database(**environment):
    """Set Django up on an empty migrated database; yield the temporary data folder (``Path``). Once a process.

    ``environment``: variables for the site besides, such as ``CACHE_URL``; its ``DATA_DIR`` and ``DATABASE_URL`` take our place.
    ``BENCH_TEMPLATE`` names one that is migrated already, a file or a database on the server: it is copied instead.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        os.environ.update(DJANGO_SETTINGS_MODULE="lms.settings", DATA_DIR=str(folder), DEMO_MODE="true", DEBUG="false")
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("CELERY_BROKER_URL", None)
        os.environ.pop("CACHE_URL", None)
        os.environ.update(environment)
        folder = Path(os.environ["DATA_DIR"])
        server, template = os.environ.get("BENCH_DATABASE_URL", ""), os.environ.get("BENCH_TEMPLATE", "")
        if "DATABASE_URL" in environment:
            pass
        elif server:
            os.environ["DATABASE_URL"] = stack.enter_context(_database_beside(server, template))
        elif template:
            shutil.copyfile(template, folder / "db.sqlite3")

        import django
        from django.conf import settings

        # Pages draw their addresses of static files from the folders; nothing is collected and compressed for it.
        settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN
        django.setup()

        from django.core.management import call_command
        from django.db import connections

        if not template:
            call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        stack.callback(connections.close_all)
        yield folder


@contextmanager
def _database_beside(url, template=""):
    """Create an empty database, or a copy of ``template``, on the PostgreSQL server of ``url``, yield its address, drop it."""
    import psycopg

    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template1"}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Measure:
    """What one measured block took; read it after the block."""

    seconds = 0.0
    cpu = 0.0
    queries = 0
    peak_mb = 0.0

    @property
    def figures(self):
        """``{"seconds", "cpu", "queries", "peak_mb"}``, rounded, for :func:`emit`; ``cpu`` are seconds of this process."""
        return {"seconds": round(self.seconds, 3), "cpu": round(self.cpu, 3), "queries": self.queries,
                "peak_mb": round(self.peak_mb, 1)}


@contextmanager
def measure():
    """Yield a :class:`Measure`: wall-clock seconds, database queries, and the process's peak memory in the block (MB)."""
    from django.db import connection

    result = Measure()

    def count(execute, sql, params, many, context):
        result.queries += 1
        return execute(sql, params, many, context)

    _forget_peak()
    with connection.execute_wrapper(count):
        start, worked = time.perf_counter(), time.process_time()
        yield result
        result.seconds, result.cpu = time.perf_counter() - start, time.process_time() - worked
    result.peak_mb = _peak_mb()


def _forget_peak():
    """Let Linux begin a new peak; elsewhere the peak is that of the whole process."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak_mb():
    try:
        status = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def emit(figure, **values):
    """Print one JSON line: which benchmark, on which database, at which load, what ``figure`` it is, its values."""
    from django.db import connection

    main = sys.modules["__main__"].__spec__
    line = {"bench": main.name.removeprefix("benchmarks.") if main else "", "database": connection.vendor,
            "load": round(os.getloadavg()[0], 1), "figure": figure, **values}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def cookie_of(person):
    """Sign ``person`` in; return the cookie of the session, ``{name: value}``."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "lms.people.backends.IdentifierBackend"
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key}


@contextmanager
def server(*, collected=False):
    """Run the site with two processes on a free port until the block ends; yield the port.

    ``collected``: with its static files collected and compressed, as it is really served.
    """
    if collected:
        root = Path(__file__).resolve().parent.parent
        subprocess.run([sys.executable, root / "manage.py", "collectstatic", "--noinput", "-v0"], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi",
        *(["lms.wsgi:application"] if collected else ["--factory", "benchmarks.harness:site"]),
        "--port", str(port), "--workers", "2", *ROOM_TO_WAIT, "--log-level", "error",
    ]
    process = subprocess.Popen(command, env=os.environ.copy())
    try:
        for _ in range(300):
            try:
                if visit(port, "/healthz", {})[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("the server did not answer within a minute")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def site():
    """The site for the server; pages draw their addresses of static files from the folders, nothing is collected."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = PLAIN
    from lms.wsgi import application

    return application


def visit(port, path, cookies, form=None):
    """Send one request; return ``(status, text, headers)`` and keep the cookies that came."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, headers)
    response = connection.getresponse()
    text = response.read().decode()
    for name, value in response.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0]
    connection.close()
    return response.status, text, response.headers
