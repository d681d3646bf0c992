"""Troubles of the machine and not of the product: the database is away, it is held by others, the disk is full."""

import errno
from enum import StrEnum

from django.db import DatabaseError

DEEPEST = 10  # links of a chain of exceptions
FULL = {errno.ENOSPC, errno.EDQUOT}
# What SQLite calls them (result codes), and PostgreSQL (beginnings of SQLSTATE, Appendix A of its manual).
SQLITE = {"FULL": "full", "BUSY": "busy", "LOCKED": "busy", "CANTOPEN": "away", "IOERR": "away", "READONLY": "away",
          "PROTOCOL": "busy"}
POSTGRESQL = {"53100": "full", "53": "away", "57P": "away", "08": "away", "58": "away", "40": "busy", "55P03": "busy"}


class Trouble(StrEnum):
    AWAY = "away"
    BUSY = "busy"
    FULL = "full"


def trouble_of(error):
    """Return the :class:`Trouble` that ``error``, or what led to it, tells of; None when the fault is ours."""
    for _ in range(DEEPEST):
        if error is None:
            return None
        found = _of_one(error)
        if found:
            return Trouble(found)
        error = error.__cause__ or error.__context__
    return None


def _of_one(error):
    if isinstance(error, OSError):
        return "full" if error.errno in FULL else None
    if not isinstance(error, DatabaseError) and type(error).__name__ != "InterfaceError":
        return None
    driver = error.__cause__
    name = getattr(driver, "sqlite_errorname", None)
    if name:
        return SQLITE.get(name.removeprefix("SQLITE_").partition("_")[0])
    state = getattr(driver, "sqlstate", None)
    if state:
        return next((kind for begin, kind in POSTGRESQL.items() if state.startswith(begin)), None)
    # PostgreSQL could not be reached, or the connection was cut: such errors come without a state.
    cut = type(error).__name__ in ("OperationalError", "InterfaceError") and type(driver).__module__.startswith("psycopg")
    return "away" if cut else None
