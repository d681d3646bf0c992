"""``manage.py make_site``: the pages an installation begins with; again when schools were added."""

from cms.actions.first_pages import make_first_pages
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = ("Publish the pages that are missing: home, catalogue, categories, micro-lessons, and a page for the school of each "
            "sub-district. What stands is left as it is.")

    def handle(self, **options):
        made = make_first_pages(actor=self.actor(options, "content.open"))
        self.stdout.write(f"{made} pages were made.")
