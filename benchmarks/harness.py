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
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def fresh_database():
    """Set Django up on an empty migrated database; yield the temporary data folder (``Path``). Once a process."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        os.environ.update(DJANGO_SETTINGS_MODULE="lms.settings", DATA_DIR=str(folder), DEMO_MODE="true", DEBUG="false")
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("CELERY_BROKER_URL", None)
        os.environ.pop("CACHE_URL", None)
        server = os.environ.get("BENCH_DATABASE_URL", "")
        if server:
            os.environ["DATABASE_URL"] = stack.enter_context(_database_beside(server))

        import django
        from django.conf import settings

        # Pages draw their addresses of static files from the folders; nothing is collected and compressed for it.
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        django.setup()

        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        stack.callback(connections.close_all)
        yield folder


@contextmanager
def _database_beside(url):
    """Create an empty database on the PostgreSQL server of ``url``, yield its address, drop it."""
    import psycopg

    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Measure:
    """What one measured block took; read it after the block."""

    seconds = 0.0
    queries = 0
    peak_mb = 0.0

    @property
    def figures(self):
        """``{"seconds", "queries", "peak_mb"}``, rounded, for :func:`emit`."""
        return {"seconds": round(self.seconds, 3), "queries": self.queries, "peak_mb": round(self.peak_mb, 1)}


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
        start = time.perf_counter()
        yield result
        result.seconds = time.perf_counter() - start
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
    """Print one JSON line: which benchmark, on which database, what ``figure`` it is, and its values."""
    from django.db import connection

    main = sys.modules["__main__"].__spec__
    line = {"bench": main.name.removeprefix("benchmarks.") if main else "", "database": connection.vendor,
            "figure": figure, **values}
    print(json.dumps(line, ensure_ascii=False), flush=True)
