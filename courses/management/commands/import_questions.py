"""Import a file of questions from the command line: the same reading, judging and writing as in the browser."""

import json
from pathlib import Path

from django.core.management.base import CommandError

from courses.actions.question_import import NotTaken, import_now
from courses.models import QuestionBank
from courses.question_files.formats import FORMATS
from courses.question_files.sentences import sentence
from lms.people import access
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = ("Import questions (.xlsx, .docx, GIFT, Aiken, Moodle XML, QTI 2.1 and 2.2). Exit status: 0 when every question was "
            "taken or was there before, 2 when some were refused, 1 when the file could not be read; then nothing is imported.")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--bank", required=True, metavar="NAME", help="title of the question bank, or its number")
        parser.add_argument("--format", choices=sorted(FORMATS), default="", help="told by the file where it is not said")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args, **options):
        actor = self.actor(options, "bank.browse")
        bank = self._bank(actor, options["bank"])
        path = Path(options["file"])
        try:
            form, rows, problems, taken = import_now(
                actor=actor, bank=bank, path=path, name=path.name, form=options["format"], dry_run=options["dry_run"])
        except (NotTaken, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            if options["json"]:
                nothing = {"line": None, "skipped": True, "reason": reason}
                self._print({"format": options["format"], "read": 0, "taken": 0, "same": 0, "near": 0, "refused": 0,
                             "problems": [nothing]}, options)
            raise CommandError(f"{path.name}: {reason}") from error
        refused = sum(1 for one in problems if one["skipped"])
        same = sum(1 for row in rows if row["same"])
        self._print({
            "format": form, "read": len(rows) + refused, "taken": len(rows) - same if options["dry_run"] else taken,
            "same": same, "near": sum(1 for row in rows if row["near"]), "refused": refused,
            "problems": [
                {"line": one["line"], "skipped": one["skipped"], "reason": sentence(one["code"], one["params"])}
                for one in problems
            ],
        }, options)
        if refused:
            raise SystemExit(2)

    def _bank(self, actor, name):
        seen = QuestionBank.objects.visible_to(actor).select_related("organisation")
        found = list(seen.filter(title=name)[:2]) or (list(seen.filter(pk=int(name))) if name.isdecimal() else [])
        if not found:
            raise CommandError(f"You see no question bank {name!r}.")
        if len(found) > 1:
            raise CommandError(f"There are several question banks {name!r}. Give the number that stands in the bank's address.")
        if not access.allowed(actor, "bank.edit", found[0]):
            raise CommandError(f"You may not write in the question bank {name!r}.")
        return found[0]

    def _print(self, result, options):
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write("{format}: {read} questions read, {taken} taken, {same} there before, {near} alike, {refused} refused"
                          .format(**result))
        for problem in result["problems"]:
            self.stdout.write(f"  {problem['line']}: {problem['reason']}")
