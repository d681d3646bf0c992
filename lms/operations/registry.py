"""What the doctor looks at: each check a small function. Apps to the right add theirs in ``doctor_checks.py``."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """``text`` says what is so, ``todo`` what to do about it; empty when all is well."""

    state: State
    text: str
    todo: str = ""


@dataclass(frozen=True)
class Check:
    """``quick`` checks ask neither a worker nor a server outside, so that a page may wait for them."""

    name: str
    label: Any
    look: Callable
    quick: bool


@dataclass(frozen=True)
class Result:
    name: str
    label: str
    finding: Finding


CHECKS: dict[str, Check] = {}


def check(name, label, *, quick=True):
    """Register ``look(asked)``, which returns a :class:`Finding` or several; ``asked`` is a dict of the command's options."""

    def register(look):
        if name in CHECKS:
            raise ValueError(f"check named twice: {name}")
        CHECKS[name] = Check(name, label, look, quick)
        return look

    return register


def examine(*, names=None, quick=False, asked=None):
    """Run the checks in their order and return their :class:`Result` list. One that breaks is a failure, and stops no other."""
    results = []
    for each in CHECKS.values():
        if (names and each.name not in names) or (quick and not each.quick):
            continue
        results += [Result(each.name, str(each.label), finding) for finding in _look(each, asked or {})]
    return results


def _apart():
    """A transaction of its own: a query that fails leaves the connection usable for the next check. Without a database, none."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return nullcontext()
    return transaction.atomic()


def _look(each, asked):
    try:
        with _apart():
            found = each.look(asked)
    except Exception as error:  # whatever is ill, the others are still examined
        logger.warning("the check %s could not be made: %s", each.name, error)
        return [Finding(State.FAILURE, _("This could not be examined (%(kind)s).") % {"kind": type(error).__name__},
                        _("Look at the log; the others below were examined all the same."))]
    return found if isinstance(found, list) else [found]


def ok(text):
    return Finding(State.OK, text)


def warning(text, todo):
    return Finding(State.WARNING, text, todo)


def failure(text, todo):
    return Finding(State.FAILURE, text, todo)


def worst(results):
    states = {result.finding.state for result in results}
    return next((state for state in (State.FAILURE, State.WARNING) if state in states), State.OK)
