"""Write a course with its lessons, pictures, documents, film and sound into one file."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.actions.editors import sync_editors
from cms.actions.packs import export_course
from cms.find import course_named
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = "Write the course COURSE (its number, slug or title) as one zip, for import_course elsewhere."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("course", metavar="COURSE")
        parser.add_argument("--output", required=True, metavar="FILE.zip")

    def handle(self, *args, **options):
        actor = self.actor(options, "content.edit")
        sync_editors(person=actor)
        page = course_named(options["course"])
        target = Path(options["output"])
        # The name appears when the file is whole.
        part = target.with_name(f"{target.name}.part")
        try:
            with part.open("wb") as file:
                contents = export_course(actor=actor, page=page, target=file)
            part.replace(target)
        except PermissionDenied as error:
            raise CommandError(_("You may not edit this course, and so not export it.")) from error
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror or error}") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(_("{title}: {lessons} lessons and {files} files written to {name}").format(
            title=page.title, lessons=len(contents["lessons"]), files=len(contents["files"]), name=target))
