"""Sums of rows that do not depend on their order, so that two databases can be compared table by table."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

MODULUS = 2 ** 128


class Total:
    """Counts rows and adds up their hashes; equal for the same rows in any order, and different when one occurs twice."""

    def __init__(self):
        self.rows, self.sum = 0, 0

    def add(self, row):
        """Add one row, given as bytes."""
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(hashlib.sha256(row).digest()[:16])) % MODULUS

    def as_dict(self):
        return {"rows": self.rows, "sum": f"{self.sum:032x}"}


def plain(row):
    """Return the bytes of a row of Python values; numbers, times and documents are written in one way only."""
    return "\x1f".join(map(_plain, row)).encode("utf-8", "surrogatepass")


def _plain(value):
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else f"{type(value).__name__}:{value}"


def _decimal(value):
    number = value.normalize()
    return f"n{number:f}" if number else "n0"


_WRITERS = {
    type(None): lambda value: "-",
    bool: lambda value: f"b{int(value)}",
    int: lambda value: f"n{value}",
    float: lambda value: f"f{value!r}",
    Decimal: _decimal,
    str: lambda value: f"s{value}",
    bytes: lambda value: f"x{value.hex()}",
    memoryview: lambda value: f"x{value.hex()}",
    datetime: lambda value: f"t{value.astimezone(UTC).isoformat()}" if value.tzinfo else f"t{value.isoformat()}",
    date: lambda value: f"d{value.isoformat()}",
    time: lambda value: f"c{value.isoformat()}",
    timedelta: lambda value: f"i{value // timedelta(microseconds=1)}",
    dict: lambda value: f"j{json.dumps(value, sort_keys=True)}",
    list: lambda value: f"j{json.dumps(value, sort_keys=True)}",
}


def differences(wanted, found):
    """Return ``[(table, rows wanted, rows found)]`` of the tables whose rows are not the same; None for a missing table."""
    return [
        (table, wanted.get(table, {}).get("rows"), found.get(table, {}).get("rows"))
        for table in sorted(wanted.keys() | found.keys()) if wanted.get(table) != found.get(table)
    ]
