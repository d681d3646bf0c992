"""Rows that many tests start from: built once a process by the product's own actions, then written again as they were.

Publishing the pages of a small site takes half a second, and copying the rows it left behind ten milliseconds. Each test still
has its own rows in its own transaction, and objects of its own.
"""

import copy

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate

_kept = {}
ROOM = 100_000


class Emptied:
    """Whether a test that commits had the database emptied; ``before`` are the rows that migrations had left in it."""

    now, before, blocker = False, None, None


def forget(**_kwargs):
    """The reference rows are written anew then, under other numbers, and rows that only migrations make are not."""
    _kept.clear()
    Emptied.now = True


post_migrate.connect(forget)


def remember(blocker):
    """Keep what a new database holds, and what lets it be asked between two tests; called once a process."""
    Emptied.blocker = blocker
    with blocker.unblock():
        Emptied.before, Emptied.now = all_rows(), False


def refill():
    """Give a database that was emptied what it held when it was new."""
    if Emptied.now and Emptied.blocker:
        with Emptied.blocker.unblock():
            _write(what_changed(all_rows(), Emptied.before))
        Emptied.now = False


def kept(name, build, folder=None):
    """Return what ``build()`` returns, with the rows it writes in the database; only the first call runs it.

    ``name`` stands for what is built and for what it is built on: it has to find the same rows each time. The files that it
    writes below ``folder`` are written again too.
    """
    if not connection.in_atomic_block:  # a test that commits: its database was emptied by the one before, not rolled back
        return build()
    if name in _kept:
        found, files, made = _kept[name]
        _write(found)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    else:
        _leave_room((len(_kept) + 1) * ROOM)
        before = all_rows()
        made = build()
        files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} if folder else {}
        _kept[name] = what_changed(before, all_rows()), files, made
    return copy.deepcopy(made)


def _leave_room(number):
    """Let SQLite count from ``number``: it takes numbers back when a test ends, and would give a test those of the kept rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence")
            rows = [(table, number) for table in all_tables()]
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", rows)


def all_tables():
    """Return the columns of every table, the primary key first; but not of SQLite's word index, which triggers fill."""
    tables = [model._meta for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {
        each.db_table: [each.pk.column, *(field.column for field in each.local_concrete_fields if not field.primary_key)]
        for each in tables if not each.db_table.endswith("_fts")
    }


def all_rows():
    """Return every row of the database by table and primary key."""
    rows = {}
    with connection.cursor() as cursor:
        for table, columns in all_tables().items():
            cursor.execute(f"SELECT {_names(columns)} FROM {_names([table])}")
            rows[table] = {row[0]: row for row in cursor.fetchall()}
    return rows


def what_changed(before, after):
    """Return by table the keys that went or changed, and the rows that came or changed."""
    changes = {}
    for table, rows in after.items():
        gone = [key for key, row in before[table].items() if rows.get(key) != row]
        new = [row for key, row in rows.items() if before[table].get(key) != row]
        if gone or new:
            changes[table] = gone, new
    return changes


def _write(changes):
    """Make these changes again. Foreign keys are checked when a transaction ends, so the order of tables is no matter."""
    tables = all_tables()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (gone, _) in changes.items():
            if gone:
                key = _names(tables[table][:1])
                cursor.executemany(f"DELETE FROM {_names([table])} WHERE {key} = %s", [[each] for each in gone])
        for table, (_, new) in changes.items():
            if new:
                marks = ", ".join(["%s"] * len(tables[table]))
                cursor.executemany(f"INSERT INTO {_names([table])} ({_names(tables[table])}) VALUES ({marks})", new)


def _names(names):
    return ", ".join(map(connection.ops.quote_name, names))
