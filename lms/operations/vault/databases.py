"""The database's part of a backup: SQLite by its online backup, PostgreSQL by ``pg_dump`` of one frozen moment."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from lms.operations.rules.sums import Total, plain

from .errors import VaultError

SHORT_LIVED = {"cache"}  # what may differ: values with an end of their own


def file_name():
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


@contextmanager
def snapshot(folder):
    """Write the database as it is at one moment into ``folder``; yields ``(path, vendor's version, totals)``."""
    target = Path(folder) / file_name()
    if connection.vendor == "sqlite":
        copy_sqlite(connection.settings_dict["NAME"], target)
        yield target, sqlite3.sqlite_version, sqlite_totals(target)
        return
    with _frozen() as (server, moment):
        totals = postgresql_totals(server)
        _run("pg_dump", ["-Fc", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}",
                         *(f"--exclude-table-data={table}" for table in SHORT_LIVED)])
        version = server.execute("SELECT current_setting('server_version')").fetchone()[0]
    yield target, version, totals


def copy_sqlite(source, target):
    """Copy a SQLite database by its online backup: readers and writers go on meanwhile."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as old, \
            closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    check_sqlite(target)


def check_sqlite(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            answer = str(error)
    if answer != "ok":
        raise VaultError(f"The copy of the database is damaged: {answer}")


def sqlite_totals(path):
    """Return ``{table: {"rows", "sum"}}`` of a SQLite file; search indexes, which rows fill, are left out."""
    totals = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as database:
        database.text_factory = bytes
        listed = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        virtual = tuple(name.decode() for name, sql in listed if (sql or b"").upper().startswith(b"CREATE VIRTUAL"))
        for name in sorted(name.decode() for name, _ in listed):
            derived = name in virtual or any(name.startswith(f"{index}_") for index in virtual)
            if derived or name.startswith("sqlite_") or name in SHORT_LIVED:
                continue
            total = Total()
            for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 -- the database's own name of a table
                total.add(plain(row))
            totals[name] = total.as_dict()
    return totals


def postgresql_totals(server):
    """Return the same of a PostgreSQL connection, read as the server writes rows out."""
    server.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL extra_float_digits = 3")
    totals = {}
    for (name,) in server.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall():
        if name in SHORT_LIVED:
            continue
        total = Total()
        statement = psycopg.sql.SQL("COPY {} TO STDOUT").format(psycopg.sql.Identifier(name))
        with server.cursor() as cursor, cursor.copy(statement) as copy:
            for row in copy:  # the server sends a row at a time
                total.add(bytes(row))
        totals[name] = total.as_dict()
    return totals


def totals():
    """Return the totals of the database as it is now."""
    if connection.vendor == "sqlite":
        return sqlite_totals(connection.settings_dict["NAME"])
    with _frozen() as (server, _):
        return postgresql_totals(server)


@contextmanager
def _frozen():
    """Yield a connection of its own to PostgreSQL in which time stands still, and the name of that moment."""
    with psycopg.connect(**_address()) as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield server, server.execute("SELECT pg_export_snapshot()").fetchone()[0]


def _address():
    options = connection.get_connection_params()
    return {key: options[key] for key in ("dbname", "host", "port", "user", "password", "sslmode") if options.get(key)}


def _run(program, arguments):
    """Call a program of PostgreSQL's client on our database; the password goes by the environment."""
    if not shutil.which(program):
        raise VaultError(f"{program} is not installed here. On Debian: sudo apt-get install postgresql-client")
    command, extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *command[1:-1], f"--dbname={command[-1]}", *arguments]
    done = subprocess.run(command, env={**os.environ, **(extra or {})}, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise VaultError(f"{program} failed: {done.stderr.strip()[-500:]}")


# Bringing it back -----------------------------------------------------------------------------------------------------


def is_empty():
    """Tell whether our database has no tables."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return not path.exists() or not path.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        return not cursor.fetchone()[0]


def put_back(file, *, replace, aside):
    """Make the database what ``file`` holds; with ``replace`` what was there is kept as ``aside``. Returns where, or ``""``."""
    connection.close()
    return _put_back_file(file, aside) if connection.vendor == "sqlite" else _put_back_server(file, aside, replace)


def _put_back_file(file, aside):
    target, kept = Path(connection.settings_dict["NAME"]), ""
    check_sqlite(file)
    for end in ("", "-wal", "-shm"):
        old = target.with_name(target.name + end)
        if old.exists():
            kept = str(target.with_name(f"{target.name}.{aside}"))
            old.rename(kept + end)
    shutil.move(file, target)
    with closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA journal_mode=WAL")
    return kept


def _put_back_server(file, aside, replace):
    if replace:
        with psycopg.connect(**_address()) as server:
            server.execute(psycopg.sql.SQL("ALTER SCHEMA public RENAME TO {}").format(psycopg.sql.Identifier(aside)))
            server.execute("CREATE SCHEMA public")
    try:
        _run("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--schema=public",
                            str(file)])
    except VaultError:
        if replace:
            with psycopg.connect(**_address()) as server:
                server.execute("DROP SCHEMA public CASCADE")
                server.execute(psycopg.sql.SQL("ALTER SCHEMA {} RENAME TO public").format(psycopg.sql.Identifier(aside)))
        raise
    return f"schema {aside}" if replace else ""
