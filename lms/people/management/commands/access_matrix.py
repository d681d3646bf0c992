"""``manage.py access_matrix``: who may do what, as Markdown; ``--write`` puts it into the documentation."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from lms.people.matrix_words import as_markdown

BEGIN, END = "<!-- matrix: made by manage.py access_matrix --write -->", "<!-- end of matrix -->"
PAGE = settings.BASE_DIR / "docs" / "access.md"


def page_with_matrix(text):
    """Return the page with the matrix of today between its two marks."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    with translation.override("en"):
        return f"{before}{BEGIN}\n\n{as_markdown()}\n{END}{after}"


class Command(BaseCommand):
    help = "Print who may do what as Markdown, or write it into docs/access.md."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="write it into docs/access.md")

    def handle(self, *args, **options):
        if options["write"]:
            PAGE.write_text(page_with_matrix(PAGE.read_text()))
            self.stdout.write(str(PAGE))
        else:
            with translation.override("en"):
                self.stdout.write(as_markdown())
