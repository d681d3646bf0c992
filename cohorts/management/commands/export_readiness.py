"""Write the election workbook as of a day."""

import json
from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError
from django.utils import translation

from cohorts.actions.exports import export_readiness
from cohorts.queries.readiness import latest_round
from lms.approvals.actions import deciders_of
from lms.approvals.models import Approval
from lms.approvals.registry import is_asked
from lms.hand_outs.approvals import MAKE
from lms.people.backends import find_person
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
        parser.add_argument("--approved-by", default="", metavar="USERNAME",
                            help="the second person, where this installation asks for one; stands in the trail")

    def handle(self, **options):
        actor = self.actor(options, "readiness.view")
        round_ = latest_round(actor, options["as_of"])
        if round_ is None:
            raise CommandError("No election round that this person may see had begun by that day.")
        self.actor(options, "readiness.export", round_)
        approver = self._approver(options["approved_by"], actor, round_) if is_asked(MAKE) else None
        with translation.override("zh-hans"):
            figures = export_readiness(actor=actor, round_=round_, as_of=options["as_of"], path=options["output"],
                                       purpose=options["purpose"], recipient=options["recipient"], approver=approver)
        self.stdout.write(json.dumps(figures))

    def _approver(self, username, actor, round_):
        """Return who stands for the file beside ``actor``: somebody who might approve it at the desk."""
        if not username:
            raise CommandError("A second person approves such files here. Name another administrator with --approved-by, or ask "
                               "for the workbook at the desk.")
        person = find_person(username)
        asked = Approval(kind=MAKE, organisation=round_.organisation, requested_by=actor)
        if person is None or not deciders_of(asked).filter(pk=person.pk).exists():
            raise CommandError(f"{username!r} may not approve this: it needs another administrator of "
                               f"{round_.organisation.name}.")
        return person
