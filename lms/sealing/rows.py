"""Encrypted columns as they lie in the database: found, encrypted where they are not yet, and encrypted anew. Raw values only.

Every pass goes through a table by primary key in parts, and writes a value only while it is the one that was read: what somebody
else writes meanwhile stays.
"""

from django.apps import apps
from django.db import connection, transaction

from . import boxes, keys
from .fields import TAIL, WHOLE, SealedNumberField, _Sealed

PART = 500


def columns():
    """Return the encrypted fields of all models."""
    return [field for model in apps.get_models() if not model._meta.proxy for field in model._meta.local_concrete_fields
            if isinstance(field, _Sealed)]


def _names(field):
    meta, quote = field.model._meta, connection.ops.quote_name
    return quote(meta.db_table), quote(meta.pk.column), quote(field.column)


def _parts(field, where="", params=()):
    """Yield lists of ``(primary key, raw value)``, in the order of keys."""
    table, key, column = _names(field)
    statement = f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL {where} {{}} ORDER BY {key} LIMIT {PART}"  # noqa: S608
    last = None
    while True:
        with connection.cursor() as cursor:
            more = "" if last is None else f"AND {key} > %s"
            cursor.execute(statement.format(more), [*params, *([] if last is None else [last])])
            found = cursor.fetchall()
        if not found:
            return
        yield found
        last = found[-1][0]


def _write(field, changes):
    """Write ``(old, new, primary key)`` where the old value still stands."""
    table, key, column = _names(field)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                           [(new, pk, old) for old, new, pk in changes])


def parted(field, raw):
    """Return ``(what stands before the sealed text, sealed text)``."""
    if isinstance(field, SealedNumberField):
        return raw[:WHOLE + TAIL + 2], raw[WHOLE + TAIL + 2:]
    return "", raw


def seal_clear(field):
    """Encrypt what lies in clear in the column of ``field``; return how many values. Safe to run twice."""
    count = 0
    for rows in _parts(field):
        changes = [(raw, _sealed(field, raw), pk) for pk, raw in rows if not boxes.is_sealed(parted(field, raw)[1])]
        _write(field, changes)
        count += len(changes)
    _settle()
    return count


def _settle():
    """Let PostgreSQL check its keys now: a table whose rows were written twice cannot be altered while it still has to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _sealed(field, raw):
    if isinstance(field, SealedNumberField):
        return field.get_prep_value(raw)
    return boxes.seal(raw, field._purpose())


def open_all(field):
    """Write every value of the column in clear, for a migration that is taken back."""
    for rows in _parts(field):
        _write(field, [(raw, boxes.unseal(parted(field, raw)[1], field._purpose()), pk) for pk, raw in rows])
    _settle()


def anything_sealed(fields):
    return any(boxes.is_sealed(parted(field, raw)[1]) for field in fields for rows in _parts(field) for _pk, raw in rows[:1])


def rotate(field, progress=lambda count: None):
    """Encrypt what an older key encrypted with the newest; return ``(done, locked)``. Safe to run again."""
    newest = keys.needed().newest
    table, _key, column = _names(field)
    done = locked = 0
    for rows in _parts(field, f"AND {column} NOT LIKE %s", [f"%{boxes.VERSION}.{newest}.%"]):
        changes = []
        for pk, raw in rows:
            head, sealed = parted(field, raw)
            try:
                changes.append((raw, head + boxes.seal(boxes.unseal(sealed, field._purpose()), field._purpose()), pk))
            except boxes.Locked:
                locked += 1
        _write(field, changes)
        done += len(changes)
        progress(done)
    return done, locked


def names_in_use():
    """Return the names of the keys that some value needs."""
    return {boxes.key_of(parted(field, raw)[1]) for field in columns() for rows in _parts(field) for _pk, raw in rows}


@transaction.atomic
def hash_anew():
    """Reckon the keyed hashes of all numbers anew, after the look-up key was replaced; all or nothing. Returns how many."""
    count = 0
    for field in columns():
        if not isinstance(field, SealedNumberField):
            continue
        for rows in _parts(field):
            changes = []
            for pk, raw in rows:
                number = boxes.unseal(parted(field, raw)[1], field._purpose())
                changes.append((raw, f"{field.whole(number)}.{field.tail(number)}.{parted(field, raw)[1]}", pk))
            _write(field, changes)
            count += len(changes)
    return count


def look(field, most=200):
    """Return ``(values looked at, those that no key opens, those whose hash is not ours)`` of the newest rows."""
    table, key, column = _names(field)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} DESC LIMIT {int(most)}")  # noqa: S608
        found = [raw for (raw,) in cursor.fetchall()]
    locked = strange = 0
    for raw in found:
        head, sealed = parted(field, raw)
        try:
            number = boxes.unseal(sealed, field._purpose())
        except boxes.Locked:
            locked += 1
            continue
        if isinstance(field, SealedNumberField):
            strange += head != f"{field.whole(number)}.{field.tail(number)}."
    return len(found), locked, strange
