"""Temporary files, and files in our folders that no row knows: what a killed process leaves behind."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.config.personal import minutes
from lms.retention import rule

# Folders of private files whose rows are written in the same moment: a file without one was left by a process that died.
FOLDERS = ("rosters", "hours", "jobs", "hand_outs")


@rule("temporary", _("Temporary files that no process writes to"), keep=lambda: minutes("TEMPORARY_MINUTES"),
      setting="TEMPORARY_MINUTES", often=True)
def temporary(now, keep, dry):
    before, count = (now - keep).timestamp(), 0
    places = [*_entries(Path(settings.TEMPORARY_ROOT)), *Path(settings.DATA_DIR).glob(".restore-*")]
    for place in places:
        if _touched(place) >= before:
            continue
        count += 1
        if not dry:
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)
    return count


def _entries(folder):
    return sorted(folder.iterdir()) if folder.exists() else []


def _touched(place):
    """Return when anything in ``place`` was written last; now, for what vanishes meanwhile."""
    try:
        inside = place.rglob("*") if place.is_dir() else ()
        return max(path.lstat().st_mtime for path in (place, *inside))
    except OSError:
        return datetime.now(UTC).timestamp()


@rule("orphans", _("Uploads and results that no row knows"), keep=lambda: minutes("TEMPORARY_MINUTES"),
      setting="TEMPORARY_MINUTES", often=True)
def orphans(now, keep, dry):
    storage, known, count = storages["private"], _known(), 0
    for folder in FOLDERS:
        for name in _walk(storage, folder):
            if name in known or storage.get_modified_time(name) >= now - keep:
                continue
            count += 1
            if not dry:
                storage.delete(name)
    return count


def _walk(storage, folder):
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _walk(storage, f"{folder}/{name}")


def _known():
    """Return the names of all files that some row holds in those folders."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField) and str(field.upload_to).partition("/")[0] in FOLDERS:
                found.update(model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return found
