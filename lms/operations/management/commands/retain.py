"""``manage.py retain``: remove what was kept long enough, as the clock does every hour; or only say what that would be."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from lms.retention import sweep


class Command(BaseCommand):
    help = "Remove what was kept long enough: temporary files, uploads, results, notices, sign-ins. The trail counts what went."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only print what would go")
        parser.add_argument("--language", default="zh-hans", choices=["zh-hans", "en"])

    def handle(self, *args, **options):
        with translation.override(options["language"]):
            found = sweep(dry=options["dry_run"])
            for rule, count in found:
                kept = f"{rule.setting or '-'}={rule.keep()}"
                self.stdout.write(f"{'?' if count is None else count:>8}  {rule.name} ({kept})  {rule.label}")
        if any(count is None for _rule, count in found):
            raise CommandError("Some of it could not be examined; the log says why.")
