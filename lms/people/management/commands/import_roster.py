"""Import rosters from the command line: the same reading, judging and writing as in the browser."""

import json
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from lms.jobs.actions import JobError
from lms.people.actions.imports import import_now
from lms.people.command import ActingCommand
from lms.people.rosters.reading import read_roster
from lms.people.rosters.safety import Unreadable
from lms.people.rosters.sentences import sentence


class Command(ActingCommand):
    help = ("Import rosters (.xlsx, .csv). Exit status: 0 when every row was taken, 2 when some were refused, "
            "1 when a file could not be read; then nothing is imported.")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args, **options):
        actor = self.actor(options, "roster.import")
        total = {"read": 0, "created": 0, "updated": 0, "unchanged": 0, "refused": 0, "errors": []}
        files = [Path(name) for name in options["files"]]
        if len(files) > 1:
            for path in files:
                self._try(options, path, partial(read_roster, path, path.name))
        for path in files:
            plan = self._try(options, path, partial(
                import_now, actor=actor, path=path, name=path.name, dry_run=options["dry_run"]))
            for name, value in plan.counts.items():
                total[name] += value
            total["errors"] += [
                {"sheet": verdict.sheet, "row": verdict.number, "column": problem.column, "value": problem.value,
                 "reason": sentence(problem)}
                for verdict in plan.verdicts for problem in verdict.problems
            ]
        self._print(total, options)
        if total["refused"]:
            raise SystemExit(2)

    def _try(self, options, path, act):
        """Return what ``act`` returns, or stop with a sentence that names the file. All files are read before the first is
        imported, so that one that cannot be read leaves nothing half done."""
        try:
            return act()
        except (Unreadable, JobError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            if options["json"]:
                nothing = {"sheet": "", "row": None, "column": "", "value": path.name, "reason": reason}
                self._print({"read": 0, "created": 0, "updated": 0, "unchanged": 0, "refused": 0, "errors": [nothing]},
                            options)
            raise CommandError(f"{path.name}: {reason}") from error

    def _print(self, total, options):
        if options["json"]:
            self.stdout.write(json.dumps(total, ensure_ascii=False))
            return
        self.stdout.write(_("{read} rows read: {created} created, {updated} updated, {unchanged} unchanged, {refused} refused")
                          .format(**total))
        for error in total["errors"]:
            self.stdout.write("  {sheet} {row} {column} {value!r}: {reason}".format(**error))
