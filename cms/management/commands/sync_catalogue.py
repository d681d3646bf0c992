from django.core.management.base import BaseCommand

from cms.catalogue import sync


class Command(BaseCommand):
    help = "Registers every published page in the catalogue and retires the rest. Writes nothing when nothing was missed."

    def handle(self, *args, **options):
        published, retired = sync()
        self.stdout.write(f"{published} published, {retired} retired")
