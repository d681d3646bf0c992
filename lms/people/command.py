"""What management commands that act for someone share."""

from django.core.management.base import BaseCommand, CommandError

from lms.people import access
from lms.people.backends import find_person


class ActingCommand(BaseCommand):
    """A command that acts as the person named by ``--as``, within their rights."""

    def add_arguments(self, parser):
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME",
                            help="user name, telephone or staff number of the person who asks")

    def actor(self, options, verb, obj=None):
        """Return the person, or stop with a sentence when they are unknown or may not do ``verb``."""
        person = find_person(options["username"])
        if person is None:
            raise CommandError(f"There is no person with the user name {options['username']!r}.")
        if not access.allowed(person, verb, obj):
            raise CommandError(f"{options['username']!r} may not do this: it needs the right {verb!r}.")
        return person
