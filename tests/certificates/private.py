"""Certificates of a test go to a folder of its own."""

from contextlib import contextmanager

from certificates.models import Certificate


@contextmanager
def files_in(folder):
    storage = Certificate._meta.get_field("pdf").storage
    before = storage._location

    def move(location):
        storage._location = location
        for name in ("base_location", "location"):
            storage.__dict__.pop(name, None)

    move(str(folder))
    try:
        yield
    finally:
        move(before)
