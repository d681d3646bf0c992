"""``manage.py move_to``: from SQLite to PostgreSQL in one go, everything compared before anything counts."""

import time

from django.core.management.base import BaseCommand, CommandError

from lms.operations.moving import MoveError, move


class Command(BaseCommand):
    help = ("Copy the whole database from SQLite to an empty PostgreSQL database and compare every table. End the site and the "
            "workers first. This database stays as it is.")

    def add_arguments(self, parser):
        parser.add_argument("url", metavar="DATABASE_URL", help="such as postgres://user:password@host/name")

    def handle(self, *args, **options):
        began = time.monotonic()
        try:
            moved = move(options["url"], say=self.stdout.write)
        except MoveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(moved.values())} rows of {len(moved)} tables are there, each as it is here, in "
                          f"{time.monotonic() - began:.0f} s. Set DATABASE_URL to the new address and start the site; files stay "
                          "where they are.")
