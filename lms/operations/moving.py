"""Move everything from SQLite to an empty PostgreSQL: tables in parts, in one transaction, compared row by row."""

import ipaddress
import json
import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql
from psycopg.types.json import set_json_loads

from lms.operations.rules.sums import Total, differences, plain

# Filled by PostgreSQL's side: what is short-lived, what its migrations wrote, and search indexes, made anew at the end.
LEFT_OUT = {"cache", "django_migrations", "wagtailsearch_indexentry", "modelsearch_indexentry"}
USED = ("people_person", "people_organisation", "audit_auditentry", "jobs_job")  # rows here mean that somebody works there
PART = 2000  # rows read at a time


class MoveError(Exception):
    """A sentence that says why nothing was moved."""


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    scale: int | None


def _number(text):
    """Read a number as the document's keeper may write it: 1e3 and 1000.0 are 1000."""
    found = float(text)
    return int(found) if found.is_integer() else found


def _loads(text):
    return json.loads(text, parse_float=_number)


def _moment(value):
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# How a value of SQLite becomes one of PostgreSQL, by the type of the column there; others are taken as they are.
CONVERTERS: dict[str, Callable] = {
    "boolean": bool,
    "timestamp with time zone": _moment,
    "date": lambda value: date.fromisoformat(value[:10]),
    "time without time zone": time.fromisoformat,
    "uuid": lambda value: uuid.UUID(str(value)),
    "interval": lambda value: timedelta(microseconds=value),
    "jsonb": lambda value: _loads(value),
    "inet": ipaddress.ip_address,
    "double precision": float,
    "bytea": bytes,
    "character varying": str,
    "text": str,
}


def convert(column, value):
    """Return the value as PostgreSQL keeps it. Raises ``ValueError`` for what the column cannot hold."""
    if value is None:
        return None
    if column.kind == "numeric":
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-column.scale))
    return CONVERTERS.get(column.kind, lambda same: same)(value)


def move(url, *, say=lambda text: None):
    """Copy every table to the PostgreSQL database at ``url``, which has no tables yet. Returns ``{table: rows}``.

    Nobody can write here meanwhile, and nothing is there before everything is: rows and sequences come in one transaction. What
    was there after the migrations (first rows of an installation) gives way to ours. After a failure only empty tables are
    left there, and the same can be tried again.
    """
    if connection.vendor != "sqlite":
        raise MoveError("This moves from SQLite to PostgreSQL, and the site runs on PostgreSQL already. For another server use "
                        "“manage.py backup” here and “manage.py restore” there.")
    if not url.startswith(("postgres://", "postgresql://")):
        raise MoveError("The place to move to should be an address such as postgres://user:password@host/name.")
    try:
        target = psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise MoveError(f"PostgreSQL does not let us in: {str(error).strip().splitlines()[-1]}") from error
    with target:
        migrated = _refuse_what_is_not_empty(target)
    if not migrated:
        say("Making the tables ...")
        _manage(url, "migrate", "--verbosity", "0")
    with psycopg.connect(url) as target, transaction.atomic():  # immediate: writers wait until everything is over there
        moved = _copy(target, say)
    say("Making the search index anew ...")
    _manage(url, "update_index", "--verbosity", "0")
    return moved


def _refuse_what_is_not_empty(target):
    """Tell whether our tables are there already, with nobody in them; anything else that is there is refused."""
    there = {name for (name,) in target.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
    if not there:
        return False
    refused = "The database to move to is not empty. Nothing was touched. Make a new one: createdb NAME"
    if not there >= {*USED, "django_migrations"}:
        raise MoveError(refused)
    for table in USED:
        if target.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))).fetchone()[0]:
            raise MoveError(refused)
    done = set(target.execute("SELECT app, name FROM django_migrations").fetchall())
    # One that stands for others is noted beside them by the next “migrate”: it says nothing about the tables.
    standing_for_others = MigrationLoader(None, ignore_no_migrations=True).replacements.keys()
    if done - standing_for_others != MigrationRecorder(connection).applied_migrations().keys() - standing_for_others:
        raise MoveError("The tables there are of another version. Nothing was touched. Make a new database: createdb NAME")
    return True


def _manage(url, *arguments):
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, text=True, capture_output=True,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(settings.DATA_DIR)},
    )
    if done.returncode:
        raise MoveError(f"manage.py {arguments[0]} failed on the new database: {done.stderr.strip()[-500:]}")


def _copy(target, say):
    set_json_loads(_loads, target)
    columns = _columns(target)
    here = set(connection.introspection.table_names())
    ours = {name for name in here if not name.startswith("sqlite_") and "_fts" not in name and name not in LEFT_OUT}
    theirs = columns.keys() - LEFT_OUT
    if ours != theirs:
        raise MoveError(f"These tables stand on one side only: {', '.join(sorted(ours ^ theirs))}. "
                        "Run “manage.py migrate” here first.")
    names = sorted(theirs)
    target.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, names))))
    target.execute("SET CONSTRAINTS ALL DEFERRED")  # rows may name rows of tables that come later
    wanted = {}
    for table in names:
        wanted[table] = _copy_table(target, table, columns[table])
        if wanted[table]["rows"]:
            say(f"{table}: {wanted[table]['rows']}")
    target.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _set_sequences(target)
    wrong = differences(wanted, {table: _total_there(target, table, columns[table]) for table in names})
    if wrong:
        raise MoveError(f"The rows of {', '.join(table for table, _, _ in wrong)} did not arrive as they are. Nothing was moved.")
    return {table: total["rows"] for table, total in wanted.items()}


def _columns(target):
    """Return ``{table: [Column]}`` of what rows are written into; what PostgreSQL reckons itself is left out."""
    found = {}
    for table, *column in target.execute(
        "SELECT table_name, column_name, data_type, numeric_scale FROM information_schema.columns JOIN information_schema.tables "
        "USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' "
        "AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
    ):
        found.setdefault(table, []).append(Column(*column))
    return found


def _names(columns):
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)


def _copy_table(target, table, columns):
    total, place = Total(), None
    quote = connection.ops.quote_name
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(columns))
    names = ", ".join(quote(column.name) for column in columns)
    with closing(sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)) as database:
        here = database.execute(f"SELECT {names} FROM {quote(table)}")  # noqa: S608 -- names of the schema
        try:
            with target.cursor() as there, there.copy(statement) as copy:
                while rows := here.fetchmany(PART):
                    for row in rows:
                        place = row[0]
                        values = [convert(column, value) for column, value in zip(columns, row, strict=True)]
                        total.add(plain(values))
                        copy.write_row([old if column.kind == "jsonb" else value  # documents as they were written
                                        for column, old, value in zip(columns, row, values, strict=True)])
        except (ValueError, TypeError, ArithmeticError, psycopg.DataError) as error:
            raise MoveError(f"A row of {table} near {columns[0].name}={place!r} does not fit there: {error}. "
                            "Nothing was moved.") from error
    return total.as_dict()


def _total_there(target, table, columns):
    total = Total()
    with target.cursor(name="compare") as there:
        there.itersize = PART
        there.execute(sql.SQL("SELECT {} FROM {}").format(_names(columns), sql.Identifier(table)))
        for row in there:
            total.add(plain(row))
    return total.as_dict()


def _set_sequences(target):
    """Let every table count on behind its largest number."""
    for table, column in target.execute(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND is_identity = 'YES'"
    ).fetchall():
        statement = sql.SQL("SELECT setval(pg_get_serial_sequence({table}, {name}), coalesce(max({column}), 1), "
                            "max({column}) IS NOT NULL) FROM {where}")
        target.execute(statement.format(table=sql.Literal(f'"{table}"'), name=sql.Literal(column),
                                        column=sql.Identifier(column), where=sql.Identifier(table)))
