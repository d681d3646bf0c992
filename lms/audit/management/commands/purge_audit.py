"""Remove lines of the audit trail whose time is over."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.audit.actions import PurgeRefused, purge_trail


class Command(BaseCommand):
    help = "Remove entries of the audit trail that are older than AUDIT_KEEP_MONTHS, behind a checkpoint."

    def add_arguments(self, parser):
        parser.add_argument("--months", type=int, help="keep this many months instead, at least 6")

    def handle(self, *args, months=None, **options):
        try:
            removed = purge_trail(actor=None, months=settings.AUDIT_KEEP_MONTHS if months is None else months)
        except PurgeRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{removed} entries were removed.")
