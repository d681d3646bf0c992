"""From SQLite to PostgreSQL: what is there afterwards is what was here, and nothing is there when something does not fit."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings

from lms.operations.moving import Column, MoveError, convert, move
from tests.databases import _address, _migrate, template

BASE = Path(__file__).resolve().parent.parent.parent
SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
WORK = """INSERT INTO audit_auditentry (at, verb, target_type, target_id, organisation_path, detail, key, mark)
          VALUES (now(), 'x', '', '', '', '{}', 'x', '')"""


@pytest.mark.parametrize(("kind", "here", "there"), [
    ("boolean", 1, True), ("boolean", 0, False), ("integer", 7, 7), ("text", "书记", "书记"), ("bigint", None, None),
    ("timestamp with time zone", "2026-11-30 08:00:00.123456", datetime(2026, 11, 30, 8, 0, 0, 123456, tzinfo=UTC)),
    ("date", "2026-11-30", date(2026, 11, 30)), ("time without time zone", "09:30:00", time(9, 30)),
    ("uuid", "0" * 31 + "1", UUID(int=1)), ("interval", 1_500_000, timedelta(seconds=1.5)),
    ("inet", "10.0.0.1", IPv4Address("10.0.0.1")),
    ("jsonb", '{"a": 1e3, "b": 1.5}', {"a": 1000, "b": 1.5}),
    ("numeric", 12.5, Decimal("12.50")), ("numeric", "0.1", Decimal("0.10")),
])
def test_a_value_becomes_what_postgresql_keeps(kind, here, there):
    found = convert(Column("x", kind, 2), here)
    assert (type(found), found) == (type(there), there)


def test_what_no_column_holds_is_refused():
    with pytest.raises(ValueError, match="month"):
        convert(Column("x", "date", None), "2026-13-01")


@pytest.fixture
def target():
    """A database whose tables were made, as ``migrate`` leaves it: making them anew takes its time."""
    name, database = f"moved_{os.getpid()}", settings.DATABASES["default"]
    where = {"host": database["HOST"], "port": database["PORT"] or 5432, "user": database["USER"],
             "password": database["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template()}")
        yield _address({**database, "NAME": name})
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def folder(tmp_path):
    """A folder with a migrated SQLite database: the one of this suite's run on SQLite, or one made now."""
    there = settings.DATA_DIR / f"{template()}.sqlite3"
    if there.exists():
        shutil.copy(there, tmp_path / "db.sqlite3")
    else:
        _migrate(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    return tmp_path


def run(folder, url):
    env = {**os.environ, "DATA_DIR": str(folder)}
    env.pop("DATABASE_URL", None)
    return subprocess.run([sys.executable, "manage.py", "move_to", url], cwd=BASE, env=env, text=True, capture_output=True)


@pytest.mark.skipif(SQLITE, reason="it needs PostgreSQL")
def test_a_row_that_does_not_fit_leaves_nothing_there_and_the_move_can_be_made_again(folder, target):
    with sqlite3.connect(folder / "db.sqlite3") as here:
        here.execute("INSERT INTO operations_pulse VALUES ('one', '2026-11-30 08:00:00.5', ?, '{\"深\": [1.0, null, true]}')",
                     ["x" * 200])  # more than the column may hold: SQLite does not mind
        people = here.execute("SELECT count(*) FROM people_category").fetchone()[0]
        here.execute("DELETE FROM django_migrations WHERE app = 'people' AND name LIKE '0001_squashed%'")  # it came step by step
    refused = run(folder, target)
    assert (refused.returncode, "operations_pulse" in refused.stderr, "Nothing was moved" in refused.stderr) == (1, True, True)
    with psycopg.connect(target) as there:
        assert there.execute("SELECT count(*) FROM operations_pulse").fetchone()[0] == 0

    with sqlite3.connect(folder / "db.sqlite3") as here:
        here.execute("UPDATE operations_pulse SET holder = '甲\t乙\n\\N'")
    done = run(folder, target)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(target) as there:
        assert there.execute("SELECT * FROM operations_pulse").fetchall() == [
            ("one", datetime(2026, 11, 30, 8, 0, 0, 500000, tzinfo=UTC), "甲\t乙\n\\N", {"深": [1.0, None, True]})]
        assert there.execute("SELECT count(*) FROM people_category").fetchone()[0] == people
        highest = there.execute("SELECT max(id) FROM people_category").fetchone()[0]
        assert there.execute("SELECT nextval(pg_get_serial_sequence('people_category', 'id'))").fetchone()[0] == highest + 1
        assert there.execute("SELECT nextval(pg_get_serial_sequence('people_person', 'id'))").fetchone()[0] == 1
        there.execute(WORK)
    again = run(folder, target)
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "said"), [
    ("mysql://root@127.0.0.1/x", "should be an address such as"),
    ("postgres://nobody:wrong@127.0.0.1:1/x", "does not let us in"),
])
@pytest.mark.skipif(not SQLITE, reason="it begins on SQLite")
def test_a_wrong_address_is_told(url, said):
    with pytest.raises(MoveError, match=said):
        move(url)


@pytest.mark.django_db
@pytest.mark.skipif(SQLITE, reason="of a site that runs on PostgreSQL")
def test_who_is_there_already_is_told_another_way():
    with pytest.raises(MoveError, match="backup"):
        move("postgres://postgres@127.0.0.1/x")
