"""Where files lie: in folders of this machine, or in a bucket that several machines share (S3).

What Django's storages leave open is said here for both: parts of a file, whole folders, a copy that programs can open by path.
"""

import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone


def private_storage():
    """Return the storage of private files; models name this function, so that migrations hold no path of a machine."""
    return storages["private"]


@dataclass(frozen=True)
class Facts:
    """How large a file is (bytes), and when it was written last."""

    size: int
    changed: datetime


class Folder(FileSystemStorage):
    """Files in a folder of this machine, or of a disk that machines share.

    A file is there whole, and on the disk, or not at all: a full disk or a loss of power leaves no half of one.
    """

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

    def facts(self, name):
        """Return the :class:`Facts` of a file; raises ``FileNotFoundError``."""
        file = Path(self.path(name))
        if not file.is_file():
            raise FileNotFoundError(name)
        stat = file.stat()
        return Facts(stat.st_size, datetime.fromtimestamp(stat.st_mtime, tz=timezone.get_default_timezone()))

    def part(self, name, first, length):
        """Open ``length`` bytes of a file from ``first`` on: something to read and close."""
        return Part(Path(self.path(name)).open("rb"), first, length)

    def below(self, folder):
        """Return the names of all files in ``folder`` and the folders in it, without that of ``folder``, in order."""
        root = Path(self.path(folder))
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())

    def remove_below(self, folder):
        """Remove ``folder`` with everything in it; nothing happens where there is none."""
        shutil.rmtree(self.path(folder), ignore_errors=True)

    @contextmanager
    def at_hand(self, name):
        """Yield the path of a file for a program that opens files by path. It must not be changed."""
        yield self.path(name)


class Part:
    """``length`` bytes of an open file from ``first`` on, read in pieces."""

    def __init__(self, handle, first, length):
        if handle is not None:
            handle.seek(first)
        self.handle, self.left = handle, length

    def read(self, size=-1):
        wanted = self.left if size < 0 else min(size, self.left)
        piece = self.handle.read(wanted) if wanted else b""
        self.left -= len(piece)
        return piece

    def close(self):
        if self.handle is not None:
            self.handle.close()
