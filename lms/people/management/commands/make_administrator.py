"""``manage.py make_administrator``: the first district administrator of an installation that is empty."""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lms.people.actions.first import make_administrator
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant


class Command(BaseCommand):
    help = ("Make the account of a district administrator, and the district (DISTRICT_NAME) where there is none. The password is "
            "asked for, or taken from ADMINISTRATOR_PASSWORD. All others are made on the site.")

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name, as it stands in the trail and on lists")
        parser.add_argument("--another", action="store_true", help="although there is one, who cannot be reached any more")

    def handle(self, *, username, name, another, **options):
        if not another and RoleGrant.objects.active().filter(role=Role.DISTRICT).exists():
            raise CommandError("There is a district administrator, who makes others on the site. If nobody can sign in as one "
                               "any more, say --another.")
        if Person.objects.filter(username=username).exists():
            raise CommandError(f"The user name {username!r} is taken. Choose another.")
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass("Password: ")
        try:
            validate_password(password, Person(username=username, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        make_administrator(actor=None, username=username, name=name, password=password)
        self.stdout.write(f"{username!r} may sign in and administers the whole district.")
