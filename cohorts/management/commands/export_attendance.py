"""Write attendance to a file."""

import json

from django.core.management.base import CommandError
from django.utils import translation

from cohorts.actions.exports import export_attendance
from cohorts.export_forms import AttendanceExportForm
from cohorts.models import Cohort, Programme
from cohorts.reports.attendance import CSV, LONG, WIDE, XLSX
from lms.people.command import ActingCommand
from lms.people.enums import OrganisationKind
from lms.people.models import Organisation


class Command(ActingCommand):
    help = "Write attendance, a line a mark or a column a session, to an .xlsx or .csv file (.zip for --shape wide in .csv)."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--programme", metavar="TITLE_OR_NUMBER", default="")
        parser.add_argument("--cohort", metavar="TITLE_OR_NUMBER", default="")
        parser.add_argument("--category", metavar="CODE", default="")
        parser.add_argument("--sub-district", metavar="NAME_OR_NUMBER", default="", dest="superior")
        parser.add_argument("--from", metavar="YYYY-MM-DD", default="", dest="first")
        parser.add_argument("--until", metavar="YYYY-MM-DD", default="", dest="last")
        parser.add_argument("--shape", choices=[LONG, WIDE], default=LONG)
        parser.add_argument("--format", choices=[XLSX, CSV], default=XLSX)
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, **options):
        actor = self.actor(options, "attendance.export")
        affiliated = Organisation.objects.visible_to(actor).filter(kind=OrganisationKind.AFFILIATED)
        asked = {
            "programme": _named(Programme.objects.visible_to(actor), "title", options["programme"], "programme"),
            "cohort": _named(Cohort.objects.visible_to(actor), "title", options["cohort"], "cohort"),
            "superior": _named(affiliated, "name", options["superior"], "sub-district"),
            "shape": options["shape"], "form": options["format"],
            **{name: options[name] for name in ("category", "first", "last")},
        }
        with translation.override("zh-hans"):
            form = AttendanceExportForm(asked, user=actor)
            if not form.is_valid():
                raise CommandError("; ".join(f"{name}: {' '.join(said)}" for name, said in form.errors.items()))
            rows = export_attendance(
                actor=actor, wanted=form.wanted, path=options["output"], shape=form.chosen_shape, form=form.chosen_format
            )
        self.stdout.write(json.dumps({"rows": rows}))


def _named(rows, field, named, what):
    """Return the key of the row that is named by its whole ``field`` or its number; None where none is named."""
    if not named:
        return None
    found = rows.filter(pk=int(named)) if named.isdigit() else rows.filter(**{field: named})
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise CommandError(f"This person sees no {what} {named!r}. Name it by its whole title or its number.")
    return pk
