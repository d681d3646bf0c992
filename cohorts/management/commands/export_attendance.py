"""Write the attendance of a programme."""

import json

from django.core.management.base import CommandError
from django.utils import translation

from cohorts.actions.exports import export_attendance
from cohorts.models import Programme
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = "Write the attendance of a programme, a line a mark, to an .xlsx file."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--programme", required=True, metavar="TITLE_OR_NUMBER")
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, **options):
        actor = self.actor(options, "attendance.export")
        named = options["programme"]
        programmes = Programme.objects.visible_to(actor).select_related("organisation")
        found = programmes.filter(pk=int(named)) if named.isdigit() else programmes.filter(title=named)
        programme = found.first()
        if programme is None:
            raise CommandError(f"This person sees no programme {named!r}. Name it by its whole title or its number.")
        with translation.override("zh-hans"):
            rows = export_attendance(actor=actor, programme=programme, path=options["output"])
        self.stdout.write(json.dumps({"rows": rows}))
