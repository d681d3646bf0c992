"""Where files lie that nobody may fetch by an address of their own: each is handed out by a view that asks who may."""

from django.core.files.storage import storages


def private_storage():
    """Return the storage of private files; models name this function, so that migrations hold no path of a machine."""
    return storages["private"]
