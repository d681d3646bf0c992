"""``manage.py doctor``: look at everything that must be well, and say what to do."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from lms.operations.registry import CHECKS, State, examine, worst

SIGNS = {State.OK: "✓", State.WARNING: "!", State.FAILURE: "✗"}


class Command(BaseCommand):
    help = "Examine this installation and say what to do. Exit status: 0 when nothing failed (warnings may stand), 1 otherwise."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"only these: {', '.join(CHECKS)}")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
        parser.add_argument("--date", default="", help="the Date that a web server you trust answers with, to compare clocks")
        parser.add_argument("--language", choices=list(dict(settings.LANGUAGES)), default=settings.LANGUAGE_CODE)

    def handle(self, *args, **options):
        unknown = sorted(set(options["checks"]) - CHECKS.keys())
        if unknown:
            raise CommandError(f"There is no check named {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
        with translation.override(options["language"]):
            results = examine(names=options["checks"], asked={"date": options["date"]})
        if options["json"]:
            self.stdout.write(json.dumps({
                "state": worst(results),
                "checks": [{"name": each.name, "label": each.label, "state": each.finding.state, "text": each.finding.text,
                            "todo": each.finding.todo} for each in results],
            }, ensure_ascii=False, indent=2))
        else:
            for each in results:
                self.stdout.write(f"{SIGNS[each.finding.state]} {each.label}: {each.finding.text}")
                if each.finding.todo:
                    self.stdout.write(f"    → {each.finding.todo}")
        if worst(results) == State.FAILURE:
            raise SystemExit(1)
