"""The drill: back up a site that works, bring it back on an empty machine, and compare every table and every file."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from lms.operations.vault import databases, secret_keys
from lms.operations.vault.errors import VaultError
from lms.operations.vault.restore import restore, verify
from tests.databases import template

BASE = Path(__file__).resolve().parent.parent.parent
SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
FILES = {"media/images/红.png": b"\x89PNG" + b"x" * 5000, "private/jobs/2026/11/a": b"result", "private/empty": b""}


class Machine:
    """An installation of its own: a folder and a database that starts as a copy of the migrated one, or as nothing."""

    def __init__(self, folder, *, empty=False):
        self.folder = folder
        folder.mkdir()
        self.url, self.name = "", f"drill_{os.getpid()}_{folder.name}"
        if SQLITE:
            if not empty:
                shutil.copy(template(), folder / "db.sqlite3")
            return
        database = settings.DATABASES["default"]
        self.url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{self.name}"
        self.server(f"CREATE DATABASE {self.name} TEMPLATE {'template0' if empty else template()}")

    def server(self, statement):
        database = settings.DATABASES["default"]
        where = {"host": database["HOST"], "port": database["PORT"] or 5432, "user": database["USER"]}
        with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
            server.execute(statement)

    def manage(self, *arguments, **env):
        environment = {**os.environ, "DATA_DIR": str(self.folder), "BACKUP_PASSPHRASE": "一句很长的口令 correct horse", **env}
        environment["DATABASE_URL"] = self.url
        if not self.url:
            del environment["DATABASE_URL"]
        return subprocess.run([sys.executable, "manage.py", *map(str, arguments)], cwd=BASE, env=environment, text=True,
                              capture_output=True)

    def sql(self, *statements):
        if SQLITE:
            with sqlite3.connect(self.folder / "db.sqlite3", timeout=30) as database:
                return [database.execute(statement).fetchall() for statement in statements]
        with psycopg.connect(self.url) as database:
            done = [database.execute(statement) for statement in statements]
            return [each.fetchall() if each.description else [] for each in done]

    def files(self):
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for part in ("media", "private")
                for path in (self.folder / part).rglob("*") if path.is_file()}

    def end(self):
        if not SQLITE:
            self.server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


@pytest.fixture
def machines(tmp_path):
    made = []

    def make(name, **options):
        made.append(Machine(tmp_path / name, **options))
        return made[-1]

    yield make
    for machine in made:
        machine.end()


@pytest.fixture
def working(machines):
    machine = machines("working")
    for name, content in FILES.items():
        (machine.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (machine.folder / name).write_bytes(content)
    machine.sql("INSERT INTO operations_pulse (name, at, holder, detail) VALUES ('first', '2026-11-30', '甲\"; --', '{}')",
                "DELETE FROM django_migrations WHERE app = 'people' AND name LIKE '0001_squashed%'")  # it came step by step
    return machine


def test_a_working_site_comes_back_whole_on_an_empty_machine(working, machines, tmp_path):
    """While the backup is made, rows are written without a pause; what comes back is one moment of it."""
    assert working.manage("signing_keys").returncode == 0
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            number = len(written)
            working.sql(f"INSERT INTO operations_pulse (name, at, holder, detail) VALUES ('w{number}', '2026-11-30', '', '{{}}')")
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = working.manage("backup", tmp_path / "site.zip", "--with-keys", tmp_path / "site.keys")
    finally:
        stop.set()
        writer.join()
    assert made.returncode == 0, made.stderr
    assert len(written) > 5
    assert (tmp_path / "site.zip").stat().st_mode & 0o077 == 0

    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    key = (working.folder / "signing" / "signer.key").read_bytes().splitlines()[1]
    assert key not in (tmp_path / "site.zip").read_bytes() + (tmp_path / "site.keys").read_bytes()
    assert {key["name"] for key in manifest["keys"]} >= {"SECRET_KEY", "signing/signer.key", "signing/badge.key"}

    empty = machines("empty", empty=True)
    done = empty.manage("restore", tmp_path / "site.zip", "--keys", tmp_path / "site.keys")
    assert done.returncode == 0, done.stderr
    assert "each as it was" in done.stdout
    assert empty.files() == FILES
    for name in ("secret_key", "signing/signer.key", "signing/root.crt", "signing/badge.key"):
        assert (empty.folder / name).read_bytes() == (working.folder / name).read_bytes()
    assert (empty.folder / "signing" / "signer.key").stat().st_mode & 0o077 == 0
    # The rows are those of one moment: what was written is there from the first to some number, without a hole.
    kept = sorted(int(name[1:]) for (name,) in empty.sql("SELECT name FROM operations_pulse WHERE name LIKE 'w%'")[0])
    assert kept == list(range(len(kept)))
    again = empty.manage("backup", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    second = json.loads((tmp_path / "again" / "manifest.json").read_text())
    assert second["tables"] == manifest["tables"]
    assert {name: sums for name, sums in second["files"].items() if not name.startswith("database")} == {
        name: sums for name, sums in manifest["files"].items() if not name.startswith("database")}
    assert verify(tmp_path / "again")["tables"] == manifest["tables"]


def test_what_is_there_is_kept_and_replaced_only_when_asked(working, tmp_path):
    assert working.manage("backup", tmp_path / "site.zip").returncode == 0
    working.sql("UPDATE operations_pulse SET holder = 'later' WHERE name = 'first'")
    (working.folder / "media" / "later.png").write_bytes(b"later")
    refused = working.manage("restore", tmp_path / "site.zip")
    assert (refused.returncode, "This is no empty installation" in refused.stderr) == (1, True)
    assert working.sql("SELECT holder FROM operations_pulse WHERE name = 'first'") == [[("later",)]]
    done = working.manage("restore", tmp_path / "site.zip", "--replace")
    assert done.returncode == 0, done.stderr
    assert working.sql("SELECT holder FROM operations_pulse WHERE name = 'first'") == [[('甲"; --',)]]
    assert working.files() == FILES
    assert done.stdout.count("What was there before is kept:") == 3
    assert "newer changes" not in done.stdout
    aside = next(working.folder.glob("media.before_restore_*"))
    assert (aside / "later.png").read_bytes() == b"later"
    taken = working.manage("backup", tmp_path / "site.zip")
    assert (taken.returncode, "is there already" in taken.stderr) == (1, True)


def _damage_byte(path):
    content = bytearray(path.read_bytes())
    place = content.index(b"result")
    content[place] ^= 1
    path.write_bytes(content)


def _rewrite(change):
    """Damage of a clever kind: the zip is written anew, so that its own checksums are right."""

    def damage(path):
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return damage


@pytest.mark.parametrize(("damage", "named"), [
    (lambda path: path.write_bytes(path.read_bytes()[:-2000]), "site.zip is damaged, or only part of it arrived"),
    (_damage_byte, "private/jobs/2026/11/a is damaged"),
    (_rewrite(lambda parts: parts.update({"private/jobs/2026/11/a": b"RESULT"})), "private/jobs/2026/11/a is damaged"),
    (_rewrite(lambda parts: parts.pop("private/jobs/2026/11/a")), "private/jobs/2026/11/a is missing"),
    (_rewrite(lambda parts: parts.update({"media/x": b"x"})), "media/x is in the backup, and its list does not name it"),
    (_rewrite(lambda parts: parts.update({"media/../../x": b"x"})), "media/../../x has no place"),
    (_rewrite(lambda parts: parts.update({"manifest.json": parts["manifest.json"] + b" "})), "manifest.json is damaged"),
    (_rewrite(lambda parts: parts.pop("manifest.json")), "it has no manifest"),
])
def test_a_damaged_backup_is_refused_by_name_before_anything_is_touched(damage, named, kept_backup, tmp_path):
    path = tmp_path / "site.zip"
    shutil.copy(kept_backup, path)
    verify(path)
    damage(path)
    with pytest.raises(VaultError) as told:
        verify(path)
    assert named in str(told.value)


@pytest.fixture
def kept_backup(tmp_path, settings):
    """A small backup, made of files alone and a stand-in for the database: its parts are judged by their sums only."""
    import hashlib

    path = tmp_path / "kept.zip"
    parts = {"database.sqlite3": b"rows" * 500, "private/jobs/2026/11/a": b"result"}
    manifest = json.dumps({"format": "rotation-training backup 1", "database": {"vendor": "oracle"}, "files": {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in parts.items()}}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, "manifest.json": manifest,
                              "manifest.sha256": hashlib.sha256(manifest).hexdigest().encode()}.items():
            archive.writestr(name, content)
    return path


def test_a_link_in_a_folder_is_no_part_of_a_backup(kept_backup, tmp_path):
    with zipfile.ZipFile(kept_backup) as archive:
        archive.extractall(tmp_path / "folder")
    verify(tmp_path / "folder")
    part = tmp_path / "folder" / "private/jobs/2026/11/a"
    part.unlink()
    part.symlink_to("/etc/passwd")
    with pytest.raises(VaultError, match="is damaged"):
        verify(tmp_path / "folder")


def test_keys_open_with_their_passphrase_only(settings, tmp_path):
    settings.SIGNING_FOLDER = tmp_path / "signing"
    settings.SIGNING_FOLDER.mkdir()
    (settings.SIGNING_FOLDER / "badge.key").write_bytes(b"a key")
    with pytest.raises(VaultError, match="12 characters"):
        secret_keys.seal("short")
    sealed = secret_keys.seal("a passphrase that holds")
    assert secret_keys.unseal(sealed, "a passphrase that holds")["signing/badge.key"] == b"a key"
    with pytest.raises(VaultError, match="does not open"):
        secret_keys.unseal(sealed, "another passphrase")
    with pytest.raises(VaultError, match="no file of keys"):
        secret_keys.unseal(sealed[:100], "a passphrase that holds")


def test_a_key_that_stood_there_is_kept(settings, tmp_path):
    settings.SIGNING_FOLDER, settings.DATA_DIR = tmp_path / "signing", tmp_path
    (tmp_path / "secret_key").write_text("made at the first start")
    content = {"SECRET_KEY": b"old", "signing/badge.key": b"a key"}
    assert secret_keys.put_back(content, "before") == ["secret_key", "signing/badge.key"]
    assert (tmp_path / "secret_key").read_text() == "old"
    assert (tmp_path / "secret_key.before").read_text() == "made at the first start"
    assert secret_keys.put_back(content, "before") == []


@pytest.mark.skipif(not SQLITE, reason="of SQLite's file")
def test_a_broken_database_is_not_kept_as_a_backup(tmp_path):
    shutil.copy(template(), tmp_path / "db")
    content = bytearray((tmp_path / "db").read_bytes())
    content[20 * 4096:24 * 4096] = os.urandom(4 * 4096)
    (tmp_path / "db").write_bytes(content)
    with pytest.raises((VaultError, sqlite3.DatabaseError), match=r"damaged|malformed|disk image"):
        databases.copy_sqlite(tmp_path / "db", tmp_path / "copy")


def test_a_backup_of_another_kind_of_database_is_sent_on(kept_backup):
    with pytest.raises(VaultError, match="The backup is of oracle, and this database is .*move_to"):
        restore(kept_backup)
