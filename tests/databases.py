"""Test databases as copies of one that is migrated already: migrating takes twenty seconds, copying none.

The template is made once for each state of the migrations and pinned packages, and kept: a file in ``DATA_DIR`` on SQLite,
a template database on PostgreSQL. Every run, and every process of a parallel run, starts from a fresh copy of it. Its name
holds a hash of the checkout's folder, so that several checkouts share one server and none drops the template of another.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseOperations

from lms.audit import guards

BASE = Path(__file__).resolve().parent.parent
PREFIX = f"template_of_{hashlib.sha256(str(BASE).encode()).hexdigest()[:8]}_"


_sql_flush = DatabaseOperations.sql_flush


def _flush_without_guards(self, style, tables, **kwargs):
    """A test that commits is emptied afterwards; SQLite deletes row by row, which the trail refuses."""
    install, remove = guards.statements("sqlite")
    return [*remove, *_sql_flush(self, style, tables, **kwargs), *install]


DatabaseOperations.sql_flush = _flush_without_guards


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The copy is kept, and only migrations newer than it are run: none."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Put a fresh copy of the template where this process's test database belongs."""
    make_copy()


def make_copy():
    """Make the template where there is none, and this process's test database from it."""
    database = settings.DATABASES["default"]
    copy = _copy_file if database["ENGINE"].endswith("sqlite3") else _copy_on_server
    with _one_process_at_a_time(database["ENGINE"]):
        copy(database, f"{PREFIX}{_state()}")


def template():
    """Return what was migrated for this run, for a program that wants a copy too: a file on SQLite, a name on the server."""
    name = f"{PREFIX}{_state()}"
    on_file = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return str(settings.DATA_DIR / f"{name}.sqlite3") if on_file else name


def _state():
    """Return a short hash of what decides how an empty database looks."""
    digest = hashlib.sha256()
    for file in [BASE / "requirements.txt", *sorted(BASE.glob("**/migrations/*.py"))]:
        if ".venv" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_process_at_a_time(engine):
    with (settings.DATA_DIR / f"template.{engine.rpartition('.')[2]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url):
    """Migrate the database at ``url`` in a process of its own, with the settings of the site."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=BASE, text=True, capture_output=True,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(settings.DATA_DIR)},
    )
    if done.returncode:
        pytest.exit(f"The test database could not be migrated.\n{done.stderr}", returncode=1)


def _copy_file(database, name):
    template = settings.DATA_DIR / f"{name}.sqlite3"
    if not template.exists():
        for old in settings.DATA_DIR.glob(f"{PREFIX}*"):
            old.unlink()
        unfinished = template.with_suffix(".part")
        _migrate(f"sqlite:///{unfinished}")
        unfinished.rename(template)
    target = Path(database["TEST"]["NAME"])
    for end in ("-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    shutil.copyfile(template, target)


def _copy_on_server(database, name):
    import psycopg
    from psycopg import sql

    def run(text, *names):
        server.execute(sql.SQL(text).format(*map(sql.Identifier, names)))

    def is_there(wanted):
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted]).fetchone() is not None

    target = database["TEST"].get("NAME") or f"test_{database['NAME']}"
    where = {key: database[name] for key, name in (("host", "HOST"), ("port", "PORT"), ("user", "USER"),
                                                   ("password", "PASSWORD")) if database[name]}
    with psycopg.connect(dbname=database["NAME"], autocommit=True, **where) as server:
        server.execute("SELECT pg_advisory_lock(20170503)")
        if not is_there(name):
            for (old,) in server.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX.replace('_', chr(92) + '_')}%"]
            ).fetchall():
                run("DROP DATABASE {} WITH (FORCE)", old)
            unfinished = f"{PREFIX}part"
            run("CREATE DATABASE {}", unfinished)
            _migrate(_address({**database, "NAME": unfinished}))
            run("ALTER DATABASE {} RENAME TO {}", unfinished, name)
        if is_there(target):
            run("DROP DATABASE {} WITH (FORCE)", target)
        run("CREATE DATABASE {} TEMPLATE {}", target, name)


def _address(database):
    from urllib.parse import quote

    user = quote(database["USER"], safe="") + (f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else "")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}@{database['HOST']}{port}/{database['NAME']}"


if __name__ == "__main__":
    # Before the tests: the templates of both databases are made at the same time, by a process each.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    from django.db import connections

    connections.settings  # noqa: B018 -- reading it fills in what the settings leave out
    make_copy()
