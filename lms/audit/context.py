"""Who is asking, from where: set once a request, for the audit trail."""

from contextlib import contextmanager
from contextvars import ContextVar

_address = ContextVar("address", default="")
_person = ContextVar("person", default=None)


@contextmanager
def request_context(*, address, person=None):
    """Remember where a request comes from, and ``person``, who may be nobody in particular, while it lasts."""
    tokens = _address.set(address), _person.set(person)
    try:
        yield
    finally:
        _address.reset(tokens[0])
        _person.reset(tokens[1])


def current_address():
    return _address.get()


def current_person():
    """Return whoever is signed in to the request that is under way, for what they set off without being handed on."""
    person = _person.get()
    return person if person is not None and person.is_authenticated else None
