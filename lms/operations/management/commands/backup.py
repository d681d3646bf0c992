"""``manage.py backup``: database, media, private files and a list of the keys, in one file, while the site works."""

import os
import time
from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lms.operations.actions import mark
from lms.operations.vault import secret_keys
from lms.operations.vault.backup import make
from lms.operations.vault.errors import VaultError


class Command(BaseCommand):
    help = ("Make a backup: FILE.zip, or a folder that is not there yet. It holds personal data: keep it like the database. "
            "Keys are listed in it; they themselves go, encrypted, into a second file, with --with-keys.")

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE.zip|FOLDER")
        parser.add_argument("--with-keys", metavar="FILE", default="",
                            help="write the keys, encrypted with a passphrase (BACKUP_PASSPHRASE, or asked for), to FILE")

    def handle(self, *args, **options):
        began = time.monotonic()
        try:
            if options["with_keys"]:
                self._keys(Path(options["with_keys"]))
            manifest = make(options["path"])
        except (VaultError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        counts = {"tables": len(manifest["tables"]), "rows": sum(table["rows"] for table in manifest["tables"].values()),
                  "files": len(manifest["files"]), "bytes": sum(file["size"] for file in manifest["files"].values())}
        mark("backup", detail=counts)
        self.stdout.write("{path}: {rows} rows of {tables} tables, {files} files, {size:.1f} MiB, in {seconds:.1f} s.".format(
            path=options["path"], size=counts["bytes"] / 2**20, seconds=time.monotonic() - began, **counts))
        if manifest["gone"]:
            self.stdout.write(f"{len(manifest['gone'])} files were removed while the backup was made; they are not in it.")
        if manifest["elsewhere"]:
            self.stdout.write(f"Not in it, since they lie in an object storage: {', '.join(manifest['elsewhere'])}. "
                              "Keep versions of that bucket.")

    def _keys(self, path):
        passphrase = os.environ.get("BACKUP_PASSPHRASE") or getpass("Passphrase for the keys: ")
        content = secret_keys.seal(passphrase)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(content)
        mark("keys")
        self.stdout.write(f"{path}: the keys. Keep it, and the passphrase, elsewhere than the backup.")
