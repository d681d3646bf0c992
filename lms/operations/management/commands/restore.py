"""``manage.py restore``: an empty machine becomes what the backup holds."""

import os
import time
from datetime import datetime
from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.operations.vault import secret_keys
from lms.operations.vault.errors import VaultError
from lms.operations.vault.restore import restore, verify


class Command(BaseCommand):
    help = ("Verify a backup, bring it back, and compare every table with it. End the site and the workers first. "
            "What is there is put aside, and only with --replace.")
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE.zip|FOLDER")
        parser.add_argument("--replace", action="store_true", help="put aside what is there, and take the backup instead")
        parser.add_argument("--verify-only", action="store_true", help="compare the backup with its sums, and touch nothing")
        parser.add_argument("--keys", metavar="FILE", default="", help="bring the keys back from this file as well")

    def handle(self, *args, **options):
        began = time.monotonic()
        try:
            if options["verify_only"]:
                manifest = verify(options["path"])
                self.stdout.write(f"{options['path']}: whole. Made at {manifest['made_at']} by version {manifest['version']}.")
                return
            keys = self._keys(options["keys"])
            manifest, waiting, kept = restore(options["path"], replace=options["replace"])
            written = secret_keys.put_back(keys, f"before_restore_{datetime.now():%Y%m%d_%H%M%S}")
        except (VaultError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Restored what was kept at {manifest['made_at']}: {rows} rows of {len(manifest['tables'])} tables, "
                          f"{len(manifest['files'])} files, each as it was, in {time.monotonic() - began:.1f} s.")
        for place in kept:
            self.stdout.write(f"What was there before is kept: {place}")
        if written:
            self.stdout.write(f"Keys brought back: {', '.join(written)}.")
        elsewhere = [key["name"] for key in manifest["keys"] if key not in secret_keys.listed() and not keys]
        if elsewhere:
            self.stdout.write(f"Other keys were in use then: {', '.join(elsewhere)}. Bring them back with --keys, or everybody "
                              "signs in again, and files signed before are known as ours only with their old certificate.")
        if waiting:
            self.stdout.write(f"This version has {len(waiting)} newer changes of the tables: run “manage.py migrate”.")
        self.stdout.write(f"Then start the site, and run “manage.py doctor”. Files are in {settings.DATA_DIR}.")

    def _keys(self, name):
        if not name:
            return {}
        passphrase = os.environ.get("BACKUP_PASSPHRASE") or getpass("Passphrase of the keys: ")
        return secret_keys.unseal(Path(name).read_bytes(), passphrase)
