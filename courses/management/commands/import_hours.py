"""Import hours from the command line: the same reading, judging and writing as in the browser."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from courses.actions.hour_imports import import_now
from courses.hour_import_words import sentence
from courses.rules import hour_rows as rules
from lms.people.command import ActingCommand
from lms.people.rosters.safety import Unreadable


class Command(ActingCommand):
    help = ("Import a workbook of hours (.xlsx, .csv). Exit status: 0 when every row was taken, 2 when some were refused, "
            "1 when the file could not be read; then nothing is imported.")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args, **options):
        actor, path = self.actor(options, "hours.import"), Path(options["file"])
        try:
            planned = import_now(actor=actor, path=path, name=path.name, dry_run=options["dry_run"])
        except (Unreadable, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise CommandError(f"{path.name}: {reason}") from error
        total = {"read": len(planned)} | {state: sum(one.state == state for _row, one in planned) for state in rules.STATES}
        total["errors"] = [
            {"sheet": one.sheet, "row": one.number, "column": problem["column"], "value": problem["value"],
             "reason": sentence(rules.Problem(**problem))}
            for _row, one in planned for problem in one.problems
        ]
        self._print(total, options)
        if total["refused"]:
            raise SystemExit(2)

    def _print(self, total, options):
        if options["json"]:
            self.stdout.write(json.dumps(total, ensure_ascii=False))
            return
        said = _("{read} rows read: {new} new, {changed} changed, {same} unchanged, {refused} refused")
        self.stdout.write(said.format(**total))
        for error in total["errors"]:
            self.stdout.write("  {sheet} {row} {column} {value!r}: {reason}".format(**error))
