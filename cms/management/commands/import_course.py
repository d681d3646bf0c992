"""Take in a course that export_course wrote."""

import json
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.actions.editors import sync_editors
from cms.actions.packs import import_course
from cms.find import page_named
from cms.packs.reading import PackRefused, read_pack
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = ("Take in the course of FILE.zip under a category, school or series. Everything is checked first; nothing is written "
            "when anything is wrong (exit status 1). A course that is here already is left as it is, unless --copy is given.")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.zip")
        parser.add_argument("--under", required=True, metavar="PAGE", help="number, slug or address of the page above it")
        parser.add_argument("--copy", action="store_true", help="make another course of it, with records of its own")
        parser.add_argument("--dry-run", action="store_true", help="check everything, and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args, **options):
        actor = self.actor(options, "content.edit")
        sync_editors(person=actor)
        parent = page_named(options["under"])
        try:
            with Path(options["file"]).open("rb") as file, read_pack(file) as pack:
                taken = import_course(
                    actor=actor, pack=pack, parent=parent, copy=options["copy"], dry_run=options["dry_run"],
                )
        except PackRefused as refused:
            self._refuse(refused.lines, options)
        except PermissionDenied:
            self._refuse([(str(parent), _("You may not add pages under this one."))], options)
        except OSError as error:
            self._refuse([(options["file"], error.strerror or str(error))], options)
        result = {
            "course": taken.page.title if taken.page else pack.contents["course"]["title"], "created": taken.created,
            "page": taken.page.pk if taken.page else None, "lessons": taken.lessons, "files": taken.files, "notes": taken.notes,
            "dry_run": options["dry_run"], "errors": [],
        }
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        if not taken.created:
            self.stdout.write(_("{course} stands here already (page {page}); nothing was changed.").format(**result))
        elif options["dry_run"]:
            self.stdout.write(_("{course}: {lessons} lessons and {files} files can be taken in.").format(**result))
        else:
            self.stdout.write(_("{course}: {lessons} lessons and {files} files taken in (page {page}).").format(**result))
        for note in taken.notes:
            self.stdout.write(f"  {note}")

    def _refuse(self, lines, options):
        if options["json"]:
            self.stdout.write(json.dumps({"created": False, "errors": [
                {"entry": entry, "reason": reason} for entry, reason in lines]}, ensure_ascii=False))
        raise CommandError("\n".join(": ".join(part for part in line if part) for line in lines))
