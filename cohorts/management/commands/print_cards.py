"""``manage.py print_cards FOLDER``: the cards for trainees and trainers, a page each, to print and hand out."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from cohorts.reports.guide_cards import CARDS, guide_card
from lms.printing import CannotPrint


class Command(BaseCommand):
    help = "Write trainee-card.pdf and trainer-card.pdf, with the address of this installation (SITE_URL), into a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="FOLDER")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)

    def handle(self, *, folder, language, **options):
        folder, address = Path(folder), settings.SITE_URL + reverse("login")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in CARDS:
                with translation.override(language):
                    page = guide_card(name, address=address)
                (folder / f"{name}-card.pdf").write_bytes(page)
                self.stdout.write(str(folder / f"{name}-card.pdf"))
        except (CannotPrint, OSError) as error:
            raise CommandError(str(error)) from error
