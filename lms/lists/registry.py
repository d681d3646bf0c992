"""The lists of the desk. Every app names its own in ``lists.py``: page and export take their rows from one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from lms.people import access

LONGEST, LONGEST_QUERY = 60, 500


class Asked(dict):
    """What a query string asks of a list: ``{name: value}`` of what the list knows; ``of`` is the row whose list it is."""

    of: Any = None

    @property
    def query(self):
        """The query string again, in the list's own order."""
        made = QueryDict(mutable=True)
        made.update(self)
        return made.urlencode()


@dataclass(frozen=True)
class Known:
    """A parameter of a list: its ``label``, and ``words(user, value)``, what a value is called, where it is not free text.

    Free text may be somebody's name, and stays out of the trail.
    """

    label: Any
    words: Callable | None = None


def among(choices):
    """Return ``words`` for a parameter that takes one of ``choices``, pairs of value and label."""
    return lambda user, value: str(dict(choices).get(value, value))


def naming(rows, read=str):
    """Return ``words`` for a parameter that is a row's id: ``rows(user)`` are those that may be named to the user."""
    def words(user, value):
        row = rows(user).filter(pk=int(value)).first() if value.isascii() and value.isdigit() and len(value) < 18 else None
        return value if row is None else read(row)

    return words


@dataclass(frozen=True)
class ListKind:
    """A list of the desk.

    ``rows(user, asked)`` are the rows as the page shows them, in its order: a queryset with an integer key, or a list where
    they are reckoned. ``verb`` opens the page, ``export_verb`` (the same where it is empty) takes the list out. A list of a
    row has ``fetch(user)``, the queryset of the rows whose lists the user sees; both verbs are asked with the row.
    ``dress(user, rows, asked)`` puts on a part of the rows what the page reckons for its fifty. ``page`` is the page's address
    by name.
    """

    key: str
    label: Any
    verb: str
    page: str
    rows: Callable
    resource: type
    known: Mapping[str, Known] = field(default_factory=dict)
    fetch: Callable | None = None
    dress: Callable | None = None
    export_verb: str = ""

    def asked(self, data, of=None):
        """Return the :class:`Asked` of a query dictionary: what the list knows, cut to length, without what is empty."""
        found = Asked()
        for name in self.known:
            value = str(data.get(name) or "").replace("\0", "").strip()[:LONGEST]
            if value and len(Asked(found, **{name: value}).query) <= LONGEST_QUERY:
                found[name] = value
        found.of = of
        return found

    def row(self, user, of_id):
        """Return the row of a list of a row, None where ``user`` does not see it; None too where the list has none."""
        return self.fetch(user).filter(pk=of_id).first() if self.fetch and of_id else None

    def may_export(self, user, of=None):
        return access.allowed(user, self.verb, of) and access.allowed(user, self.export_verb or self.verb, of)

    def url(self, asked=None, of_id=None):
        """Return the address of the page with these filters."""
        query = asked.query if asked else ""
        return reverse(self.page, args=[of_id] if self.fetch else []) + (f"?{query}" if query else "")

    def words(self, user, asked):
        """Return the filters as ``[(label, what is asked)]``."""
        return [
            (self.known[name].label, self.known[name].words(user, value) if self.known[name].words else value)
            for name, value in asked.items()
        ]

    def trace(self, asked):
        """Return the filters as the trail keeps them: free text is only named."""
        return [f"{name}={value}" if self.known[name].words else name for name, value in asked.items()]


KINDS: dict[str, ListKind] = {}


def register(kind):
    """Add a list; a key stands once. Returns the list, for the view that shows it."""
    if kind.key in KINDS:
        raise ValueError(f"list named twice: {kind.key}")
    KINDS[kind.key] = kind
    return kind
