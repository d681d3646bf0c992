"""``manage.py make_operator``: the account that sees the status page, with a password that nobody else knows."""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lms.operations.actions import make_operator
from lms.people.models import Person


class Command(BaseCommand):
    help = "Make the account of a system operator. The password is asked for, or taken from OPERATOR_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="系统运维")

    def handle(self, *args, **options):
        username = options["username"]
        if Person.objects.filter(username=username).exists():
            raise CommandError(f"The user name {username!r} is taken. Choose another.")
        password = os.environ.get("OPERATOR_PASSWORD") or getpass("Password: ")
        try:
            validate_password(password, Person(username=username, name=options["name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        make_operator(actor=None, username=username, name=options["name"], password=password)
        self.stdout.write(f"{username!r} may sign in and opens /desk/status/.")
