"""Write the election workbook as of a day."""

import json
from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError
from django.utils import translation

from cohorts.actions.exports import export_readiness
from cohorts.queries.readiness import latest_round
from lms.approvals.registry import is_asked
from lms.hand_outs.approvals import MAKE
from lms.people.command import ActingCommand


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2018-03-31") from error


class Command(ActingCommand):
    help = "Write the readiness of an election round's organisations as of a day to an .xlsx file."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--as-of", required=True, type=_day, metavar="DATE", help="such as 2018-03-31, that whole day")
        parser.add_argument("--output", required=True, metavar="FILE")
        parser.add_argument("--purpose", default="", metavar="TEXT", help="what the file is for; stands on every sheet")
        parser.add_argument("--recipient", default="", metavar="TEXT", help="who receives it; stands on every sheet")

    def handle(self, **options):
        actor = self.actor(options, "readiness.view")
        round_ = latest_round(actor, options["as_of"])
        if round_ is None:
            raise CommandError("No election round that this person may see had begun by that day.")
        self.actor(options, "readiness.export", round_)
        if is_asked(MAKE):
            raise CommandError("A second person approves such files here. Ask for the workbook at the desk.")
        with translation.override("zh-hans"):
            figures = export_readiness(actor=actor, round_=round_, as_of=options["as_of"], path=options["output"],
                                       purpose=options["purpose"], recipient=options["recipient"])
        self.stdout.write(json.dumps(figures))
