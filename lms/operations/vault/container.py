"""Where a backup lies: one zip file, or a folder. Written and read in parts, whatever its size."""

import hashlib
import os
import re
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path

from .errors import VaultError

CHUNK = 1024 * 1024
PACKED = {".jpg", ".jpeg", ".png", ".webp", ".mp4", ".m4v", ".webm", ".mp3", ".m4a", ".ogg", ".pdf", ".zip", ".xlsx", ".docx"}
NAMES = re.compile(r"(manifest\.(json|sha256)|database\.(sqlite3|dump)|(media|private)/.+)")


def copy(source, *targets):
    """Copy one open file to others; return its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    while part := source.read(CHUNK):
        digest.update(part)
        size += len(part)
        for target in targets:
            target.write(part)
    return {"size": size, "sha256": digest.hexdigest()}


def is_proper(name):
    """Tell whether a part's name is one of ours, and leads nowhere else."""
    return bool(NAMES.fullmatch(name)) and not {"", ".", ".."} & set(name.split("/")) and "\\" not in name


@contextmanager
def writing(path):
    """Yield ``add(name, open file)``; the backup gets its name when everything is in it and on the disk."""
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.part")
    _remove(unfinished)
    try:
        if path.suffix == ".zip":
            with open(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as handle:
                with zipfile.ZipFile(handle, "w", allowZip64=True) as archive:
                    yield lambda name, source: _add_to_zip(archive, name, source)
                handle.flush()
                os.fsync(handle.fileno())
        else:
            unfinished.mkdir(parents=True, mode=0o700)
            yield lambda name, source: _add_to_folder(unfinished, name, source)
        unfinished.rename(path)
    except BaseException:
        _remove(unfinished)
        raise


def _add_to_zip(archive, name, source):
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix.lower() in PACKED else zipfile.ZIP_DEFLATED
    entry._compresslevel = 1  # rows pack well at any level, and the time goes into it
    with archive.open(entry, "w", force_zip64=True) as target:
        return copy(source, target)


def _add_to_folder(folder, name, source):
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        found = copy(source, handle)
        handle.flush()
        os.fsync(handle.fileno())
    return found


def _remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Folder:
    def __init__(self, path):
        self.path = Path(path)

    def names(self):
        found = [path for path in self.path.rglob("*") if path.is_symlink() or not path.is_dir()]
        return [path.relative_to(self.path).as_posix() for path in found]

    def open(self, name):
        if (self.path / name).is_symlink():
            raise VaultError(f"{name} is a link and not a file: this is no backup of ours.")
        return open(self.path / name, "rb")


class Zip:
    def __init__(self, archive):
        self.archive = archive

    def names(self):
        return self.archive.namelist()

    def open(self, name):
        return self.archive.open(name)


@contextmanager
def reading(path):
    """Yield the backup at ``path`` with ``names()`` and ``open(name)``; whatever is broken becomes a :class:`VaultError`."""
    path = Path(path)
    if not path.exists():
        raise VaultError(f"There is no {path}.")
    if path.is_dir():
        yield Folder(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield Zip(archive)
    except zipfile.BadZipFile as error:
        raise VaultError(f"{path.name} is damaged, or only part of it arrived: {error}.") from error
