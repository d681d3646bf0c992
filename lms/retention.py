"""What is removed by itself, and when: every app names its own in ``retention.py``, and the clock asks (``operations.sweep``).

A rule counts what is due when it is only asked, and removes it otherwise; removing twice is safe. What was removed is counted in
the trail.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.trail import record

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """``act(now, keep, dry)`` returns how many things older than ``keep`` there are, or were removed. ``setting`` names the
    variable behind ``keep()``, empty where it is fixed. ``often`` rules are asked every ten minutes, the others every hour;
    without ``noted`` they leave no line in the trail, which would tell nobody anything."""

    name: str
    label: Any
    keep: Callable[[], timedelta]
    act: Callable
    setting: str = ""
    often: bool = False
    noted: bool = True


RULES: dict[str, Rule] = {}


def rule(name, label, *, keep, setting="", often=False, noted=True):
    """Register ``act`` under ``name``; a name stands once."""

    def register(act):
        if name in RULES:
            raise ValueError(f"rule named twice: {name}")
        RULES[name] = Rule(name, label, keep, act, setting, often, noted)
        return act

    return register


def sweep(*, often=None, dry=False, now=None):
    """Ask the rules (``often``: those of every ten minutes, or the others; None: all) and return ``[(rule, count)]``.

    A rule that fails is logged and counts as None: it keeps no other from its work.
    """
    now, found = now or timezone.now(), []
    for each in RULES.values():
        if often is not None and each.often != often:
            continue
        try:
            count = each.act(now, each.keep(), dry)
        except Exception:  # whatever is ill, the others are still asked
            logger.exception("the rule %s could not be kept", each.name)
            count = None
        if count and not dry and each.noted:
            record(actor=None, verb="retention.remove", detail={"what": each.name, "removed": count})
        found.append((each, count))
    return found


def rows(found, *, dry, files=(), part=500):
    """Count the rows of the queryset ``found``, or delete them in parts with the files in their columns ``files``."""
    if dry:
        return found.count()
    count = 0
    while ids := list(found.order_by("pk").values_list("pk", flat=True)[:part]):
        chosen = found.model._base_manager.filter(pk__in=ids)
        with transaction.atomic():
            gone = files_of(chosen, files)
            chosen.delete()
        delete_files(gone)
        count += len(ids)
    return count


def files_of(found, columns):
    """Return ``[(storage, name)]`` of the files in ``columns`` of the rows."""
    return [(found.model._meta.get_field(column).storage, name)
            for column in columns for name in found.values_list(column, flat=True) if name]


def delete_files(files):
    for storage, name in files:
        storage.delete(name)
