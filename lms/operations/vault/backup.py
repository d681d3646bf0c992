"""One backup: the database at one moment, then the files, then the list of everything with its sums."""

import hashlib
import io
import json
import shutil
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from lms.operations.queries import VERSION

from . import container, databases, secret_keys
from .errors import VaultError

FORMAT = "rotation-training backup 1"
FILES = {"media": "default", "private": "private"}


def roots():
    """Return ``{part of the backup: folder}`` of the files that lie on this machine, and the parts that lie elsewhere."""
    places = {part: storages[name] for part, name in FILES.items()}
    here = {part: Path(place.location) for part, place in places.items() if isinstance(place, FileSystemStorage)}
    return here, sorted(FILES.keys() - here.keys())


def make(path):
    """Write a backup to ``path`` (``.zip``, or a new folder) and return its manifest.

    The database is read first: a file that its rows name was there before it, and files are not changed once written. One that
    was removed meanwhile is listed under ``gone``.
    """
    path = Path(path).resolve()
    if path.exists():
        raise VaultError(f"{path} is there already. Choose another name, or move it away.")
    path.parent.mkdir(parents=True, exist_ok=True)
    here, elsewhere = roots()
    for folder in here.values():
        if path.is_relative_to(folder):
            raise VaultError(f"The backup would lie in {folder}, which it is a backup of. Choose another place.")
    _check_room(path.parent, here)
    manifest = {
        "format": FORMAT, "version": VERSION, "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": {"vendor": connection.vendor}, "migrations": _migrations(), "keys": secret_keys.listed(),
        "elsewhere": elsewhere, "gone": [], "files": {},
    }
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder, container.writing(path) as add:
        with databases.snapshot(folder) as (file, version, totals):
            manifest["database"] |= {"version": version, "file": file.name}
            manifest["tables"] = totals
        with open(file, "rb") as source:
            manifest["files"][file.name] = add(file.name, source)
        for name, source in _files(here, manifest["gone"]):
            manifest["files"][name] = add(name, source)
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        add("manifest.json", io.BytesIO(text))
        add("manifest.sha256", io.BytesIO(hashlib.sha256(text).hexdigest().encode()))
    return manifest


def _files(here, gone):
    """Yield ``(name, open file)`` of every file; one that goes meanwhile is added to ``gone``."""
    for part, folder in here.items():
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            if path.is_dir() or path.is_symlink():
                continue
            name = f"{part}/{path.relative_to(folder).as_posix()}"
            try:
                source = open(path, "rb")  # noqa: SIM115 -- closed below
            except FileNotFoundError:
                gone.append(name)
                continue
            with source:
                yield name, source


def _migrations():
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _check_room(folder, here):
    """Refuse what cannot fit: the files once, and the database twice."""
    needed = sum(path.stat().st_size for place in here.values() if place.exists() for path in place.rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        needed += 2 * Path(connection.settings_dict["NAME"]).stat().st_size
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise VaultError(f"{folder} has room for {free // 2**20} MiB, and the backup may need {needed // 2**20} MiB. "
                         "Free some room.")
