"""Where files lie. Private ones may be fetched by no address of their own: each is handed out by a view that asks who may."""

import os
import uuid
from contextlib import suppress

from django.core.files.storage import FileSystemStorage, storages


def private_storage():
    """Return the storage of private files; models name this function, so that migrations hold no path of a machine."""
    return storages["private"]


class WholeFiles(FileSystemStorage):
    """A file is there whole, and on the disk, or not at all: a full disk or a loss of power leaves no half of one."""

    def _save(self, name, content):
        part = f"{name}.{uuid.uuid4().hex[:12]}.part"
        try:
            path = self.path(super()._save(part, content))
            with open(path, "rb") as written:
                os.fsync(written.fileno())
            return self._name(path, name)
        finally:
            with suppress(OSError):
                os.unlink(self.path(part))

    def _name(self, path, name):
        """Give the file at ``path`` its name, or another one where somebody took that meanwhile; return it."""
        while True:
            try:
                os.link(path, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError:  # a disk without hard links
                os.replace(path, self.path(name))
                return name
            else:
                return name
