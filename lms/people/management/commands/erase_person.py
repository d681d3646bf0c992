"""``manage.py erase_person``: erase somebody where no administrator can, such as the last one."""

from django.core.management.base import BaseCommand, CommandError

from lms.people import erasing
from lms.people.actions import Hindered, erase_person
from lms.people.models import Person


class Command(BaseCommand):
    help = "Show what would go and what would stay of a person; with --yes, erase them. There is no way back but a backup."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="the person's number, as in the address of their page")
        parser.add_argument("--reason", required=True, help="why; it stands in the trail, so name nobody in it")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args, **options):
        person = Person.objects.filter(pk=options["number"]).first()
        if person is None:
            raise CommandError(f"There is no person {options['number']}.")
        if person.erased_at:
            self.stdout.write(f"Person {person.pk} is erased already.")
            return
        outlook = erasing.outlook(person)
        for name in ("goes", "emptied"):
            for label, count in outlook[name]:
                self.stdout.write(f"{name}: {count} × {label}")
        if not options["yes"]:
            self.stdout.write("Nothing was done. With --yes it is done; a copy of the person's data is made by “My account”.")
            return
        try:
            erase_person(actor=None, person=person, reason=options["reason"])
        except Hindered as hindered:
            raise CommandError("Nothing was done. " + " ".join(hindered.sentences)) from hindered
        self.stdout.write(f"Person {person.pk} is erased.")
