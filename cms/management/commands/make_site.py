"""``manage.py make_site``: the pages an installation begins with; again when schools were added."""

from django.core.management.base import CommandError

from cms.actions.first_pages import make_first_pages
from cms.permissions import edits_everything
from lms.people.command import ActingCommand


class Command(ActingCommand):
    help = ("Publish the pages that are missing: home, catalogue, categories, micro-lessons, and a page for the school of each "
            "sub-district. What stands is left as it is.")

    def handle(self, **options):
        actor = self.actor(options, "content.open")
        if not edits_everything(actor.scope):
            raise CommandError("Pages of all schools are made by a district administrator, or an editor of the whole district.")
        made = make_first_pages(actor=actor)
        self.stdout.write(f"{made} pages were made.")
