"""``manage.py verify_certificate FILE...``: say of each PDF whether it is ours, unchanged, and what it is worth today."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from certificates.queries.public import certificate_of_file
from certificates.signing import documents
from certificates.signing.documents import Condition


class Command(BaseCommand):
    help = "Check the signature of PDF certificates, and their state today. Fails unless all are intact and hold."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args, files, **options):
        good = True
        for name in files:
            try:
                content = Path(name).read_bytes()
            except OSError as error:
                raise CommandError(_("%(name)s cannot be read: %(why)s") % {"name": name, "why": error.strerror}) from error
            checked = documents.check(content)
            certificate = certificate_of_file(checked)
            if certificate:
                said = f"{certificate.number} {certificate.state.label}"
            else:
                said = "" if checked.condition != Condition.INTACT else _("signed here, but in no record")
            self.stdout.write(f"{name}: {checked.condition} {said}".rstrip())
            good = good and certificate is not None and certificate.holds
        if not good:
            raise CommandError(_("Not every file is an intact certificate that holds."))
