"""Database, migrations, files, backups."""

import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.operations.models import Pulse
from lms.operations.registry import check, failure, ok, warning
from lms.operations.rules import health

OLDEST_POSTGRESQL = 14  # the oldest that Django 5.2 takes


@check("database", gettext_lazy("Database"))
def database(asked):
    try:
        connection.ensure_connection()
    except DatabaseError:
        return failure(_("The database does not answer."), _("Start it, or set DATABASE_URL to where it is."))
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite():
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in health.PRAGMAS}
    findings = [
        failure(
            _("SQLite: %(name)s is %(found)s and should be %(wanted)s.") % {"name": name, "found": value, "wanted": wanted},
            _("Run “manage.py migrate” once, which switches write-ahead logging on.") if name == "journal_mode"
            else _("Take the database settings of lms/config/databases.py back as they came."),
        ) for name, value, wanted in health.wrong_pragmas(found)
    ]
    if connection.transaction_mode != "IMMEDIATE":
        findings.append(failure(_("SQLite: transactions do not wait for their turn."),
                                _("Set transaction_mode to IMMEDIATE, as lms/config/databases.py does.")))
    return findings or ok(_("SQLite, write-ahead logging, every answered write on the disk."))


def _postgresql():
    with connection.cursor() as cursor:
        names = ("server_version", "fsync", "synchronous_commit")
        cursor.execute("SELECT current_setting(%s), current_setting(%s), current_setting(%s)", names)
        version, fsync, commit = cursor.fetchone()
    findings = []
    if int(version.partition(".")[0]) < OLDEST_POSTGRESQL:
        findings.append(failure(_("PostgreSQL %(version)s is too old.") % {"version": version},
                                _("Use PostgreSQL %(oldest)s or newer.") % {"oldest": OLDEST_POSTGRESQL}))
    if fsync != "on" or commit == "off":
        findings.append(failure(_("PostgreSQL answers before a write is on the disk."),
                                _("Set fsync and synchronous_commit to on in postgresql.conf.")))
    if not shutil.which("pg_dump"):
        findings.append(warning(_("pg_dump is not installed here, so no backup can be made here."),
                                _("Install PostgreSQL's client (on Debian: postgresql-client), as new as the server.")))
    return findings or ok(_("PostgreSQL %(version)s answers.") % {"version": version})


@check("migrations", gettext_lazy("State of the tables"))
def migrations(asked):
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return failure(_("%(count)s changes of the tables are not made yet.") % {"count": len(waiting)},
                       _("Make a backup, then run “manage.py migrate”."))
    return ok(_("All changes of the tables are made."))


@check("storage", gettext_lazy("Files"))
def storage(asked):
    findings = []
    for name, words in (("default", _("media")), ("private", _("private files"))):
        place = storages[name]
        file = place.save(f"doctor-{uuid.uuid4().hex}", ContentFile(b"doctor"))
        try:
            with place.open(file) as handle:
                if handle.read() != b"doctor":
                    findings.append(failure(_("What is written to %(what)s is not what is read.") % {"what": words},
                                            _("Check the disk, or the bucket.")))
        finally:
            place.delete(file)
    private = Path(settings.PRIVATE_ROOT)
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if private.is_relative_to(public) or Path(public).is_relative_to(private):
            findings.append(failure(_("Private files lie in a folder that is served."),
                                    _("Give media, static and private files folders that do not hold each other.")))
    return findings or ok(_("Media and private files can be written and read; private ones lie outside what is served."))


@check("disk", gettext_lazy("Room on the disk"))
def disk(asked):
    usage = shutil.disk_usage(settings.DATA_DIR)
    words = {"free": f"{usage.free / health.GIB:.1f}", "share": round(100 * usage.free / usage.total)}
    text = _("%(free)s GiB are free (%(share)s %% of the disk).") % words
    todo = _("Free some room: old backups, logs; or move DATA_DIR to a larger disk.")
    return {"ok": lambda: ok(text), "warning": lambda: warning(text, todo), "failure": lambda: failure(text, todo)}[
        health.room(usage.free, usage.total)]()


@check("backup", gettext_lazy("Backup"))
def backup(asked):
    last = Pulse.objects.named("backup")
    todo = _("Have “manage.py backup” run every night, and keep the files on another machine.")
    if last is None:
        return warning(_("No backup was made of this database yet."), todo)
    when = timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")
    text = _("The last backup was made at %(when)s.") % {"when": when}
    return warning(text, todo) if health.silent(last.at, timezone.now(), health.BACKUP_OLD) else ok(text)
