"""Check that the audit trail holds together; say exactly where it does not."""

from django.core.management.base import BaseCommand, CommandError

from lms.audit.actions import seal_trail
from lms.audit.models import AuditChain
from lms.audit.queries import verify

WORDS = {
    "changed": "entry {entry} (position {position}) was changed after it was sealed",
    "removed": "entry {entry} (position {position}) was removed",
    "inserted": "entry {entry} (position {position}) was inserted: it does not bear the product's mark",
    "lost": "the entries at positions {position} to {until} were removed with their seals",
    "seal": "the seal at position {position} (entry {entry}) was changed, or the entry before it together with its seal",
    "end": "the chain does not end at position {position} as it should",
    "checkpoint": "entries up to position {position} were removed, and no entry tells of it",
}


class Command(BaseCommand):
    help = "Check the hash chain of the audit trail; every entry that was changed, removed or inserted is named."

    def add_arguments(self, parser):
        parser.add_argument("--noted", metavar="POSITION:DIGEST", help="an end of the chain that was noted before, as in the log")

    def handle(self, *args, noted=None, **options):
        if noted:
            position, _colon, digest = noted.partition(":")
            if not position.isdecimal() or len(digest) != 64:  # noqa: PLR2004
                raise CommandError("--noted is a position, a colon and 64 hexadecimal digits, as this command prints them.")
            noted = int(position), digest
        seal_trail(everything=True)
        findings = list(verify(noted))
        for finding in findings:
            self.stdout.write(WORDS[finding.kind].format(**vars(finding)))
        if findings:
            raise CommandError(f"The audit trail does not hold: {len(findings)} found.")
        end = AuditChain.objects.get(pk=1)
        self.stdout.write(f"The audit trail holds. It ends at {end.position}:{end.digest}")
