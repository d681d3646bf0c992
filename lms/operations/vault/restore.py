"""Bring a backup back: everything is compared with its sums before anything is touched, and counted afterwards."""

import hashlib
import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lms.operations.rules.sums import differences

from . import container, databases
from .backup import FORMAT, roots
from .errors import VaultError


def verify(path):
    """Read the whole backup and return its manifest. Raises :class:`VaultError` naming the first part that is not as it was."""
    with container.reading(path) as backup:
        names = backup.names()
        for name in names:
            if not container.is_proper(name):
                raise VaultError(f"{name} has no place in a backup of ours. Nothing was touched.")
        manifest = _manifest(backup, names)
        listed = manifest["files"].keys() | {"manifest.json", "manifest.sha256"}
        for name in sorted(listed - set(names)):
            raise VaultError(f"{name} is missing in the backup. Nothing was touched.")
        for name in sorted(set(names) - listed):
            raise VaultError(f"{name} is in the backup, and its list does not name it. Nothing was touched.")
        for name, wanted in manifest["files"].items():
            if _sums(backup, name) != wanted:
                raise VaultError(f"{name} is damaged: its sum is not the one it was kept with. Nothing was touched.")
    return manifest


def _sums(backup, name):
    try:
        with backup.open(name) as source:
            return container.copy(source)
    except Exception as error:
        raise VaultError(f"{name} is damaged: {error}. Nothing was touched.") from error


def _manifest(backup, names):
    try:
        with backup.open("manifest.json") as source, backup.open("manifest.sha256") as kept:
            text, digest = source.read(), kept.read().decode("ascii", "replace")
    except (KeyError, FileNotFoundError) as error:
        raise VaultError("This is no backup of ours, or only part of it: it has no manifest. Nothing was touched.") from error
    if hashlib.sha256(text).hexdigest() != digest:
        raise VaultError("manifest.json is damaged: its sum is not the one it was kept with. Nothing was touched.")
    manifest = json.loads(text)
    if manifest["format"] != FORMAT:
        raise VaultError(f"This backup is of the kind {manifest['format']!r}, which this version does not read.")
    return manifest


def restore(path, *, replace=False):
    """Make this installation what the backup holds.

    Returns its manifest, the migrations that this version has beyond it, and the places where what was there is kept.
    """
    manifest = verify(path)
    if manifest["database"]["vendor"] != connection.vendor:
        raise VaultError(f"The backup is of {manifest['database']['vendor']}, and this database is {connection.vendor}. "
                         "Restore it on the same kind, then use “manage.py move_to”.")
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known, squashed = _names(loader.disk_migrations), _names(loader.replacements)
    replaced = _names(name for migration in loader.replacements.values() for name in migration.replaces)
    newer = sorted(set(manifest["migrations"]) - known - replaced)
    if newer:
        raise VaultError(f"The backup was made by a newer version ({manifest['version']}: {newer[-1]}). Install that one first.")
    here, _ = roots()
    _refuse_what_is_not_empty(here, replace)
    aside = f"before_restore_{datetime.now():%Y%m%d_%H%M%S}"
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        folder = Path(folder)
        _unpack(path, manifest, folder)
        file, full = folder / manifest["database"]["file"], not databases.is_empty()
        kept = [databases.put_back(file, replace=replace and full, aside=aside)]
        for part, target in here.items():
            kept.append(_exchange(folder / part, target, aside))
    wrong = differences(manifest["tables"], databases.totals())
    if wrong:
        table, wanted, found = wrong[0]
        before = ", ".join(filter(None, kept)) or "there was nothing"
        raise VaultError(f"The restored table {table} has {found} rows and not the {wanted} of the backup, or other ones; "
                         f"{len(wrong)} tables differ. What was there before is kept: {before}.")
    # One that stands for others is noted beside them by the next “migrate”: it changes nothing.
    return manifest, sorted(known - squashed - set(manifest["migrations"])), [place for place in kept if place]


def _names(migrations):
    return {f"{app}.{name}" for app, name in migrations}


def _refuse_what_is_not_empty(here, replace):
    if replace:
        return
    full = ["the database"] if not databases.is_empty() else []
    full += [str(folder) for folder in here.values() if any(path.is_file() for path in folder.rglob("*"))]
    if full:
        raise VaultError(f"This is no empty installation: there is something in {', '.join(full)}. Nothing was touched. "
                         "With --replace it is put aside, and the backup takes its place.")


def _unpack(path, manifest, folder):
    with container.reading(path) as backup:
        for name, wanted in manifest["files"].items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with backup.open(name) as source, open(target, "xb") as handle:
                if container.copy(source, handle) != wanted:
                    raise VaultError(f"{name} changed while it was read. Nothing was touched.")


def _exchange(new, target, aside):
    """Put the folder ``new`` where ``target`` is; return where the old one is kept, or ``""`` where it held nothing."""
    kept = ""
    if target.exists() and any(path.is_file() for path in target.rglob("*")):
        kept = str(target.with_name(f"{target.name}.{aside}"))
        target.rename(kept)
    elif target.exists():
        shutil.rmtree(target)
    new.mkdir(exist_ok=True)
    shutil.move(new, target)
    return kept
