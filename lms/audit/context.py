"""Who is asking, from where: set once a request, read by :func:`lms.audit.record`."""

from contextlib import contextmanager
from contextvars import ContextVar

_address = ContextVar("address", default="")


@contextmanager
def request_context(*, address):
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def current_address():
    return _address.get()
